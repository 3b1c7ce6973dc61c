// What the library promises of its cost, and how it is read from the results of a run.
import { figure } from './harness/markdown.mjs';

/** Each reads a measure from the results of a run; a scenario that was not run has no answer. */
const targets = [
  ...['S1', 'S2', 'S3', 'S4'].flatMap((name) => [
    atMost(1.15, `${name}: added time x hand-written`, ratio(name, 'hand-written')),
    atMost(0, `${name}: microtask turns more than hand-written`, more(name, 'turns', 'hand-written')),
    atMost(256, `${name}: bytes more than hand-written`, more(name, 'bytes', 'hand-written')),
    atLeast(6, `${name}: times cheaper than nest-casl`, cheaperThan(name, 'nest-casl')),
    atLeast(6, `${name}: times cheaper than nest-access-control`, cheaperThan(name, 'nest-access-control')),
    atLeast(1 / 0.7, `${name}: times cheaper than docs RolesGuard`, cheaperThan(name, 'docs RolesGuard')),
  ]),
  atLeast(35, 'S3: times cheaper than or-guard', cheaperThan('S3', 'or-guard')),
  atMost(1.15, 'S5: added time x hand-written', ratio('S5', 'hand-written')),
  atMost(1, 'S5: microtask turns more than hand-written', more('S5', 'turns', 'hand-written')),
  atMost(1, 'S5: loads', own('S5', 'loads')),
  atLeast(15, 'S5: times cheaper than nest-casl', cheaperThan('S5', 'nest-casl')),
  ...['S6a', 'S6b', 'S6c'].flatMap((name) => [
    atMost(1, `${name}: whole request x return false`, ratio(name, 'return false')),
    atMost(0.4, `${name}: whole request x throw`, ratio(name, 'throw')),
  ]),
  atMost(1.1, 'S7: added time x hand-written', ratio('S7', 'hand-written')),
  atMost(1, 'S7: resolutions', own('S7', 'resolutions')),
  atMost(1.05, 'S8: whole request x empty guard', ratio('S8', 'empty guard')),
  atMost(0, 'S8: bytes more than empty guard', more('S8', 'bytes', 'empty guard'), 8),
  atMost(1.3, 'S9: added time x interceptor with a loop', ratio('S9', 'interceptor with a loop')),
  atMost(10, 'S9: promises more than interceptor with a loop', more('S9', 'promises', 'interceptor with a loop')),
  atMost(160, 'tree of ten, all asked: ns', part('tree', isTree('all ten asked'), 'ns')),
  atMost(0, 'tree of ten, all asked: bytes', part('tree', isTree('all ten asked'), 'bytes'), 8),
  atMost(15, 'tree of ten, settled by the third: ns', part('tree', isTree('settled by the third'), 'ns')),
  atMost(400, 'tree of ten, one asynchronous: ns', part('tree', isTree('one of ten asynchronous'), 'ns')),
  atMost(1.1, 'start-up, 5,000 routes: x no guard', part('start-up', isLarge, 'x no guard')),
  atMost(600, 'start-up, 5,000 routes: bytes a further route', part('start-up', isLarge, 'bytes a further route')),
  atMost(
    5,
    'loading the package: ms',
    part('load', (row) => row.package === 'ours', 'ms'),
  ),
  atMost(
    1.05,
    'list of 100,000 rows: x WHERE by hand',
    part('lists', (row) => row.what === 'scopedWhere()', 'x WHERE by hand'),
  ),
];

/** What became of every target that these results can answer. */
export function judged(results) {
  return targets.flatMap(({ text, limit, meets, read }) => {
    const measured = read(results);
    return measured === undefined ? [] : [{ target: text, limit, measured, met: meets(measured) ? 'yes' : '**no**' }];
  });
}

/** @param tolerance for what is exact but for a few bytes of the measurement itself */
function atMost(limit, text, read, tolerance = 0) {
  return { limit: `<= ${limit}`, text, read, meets: (measured) => measured <= limit + tolerance };
}

function atLeast(limit, text, read) {
  return { limit: `>= ${figure(limit)}`, text, read, meets: (measured) => measured >= limit };
}

function rowOf(results, name, contender = 'ours') {
  return results[name]?.rows.find((row) => row.contender === contender);
}

function ratio(name, reference) {
  return (results) => rowOf(results, name)?.[`x ${reference}`];
}

function own(name, column) {
  return (results) => rowOf(results, name)?.[column];
}

function more(name, column, reference) {
  return (results) => {
    const [ours, other] = [rowOf(results, name), rowOf(results, name, reference)];
    return ours && other ? ours[column] - other[column] : undefined;
  };
}

function cheaperThan(name, peer) {
  return (results) => {
    const [ours, other] = [rowOf(results, name), rowOf(results, name, peer)];
    return ours && other ? other['added ns'] / ours['added ns'] : undefined;
  };
}

function part(name, condition, column) {
  return (results) => results[name]?.rows.find(condition)?.[column];
}

function isTree(tree) {
  return (row) => row.tree === tree && row.contender === 'ours';
}

function isLarge(row) {
  return row.routes === 5_000 && row.contender === 'ours';
}
