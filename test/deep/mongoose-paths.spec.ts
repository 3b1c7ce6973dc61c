import { inspect } from 'node:util';
import { Query } from 'mingo';
import sift from 'sift';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/mongoose';
import { sent, stored } from '../contract/mongoose-adapter.js';
import { LISTS, PARTS, PATHS, Sample } from '../contract/mongoose-models.js';
import { scopeNot, scopeWhere } from '../contract/scopes.js';

type Document = Record<string, unknown>;

const ID = '65f0c0ffee65f0c0ffee65f0';
const OTHER = '000000000000000000000000';
const id = (text: string) => new Sample.base.Types.ObjectId(text);

const TEXTS = ['', 'a', 'A', 'a ', 'é', 'E', '1', '$1', 'red', 'Blue', 'nul\0', ID, OTHER];
/** What is stored at a path, by the beginning of its name. */
const STORED: Record<string, readonly unknown[]> = {
  text: TEXTS,
  color: ['red', 'Blue', '1'],
  // also what a document holds that is older than the setter
  folded: ['a', 'A', '1'],
  number: [-1.5, -1, 0, 1, 2, 1e300, 2 ** 40],
  small: [-1, 0, 1, 2],
  flag: [true, false],
  size: [-1n, 0n, 1n, 2n ** 40n],
  at: [new Date(-1), new Date(0), new Date(1)],
  owner: [id(ID), id(OTHER)],
};
/** What rules compare with: each of them with each path. */
const ASKED = [
  ...[...TEXTS, 'lone\ud800', '\ufffd', 'true', '1970-01-01T00:00:00.001Z', ID.toUpperCase()],
  ...[-1.5, -1, 0, 1, 2, 1.5, 1e300, 2 ** 40, 2 ** 31],
  ...[-1n, 0n, 1n, 2n ** 40n, 2n ** 64n, 2n ** 64n + 1n],
  ...[true, false],
  ...[new Date(-1), new Date(0), new Date(1)],
];
const REFUSALS = /may be missing|has a setter|cannot be ordered/;

function valuesOf(path: string): readonly unknown[] {
  const [, values] = Object.entries(STORED).find(([name]) => path.startsWith(name)) as [string, readonly unknown[]];
  return values;
}

function wheresFor(path: string, asked: readonly unknown[] = ASKED): object[] {
  const ordered = asked.filter((value) => typeof value !== 'string' && typeof value !== 'boolean');
  return [
    ...asked.map((value) => ({ [path]: value })),
    ...asked.map((value) => ({ [path]: { not: value } })),
    ...ordered.flatMap((value) => ['gt', 'gte', 'lt', 'lte'].map((order) => ({ [path]: { [order]: value } }))),
    ...[
      { [path]: null },
      { [path]: { not: null } },
      { [path]: { in: asked } },
      { [path]: { notIn: asked.slice(1, 4) } },
    ],
  ];
}

let judged = 0;
let unanswered = 0;
let refused = 0;

/** The documents with their rule: what memory allows is found, and what memory cannot answer is not. */
function expectAsInMemory(documents: readonly Document[], wheres: readonly object[]): void {
  const rows = documents.map((document, key) => stored({ ...document, key }));
  const loaded = [rows, rows.map(reversed)].map((each) =>
    each.map((row) => Sample.hydrate(row) as unknown as Document),
  );
  for (const where of wheres) {
    for (const scope of [scopeWhere<Document>(where), scopeNot<Document>(where)]) {
      let filter;
      try {
        filter = scopedWhere(Sample, scope as Scope<never>);
      } catch (error) {
        expect((error as Error).message).toMatch(REFUSALS);
        refused++;
        continue;
      }
      // an answer that memory gives or does not give, by which element it asks first, is an answer
      const expected = rows
        .map(({ key }) => key)
        .filter((key) => loaded.some((each) => isAllowed(scope, each[key] as Document)));
      const wire = stored(sent(Sample.find(filter, null, { strictQuery: true }) as never));
      const query = new Query(wire);
      judged += 2 * rows.length;
      const told = inspect({ where, filter }, { depth: null });
      for (const matcher of [(row: Document) => query.test(row), sift.default(wire)]) {
        const keys = rows.filter(matcher).map(({ key }) => key);
        const hidden = expected.filter((key) => !keys.includes(key) && !isMadeUp(where, documents[key]));
        expect({ told, hidden, leaked: keys.filter((key) => !expected.includes(key)) }).toEqual({
          ...{ told, hidden: [], leaked: [] },
        });
      }
    }
  }
}

