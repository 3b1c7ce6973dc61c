/** An exception that does not look where it comes from: the least that a refusal can cost. */
export function withoutStack(Exception) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return new Exception();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
