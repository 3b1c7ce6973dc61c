/** The first line of an error's message; Nest's go on with advice of their own. */
export function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).replace(/\n[^]*$/, '');
}