/** Whether memory asks a function of the schema what the document holds, and answers for that. */
function isMadeUp(where: object, document: unknown): boolean {
  const made = inspect(where, { depth: null }).match(/\w+Made/g) ?? [];
  return made.some((name) => lacks(document, name));
}

function lacks(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((each) => lacks(each, name));
  const members = Object.values(value as object).filter(isContainer);
  return members.length === 0 ? !(name in (value as object)) : members.some((each) => lacks(each, name));
}

function isContainer(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value?.constructor === Object);
}

function reversed(row: Document): Document {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned).reverse();
    return isContainer(value) ? reversed(value as Document) : value;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, turned(value)]));
}

function isAllowed(scope: Scope<Document>, document: Document): boolean {
  try {
    return scope.matches(document);
  } catch {
    unanswered++;
    return false;
  }
}

describe('paths of Mongoose, judged by mingo and sift', () => {
  afterAll(() => {
    process.stderr.write(
      `deep run: paths of Mongoose: ${String(judged)} rows judged, ${String(refused)} conditions refused, ` +
        `${String(unanswered)} times memory could not answer\n`,
    );
  });

  it.each(Object.keys(PATHS))('%s finds what it finds in memory', (path) => {
    const documents = [{}, { [path]: null }, ...valuesOf(path).map((value) => ({ [path]: value }))];
    expectAsInMemory(documents, wheresFor(path));
  });

  const inside = ['textOrNull', 'textRequired', 'textMade', 'textInitial', 'textMaybe', 'numberInitial', 'numberMaybe'];
  const objects = [
    {},
    ...inside.flatMap((path) => [
      { [path]: null },
      ...[path.startsWith('text') ? ['a', 'A'] : [1, 2]].flat().map((value) => ({ [path]: value })),
    ]),
  ];
  const asked = (path: string): object[] => [
    ...wheresFor(path, path.startsWith('text') ? ['a', 'A'] : [1, 2]),
    { numberOrNull: 1, [path]: 'a' },
  ];

  it.each(Object.keys(PARTS).filter((part) => part !== 'inner'))('the sub-document %s', (part) => {
    const documents = [{}, { [part]: null }, ...objects.map((value) => ({ [part]: value }))];
    expectAsInMemory(
      documents,
      inside.flatMap(asked).map((where) => ({ [part]: where })),
    );
  });

  it.each(Object.keys(LISTS).filter((list) => list !== 'inners'))('the array %s', (list) => {
    const pairs = objects.flatMap((one, index) => [[one], [one, objects[(index * 7 + 3) % objects.length]]]);
    const documents = [{}, { [list]: null }, { [list]: [] }, ...pairs.map((value) => ({ [list]: value }))];
    expectAsInMemory(
      documents,
      inside.flatMap(asked).map((where) => ({ [list]: { some: where } })),
    );
  });

  it('sub-documents in sub-documents, and arrays in them', () => {
    const values = [
      {},
      { part: null },
      { parts: [] },
      ...objects.flatMap((value) => [{ part: value }, { parts: [value] }]),
    ];
    const wheres = inside.flatMap(asked).flatMap((where) => [{ part: where }, { parts: { some: where } }]);
    expectAsInMemory(
      [{}, { inner: null }, ...values.map((inner) => ({ inner }))],
      wheres.map((inner) => ({ inner })),
    );
    expectAsInMemory(
      [{}, { inners: [] }, ...values.map((inner) => ({ inners: [inner] }))],
      wheres.map((some) => ({ inners: { some } })),
    );
  });

  it('the virtual id', () => {
    const documents = [ID, OTHER].map((text) => ({ _id: id(text) }));
    expectAsInMemory(documents, [
      ...[ID, OTHER, ID.toUpperCase(), 'a', ''].flatMap((text) => [{ id: text }, { id: { not: text } }]),
      { id: { in: [ID] } },
      { id: null },
    ]);
  });
});
