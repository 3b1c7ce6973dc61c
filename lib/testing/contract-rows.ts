import { RandomSource } from './random-source.js';

/** A person whom items belong to. */
export interface ContractPerson {
  readonly id: number;
  readonly name: string | null;
  readonly rank: number | null;
  readonly managerId: number | null;
}

/** What a rule is about: the table whose rows a scope selects. */
export interface ContractItem {
  readonly id: number;
  readonly title: string | null;
  readonly rank: number | null;
  readonly ratio: number | null;
  readonly size: bigint | null;
  readonly active: boolean | null;
  readonly at: Date | null;
  readonly ownerId: number | null;
  readonly parentId: number | null;
}

/** A note, which belongs to one item or to none. */
export interface ContractNote {
  readonly id: number;
  readonly text: string | null;
  readonly itemId: number | null;
}

/** A tag, which many items have, and of which an item has many. */
export interface ContractTag {
  readonly id: number;
  readonly label: string | null;
}

/** The rows that an adapter stores before the suite runs. */
export interface ContractRows {
  readonly people: readonly ContractPerson[];
  readonly items: readonly ContractItem[];
  readonly notes: readonly ContractNote[];
  readonly tags: readonly ContractTag[];
  readonly itemTags: readonly { readonly itemId: number; readonly tagId: number }[];
}

/** An item with its relations, as the objects that an application loads: what the suite judges in memory. */
export interface LoadedItem extends ContractItem {
  readonly owner: (ContractPerson & { readonly manager: ContractPerson | null }) | null;
  readonly parent: ContractItem | null;
  readonly notes: readonly ContractNote[];
  readonly tags: readonly ContractTag[];
  /** The tags by their junction, where the suite is told that this is how the adapter reaches them. */
  readonly itemTags?: readonly { readonly tag: ContractTag }[];
}

/** Texts that databases like to take for one another, to cut, to escape or to run. */
export const TEXTS = [
  ...['', ' ', 'a', 'A', 'a ', ' a', 'aa', '1', '1abc', '01', 'null', 'NULL', 'true', '%', '_', '\\', '\\0'],
  ...["o'neil", '"quoted"', '`tick`', "'; DROP TABLE items; --", ':title', '$1', '?', 'é', 'e\u0301', 'É', 'ß', 'ss'],
  ...['ﬁ', 'fi', '😀', '日本', 'line\nbreak', 'tab\t', '\u00a0'],
];
export const INTEGERS = [-1, 0, 1, 2, 7, 2_147_483_647, -2_147_483_648];
export const RATIOS = [-1.5, 0, 0.1, 0.5, 1, 1e-7, 123456.789];
export const SIZES = [-1n, 0n, 1n, 2n, 4_294_967_296n, 9_007_199_254_740_991n, -9_007_199_254_740_991n];
export const DATES = [
  ...['1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.001Z', '2024-02-29T12:00:00.000Z'],
  ...['2024-02-29T12:00:00.001Z', '2024-02-29T12:00:00.500Z', '2024-02-29T12:00:01.000Z'],
].map((text) => new Date(text));

/** Rows with nulls in every column, values that are easily confused, and relations to none, one, the same and many. */
export function contractRows(items: number): ContractRows {
  const random = new RandomSource(20_240_229);
  const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const maybe = <T>(values: readonly T[]): T | null => (random.chance(0.25) ? null : random.oneOf(values));
  const [personIds, itemIds, tagIds] = [ids(6), ids(items), ids(7)];
  return {
    people: personIds.map((id) => ({
      id,
      name: maybe(['a', 'A', 'a ', '']),
      rank: maybe([0, 1, 2]),
      managerId: id === 1 ? 1 : maybe(personIds.filter((other) => other < id)),
    })),
    items: itemIds.map((id) => ({
      id,
      title: id <= TEXTS.length ? (TEXTS[id - 1] as string) : maybe(TEXTS.slice(0, 6)),
      rank: maybe(INTEGERS),
      ratio: maybe(RATIOS),
      size: maybe(SIZES),
      active: maybe([true, false]),
      at: maybe(DATES),
      ownerId: maybe(personIds),
      parentId: id === 1 ? 1 : maybe(itemIds.filter((other) => other < id)),
    })),
    notes: ids(items + 6).map((id) => ({ id, text: maybe(['a', 'A', 'b', '']), itemId: maybe(itemIds) })),
    tags: tagIds.map((id) => ({ id, label: maybe(['a', 'A', 'b']) })),
    itemTags: itemIds.flatMap((itemId) => tagIds.filter(() => random.chance(0.3)).map((tagId) => ({ itemId, tagId }))),
  };
}
