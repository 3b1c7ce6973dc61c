// What no run of the test suite reached: `node tools/merged-coverage.mjs <coverage-final.json> …`. Both runs execute
// the same TypeScript, once as ES modules and once as CommonJS; what one of them reaches is tested. Any gap fails.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import coverage from 'istanbul-lib-coverage';

const merged = coverage.createCoverageMap({});
for (const path of process.argv.slice(2)) merged.merge(JSON.parse(readFileSync(path, 'utf8')));
if (merged.files().length === 0) throw new Error('no file was measured');

/** The places of one file that were never reached, as `kind line:column`. */
function gapsOf({ statementMap, s, branchMap, b, fnMap, f }) {
  const counted = [
    ...Object.entries(statementMap).map(([id, place]) => ['statement', place, s[id]]),
    ...Object.entries(fnMap).map(([id, { decl }]) => ['function', decl, f[id]]),
    // the `else` that is not written has no place of its own
    ...Object.entries(branchMap).flatMap(([id, { loc, locations }]) =>
      locations.map((place, i) => ['branch', place.start?.line === undefined ? loc : place, b[id][i]]),
    ),
  ];
  return counted
    .filter(([, , count]) => count === 0)
    .map(([kind, { start }]) => `${kind} ${start.line}:${start.column + 1}`);
}

const gaps = merged.files().flatMap((file) => {
  return gapsOf(merged.fileCoverageFor(file).toJSON()).map((gap) => `${relative('.', file)}: ${gap}`);
});
for (const gap of gaps) console.error(`${gap} is not tested`);
console.log(`merged coverage: ${merged.files().length} files, ${gaps.length} places that are not tested`);
process.exitCode = gaps.length === 0 ? 0 : 1;
