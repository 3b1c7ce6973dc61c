import type { QueryLanguage, Scope } from 'nestjs-permissions';
import {
  type ContractFilter,
  describeScopeAdapter,
  type LoadedItem,
  type ScopeAdapter,
  type TestFramework,
} from 'nestjs-permissions/testing';
import { openTypeorm } from './typeorm-adapter.js';

type Words = QueryLanguage<string>;

/** Adapters that say one thing wrong. */
const FAULTS: Record<string, (words: Words) => Partial<Words>> = {
  'none is no condition': (words) => ({ none: () => words.all() }),
  'an OR without parentheses': (words) => ({ or: (conditions) => words.or(conditions).slice(1, -1) }),
  'an AND that forgets a condition': () => ({ and: ([first = '']) => first }),
  'a dropped OR IS NULL': (words) => ({
    or: (conditions) => conditions.find((condition) => !condition.endsWith('IS NULL')) ?? words.or(conditions),
  }),
  'null is equal to nothing': () => ({ null: (_field, negated) => (negated ? '1=1' : '1=0') }),
  'IN for NOT IN': (words) => ({ in: (field, values) => words.in(field, values, false) }),
  'equals for differs': (words) => ({
    compare: (field, comparison, value) =>
      words.compare(field, comparison === 'differs' ? 'equals' : comparison, value),
  }),
  'gte for gt': (words) => ({
    compare: (field, comparison, value) => words.compare(field, comparison === 'gt' ? 'gte' : comparison, value),
  }),
  'EXISTS for NOT EXISTS': (words) => ({
    related: (relation, condition) => words.related({ ...relation, exists: true }, condition),
  }),
  'any related row will do': (words) => ({
    related: (relation) => words.related(relation, (related) => related.all()),
  }),
  'text that ignores case': (words) => ({
    compare: (field, comparison, value) =>
      words.compare(field, comparison, value).replace(/"headline" COLLATE BINARY/g, '"headline" COLLATE NOCASE'),
  }),
};

function wrong(words: Words, fault: (words: Words) => Partial<Words>): Words {
  const faulty = { ...words, ...fault(words) };
  if (faulty.related !== words.related) return faulty;
  // wrong about related rows, too
  return {
    ...faulty,
    related: (relation, condition) =>
      words.related(relation, (inner) => condition(wrong(inner as never, fault) as never)),
  };
}

/** A scope that is said wrongly, and judges rightly. */
function saidWrongly(scope: Scope<LoadedItem>, fault: (words: Words) => Partial<Words>): Scope<LoadedItem> {
  const translate = (language: Words): string => scope.translate(wrong(language, fault));
  return { kind: 'condition', translate } as unknown as Scope<LoadedItem>;
}

async function withFault(fault: (words: Words) => Partial<Words>): Promise<ScopeAdapter> {
  const adapter = await openTypeorm('applyScope', { type: 'sqljs' });
  const wrongly =
    <R>(verb: (scope: Scope<LoadedItem>, filter?: ContractFilter) => R) =>
    (scope: Scope<LoadedItem>, filter?: ContractFilter): R =>
      verb.call(adapter, saidWrongly(scope, fault), filter);
  return {
    fill: (rows) => adapter.fill(rows),
    load: () => adapter.load(),
    close: () => adapter.close(),
    select: wrongly(adapter.select),
    count: wrongly(adapter.count),
    update: wrongly(adapter.update),
    delete: wrongly(adapter.delete),
  };
}

/** Runs the suite here, until something fails. */
async function failureOf(open: () => Promise<ScopeAdapter>, seed = 7): Promise<string | undefined> {
  const tests: (() => Promise<void> | void)[] = [];
  const titles: string[] = [];
  const tidying: (() => Promise<void>)[] = [];
  const framework: TestFramework = {
    describe: (_title, define) => {
      define();
    },
    it: (title, test) => {
      titles.push(title);
      tests.push(test);
    },
    beforeAll: (prepare) => void tests.push(prepare),
    afterAll: (tidy) => void tidying.push(tidy),
  };
  describeScopeAdapter('a wrong one', open, { runs: 60, seed, framework });
  try {
    for (const test of tests) await test();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (const tidy of tidying) await tidy();
  }
}

describe('the suite for adapters', () => {
  it('finds nothing wrong with an adapter that says nothing wrong', async () => {
    expect(await failureOf(() => withFault(() => ({})))).toBeUndefined();
  });

  it.each(Object.entries(FAULTS))('finds %s', async (_title, fault) => {
    expect(await failureOf(() => withFault(fault))).toMatch(/(leaks|hides) the rows/);
  });

  it.each<[string, RegExp, (adapter: ScopeAdapter) => Partial<ScopeAdapter>]>([
    [
      'a filter of the caller that is ORed to the scope',
      /select leaks the rows/,
      (adapter) => ({
        select: async (scope, filter) => [
          ...(await adapter.select(scope)),
          ...(filter === undefined ? [] : (await adapter.load()).map(({ id }) => id)),
        ],
      }),
    ],
    [
      'rows that a join repeats',
      /select repeats rows/,
      (adapter) => ({
        select: async (scope, filter) => [
          ...(await adapter.select(scope, filter)),
          ...(await adapter.select(scope, filter)),
        ],
      }),
    ],
    [
      'a wrong count',
      /count answers 45 for 44 rows|count answers 1 for 0 rows/,
      (adapter) => ({
        count: async (scope, filter) => (await adapter.count(scope, filter)) + 1,
      }),
    ],
    [
      'rows that are not loaded',
      /Item 1 is stored with id 1, and loaded with undefined/,
      (adapter) => ({
        load: async () => (await adapter.load()).slice(1),
      }),
    ],
  ])('finds %s', async (_title, problem, faulty) => {
    const adapter = await openTypeorm('applyScope', { type: 'sqljs' });
    const wrongly = Object.assign(Object.create(adapter) as ScopeAdapter, faulty(adapter));
    expect(await failureOf(() => Promise.resolve(wrongly))).toMatch(problem);
  });

  it('simplifies what fails, and names the seed that repeats it', async () => {
    const failure = await failureOf(() => withFault(FAULTS['gte for gt']!));
    expect(failure).toMatch(/^\{[^(]*"(gt|gte|lt|lte)":.*(leaks|hides) the rows/);
    expect(failure).toMatch(/found by seed 7, run \d+: /);
  });

  it('uses the functions of the test framework that are global', () => {
    const calls: string[] = [];
    const globals = globalThis as unknown as Record<string, unknown>;
    const names = ['describe', 'it', 'beforeAll', 'afterAll'];
    const real = names.map((name) => globals[name]);
    for (const name of names) {
      globals[name] = (title: string, define: () => void) => {
        calls.push(name === 'describe' ? title : name);
        if (name === 'describe') define();
      };
    }
    try {
      describeScopeAdapter('Example', () => Promise.reject(new Error('never opened')));
    } finally {
      names.forEach((name, at) => (globals[name] = real[at]));
    }
    expect(calls[0]).toMatch(/^the scope adapter of Example \(seed \d+\)$/);
    expect(new Set(calls.slice(1))).toEqual(new Set(['it', 'beforeAll', 'afterAll']));
  });
});
