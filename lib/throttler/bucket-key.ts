/** One text of several, which no others make: each stands behind its length. */
export function bucketKey(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('');
}
