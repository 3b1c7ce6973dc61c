const LIMIT = 300;

/**
 * Why there is no decision, as one bounded line. For a broken rule that is what the log says of it: class, method and
 * remedy. The exception that a client would get says nothing.
 */
export function failureReason(thrown: unknown): string {
  const { cause } = thrown as { readonly cause?: unknown };
  const failure = cause instanceof Error && cause.name === 'RuleFailure' ? cause.message : String(thrown);
  const line = failure.replace(/\s+/g, ' ');
  return line.length > LIMIT ? `${line.slice(0, LIMIT)}…` : line;
}
