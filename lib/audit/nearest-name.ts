/** The name that was most likely meant, as a question to append to a message; empty where nothing is near. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const [nearest] = [...names]
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest !== undefined && nearest.distance <= Math.max(2, written.length / 3)
    ? ` Did you mean "${nearest.name}"?`
    : '';
}

/** How many letters must be changed, added or dropped. @see https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(from: string, to: string): number {
  const letters = Array.from(to);
  let row = [0, ...letters.map((_, index) => index + 1)];
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of letters.entries()) {
      const [diagonal, above] = row.slice(column, column + 2) as [number, number];
      next.push(Math.min(diagonal + (letter === other ? 0 : 1), above + 1, (next[column] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}
