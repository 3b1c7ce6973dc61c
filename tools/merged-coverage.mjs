// What neither run of the test suite reached: `node tools/merged-coverage.mjs <coverage-final.json> …`.
// The runs execute different JavaScript (an ES module and a CommonJS one) of the same TypeScript, so their maps are
// compared where they meet: a place of the source is untested when every run says so. Any such place fails.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** A position as one number, so that ranges can be compared. */
const at = ({ line, column }) => line * 100_000 + Math.max(column, 0);
const shown = (position) => `${Math.floor(position / 100_000)}:${(position % 100_000) + 1}`;

/** The ranges of one file that one run did not reach, as pairs of positions. */
function untested({ statementMap, s, branchMap, b, fnMap, f }) {
  const located = [
    ...Object.entries(statementMap).map(([id, loc]) => [s[id], loc]),
    ...Object.entries(branchMap).flatMap(([id, { locations }]) => locations.map((loc, i) => [b[id][i], loc])),
    ...Object.entries(fnMap).map(([id, { loc }]) => [f[id], loc]),
  ];
  return located.filter(([count]) => count === 0).map(([, { start, end }]) => [at(start), at(end)]);
}

function overlap(left, right) {
  return left.flatMap(([a, b]) =>
    right.map(([c, d]) => [Math.max(a, c), Math.min(b, d)]).filter(([start, end]) => start < end),
  );
}

/** Ranges that touch or overlap become one. */
function joined(ranges) {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  return sorted.reduce((result, [start, end]) => {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
    return result;
  }, []);
}

const runs = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const files = [...new Set(runs.flatMap(Object.keys))].sort();
let holes = 0;
for (const file of files) {
  const missed = runs.filter((run) => run[file]).map((run) => untested(run[file]));
  for (const [start, end] of joined(missed.reduce(overlap))) {
    console.error(`${relative('.', file)}:${shown(start)} to ${shown(end)} is not tested`);
    holes += 1;
  }
}
if (files.length === 0) throw new Error('no file was measured');
console.log(`merged coverage of ${runs.length} runs: ${files.length} files, ${holes} untested places`);
process.exitCode = holes === 0 ? 0 : 1;
