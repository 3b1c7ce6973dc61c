import { ContractCheck } from './contract-check.js';
import { type ContractRule, mentions, printRule, throughJunction } from './contract-rule.js';
import { randomRule } from './random-rule.js';
import { RandomSource } from './random-source.js';
import type { ContractFilter, ScopeAdapter } from './scope-adapter.js';

/** What the suite needs of a test framework; jest, vitest and mocha with `before` and `after` have it. */
export interface TestFramework {
  readonly describe: (title: string, tests: () => void) => void;
  readonly it: (title: string, test: () => Promise<void> | void, timeout?: number) => void;
  readonly beforeAll: (prepare: () => Promise<void>, timeout?: number) => void;
  readonly afterAll: (tidy: () => Promise<void>) => void;
}

export interface ScopeAdapterOptions {
  /** How many random rules are tried; each is judged for every row, in reading, counting, updating and deleting. */
  readonly runs?: number;
  /** How many items are stored; at least 44, among which every hostile value is. */
  readonly items?: number;
  /** Whether a relation of many to many is reached by its junction: `itemTags: { some: { tag: … } }`, not `tags: { some: … }`. */
  readonly junction?: boolean;
  /** Fields that the adapter refuses to compare, which rules then leave alone. */
  readonly without?: readonly string[];
  /** Repeats a run; by default every run is another one. */
  readonly seed?: number;
  /** By default the global functions. */
  readonly framework?: TestFramework;
  /** Told at the end how many rows were judged. */
  readonly onFinished?: (decisions: number) => void;
}

const NONE: ContractRule = { kind: 'request', granted: false };
const ALL: ContractRule = { kind: 'request', granted: true };
const EITHER: ContractFilter = [{ ownerId: 1 }, { rank: 1 }, { active: true }];
const FILTERS: readonly (ContractFilter | undefined)[] = [
  ...[undefined, undefined, EITHER],
  ...[[{ ownerId: 1 }], [{ rank: 2 }, { active: false }], [{ rank: 0, active: true }, { rank: 1 }]],
];
/** Where implementations go wrong: said one by one, before chance has its turn. */
const KNOWN: readonly ContractRule[] = [
  ...[{ title: { not: 'a' } }, { title: { notIn: ['a', ''] } }, { rank: { notIn: [] } }, { rank: { in: [] } }],
  ...[{ owner: { rank: null } }, { owner: { rank: { not: 1 } } }, { owner: { manager: { name: 'a' } } }],
  ...[{ parent: { rank: 1 } }, { notes: { some: { text: 'a' } } }, { tags: { some: { label: null } } }],
].flatMap((where): ContractRule[] => {
  const leaf = { kind: 'where', where } as const;
  const other = { kind: 'where', where: { active: true } } as const;
  return [
    leaf,
    { kind: 'not', operand: leaf },
    { kind: 'or', operands: [leaf, other] },
    {
      kind: 'and',
      operands: [
        { kind: 'not', operand: leaf },
        { kind: 'or', operands: [other, leaf] },
      ],
    },
  ];
});

/**
 * The contract of an adapter: what a query finds, counts, changes and deletes under a scope is what the rule allows in
 * memory, row by row, and the caller's own conditions narrow it and never widen it. Failures are simplified, and name the
 * seed that repeats them.
 * @param name of the adapter
 * @param open makes the adapter, on a database of its own
 */
export function describeScopeAdapter(
  name: string,
  open: () => Promise<ScopeAdapter>,
  {
    runs = 250,
    items = 44,
    junction = false,
    without = [],
    seed = Math.floor(Math.random() * 2 ** 31),
    framework,
    onFinished,
  }: ScopeAdapterOptions = {},
): void {
  const { describe, it, beforeAll, afterAll } = framework ?? (globalThis as unknown as TestFramework);
  describe(`the scope adapter of ${name} (seed ${seed})`, () => {
    const spoken = (rule: ContractRule): ContractRule => (junction ? throughJunction(rule) : rule);
    const known = KNOWN.filter((rule) => !mentions(rule, without)).map(spoken);
    let check: ContractCheck;
    beforeAll(async () => {
      check = await ContractCheck.start(await open(), items);
    }, 120_000);
    afterAll(async () => {
      onFinished?.(check.decisions);
      await check.stop();
    });

    it('stores and loads the rows as they are', () => {
      check.expectRowsAsStored();
    });

    it('touches nothing where the scope is none, whatever the caller asks for', async () => {
      for (const filter of FILTERS) await check.expectExactly(NONE, filter);
    });

    it('adds nothing where the scope is all', async () => {
      for (const filter of FILTERS) await check.expectExactly(ALL, filter);
    });

    it('is not widened by an OR of the caller', async () => {
      for (const rule of known) await check.expectExactly(rule, EITHER);
    }, 300_000);

    it('says every kind of condition', async () => {
      for (const rule of known) await check.expectExactly(rule, undefined);
    }, 300_000);

    it(`finds, counts, changes and deletes what ${runs} random rules allow`, async () => {
      const random = new RandomSource(seed);
      for (let run = 0; run < runs; run++) {
        const [rule, filter] = [spoken(randomRule(random, without)), random.oneOf(FILTERS)];
        await check.expectExactly(rule, filter, `seed ${seed}, run ${run}: ${printRule(rule)}`);
      }
    }, 1_800_000);
  });
}
