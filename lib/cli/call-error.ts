/** Why the command could not do what it was called for. */
export class CallError extends Error {
  /** @param cause what went wrong in a file that is not ours; it is shown with its stack */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
