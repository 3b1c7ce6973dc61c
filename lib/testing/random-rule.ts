import type { ContractRule } from './contract-rule.js';
import { DATES, INTEGERS, RATIOS, SIZES, TEXTS } from './contract-rows.js';
import type { RandomSource } from './random-source.js';

type Conditions = Readonly<Record<string, unknown>>;
type Field = readonly [name: string, values: readonly unknown[], ordered: boolean];

const NAMES = ['a', 'A', 'a ', '', 'b'];
const IDS = [1, 2, 3, 4, 5, 6];

const PERSON: readonly Field[] = [
  ['id', IDS, true],
  ['name', NAMES, false],
  ['rank', [0, 1, 2], true],
  ['managerId', IDS, true],
];
const ITEM: readonly Field[] = [
  ['id', [1, 2, 3, 20, 44, 45], true],
  ['title', [...TEXTS, 'nobody has this'], false],
  ['rank', [...INTEGERS, 3], true],
  ['ratio', [...RATIOS, 0.25], true],
  ['size', [...SIZES, 5n], true],
  ['active', [true, false], false],
  ['at', [...DATES, new Date('2000-01-01T00:00:00.000Z')], true],
  ['ownerId', IDS, true],
  ['parentId', IDS, true],
];
const NOTE: readonly Field[] = [
  ['id', [1, 2, 50, 51], true],
  ['text', NAMES, false],
];
const TAG: readonly Field[] = [
  ['id', [1, 2, 7, 8], true],
  ['label', NAMES, false],
];

/** A rule of at most this depth, about the rows of the contract, which leaves some fields alone. */
export function randomRule(random: RandomSource, without: readonly string[], depth = 3): ContractRule {
  if (depth === 0 || random.chance(0.3)) return randomLeaf(random, without);
  const kind = random.oneOf(['and', 'or', 'not'] as const);
  if (kind === 'not') return { kind, operand: randomRule(random, without, depth - 1) };
  const count = 2 + random.below(2);
  return { kind, operands: Array.from({ length: count }, () => randomRule(random, without, depth - 1)) };
}

function randomLeaf(random: RandomSource, without: readonly string[]): ContractRule {
  if (random.chance(0.1)) return { kind: 'request', granted: random.chance(0.5) };
  const count = 1 + random.below(2);
  return {
    kind: 'where',
    where: Object.assign({}, ...Array.from({ length: count }, () => randomMember(random, without))) as Conditions,
  };
}

function randomMember(random: RandomSource, without: readonly string[]): Conditions {
  const about = (fields: readonly Field[]): Conditions =>
    randomField(
      random,
      fields.filter(([name]) => !without.includes(name)),
    );
  switch (random.below(8)) {
    case 0:
      return { owner: random.chance(0.5) ? about(PERSON) : { ...about(PERSON), ...about(PERSON) } };
    case 1:
      return { owner: { manager: about(PERSON) } };
    case 2:
      return { parent: about(ITEM) };
    case 3:
      return { notes: { some: about(NOTE) } };
    case 4:
      return { tags: { some: random.chance(0.5) ? about(TAG) : { ...about(TAG), ...about(TAG) } } };
    default:
      return about(ITEM);
  }
}

function randomField(random: RandomSource, fields: readonly Field[]): Conditions {
  const [name, values, ordered] = random.oneOf(fields);
  const operators = ['equals', 'equals', 'not', 'in', 'notIn', 'null', 'not null', ...(ordered ? ORDERS : [])];
  const operator = random.oneOf(operators);
  switch (operator) {
    case 'equals':
      return { [name]: random.oneOf(values) };
    case 'null':
      return { [name]: null };
    case 'not null':
      return { [name]: { not: null } };
    case 'in':
    case 'notIn':
      return { [name]: { [operator]: random.some(values, 4) } };
    default:
      return { [name]: { [operator]: random.oneOf(values) } };
  }
}

const ORDERS = ['gt', 'gte', 'lt', 'lte'];
