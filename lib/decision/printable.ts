const LIMIT = 1_000;
// eslint-disable-next-line no-control-regex -- control characters and bidirectional marks are what must not reach a log
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text of unknown origin as one bounded line: what a client sent must not write lines of a log. */
export function printable(text: string): string {
  const escaped = text.slice(0, LIMIT).replace(UNPRINTABLE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return text.length > LIMIT ? `${escaped}…` : escaped;
}

/** The message of whatever was thrown, as one bounded line. Never throws itself. */
export function printableError(thrown: unknown): string {
  try {
    return printable(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  } catch {
    return 'a value that cannot be printed';
  }
}

/** The frames of an error's stack, without its message, which may hold what a client sent. Never throws itself. */
export function stackOf(thrown: unknown): string | undefined {
  try {
    if (!(thrown instanceof Error)) return undefined;
    const frames = (thrown.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
    return frames.map(printable).join('\n');
  } catch {
    return undefined;
  }
}
