/** A rule that gave no answer. It ends the decision, through `and`, `or` and `not` alike: a failure is no verdict. */
export class RuleFailure extends Error {
  override readonly name = 'RuleFailure';

  /**
   * @param message names the class and the method, says what happened and what to write instead; for the log only
   * @param status what the client gets: 500, or 503 where time ran out
   */
  constructor(
    message: string,
    readonly status: 500 | 503 = 500,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
