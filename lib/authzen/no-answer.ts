/** Why there is no decision; for the log only. It never becomes one: `not` would turn an outage into a grant. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
