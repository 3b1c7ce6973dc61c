/** A condition as Prisma spells it. */
export type Filter = Readonly<Record<string, unknown>>;

/** Every row. Prisma drops it from an OR, as if it were none: {@link join} never puts it there. */
export const ALL: Filter = Object.freeze({});

/** No row. */
export const NONE: Filter = Object.freeze({ OR: Object.freeze([]) });

/** The rows that meet all of the filters, or one of them. */
export function join(word: 'AND' | 'OR', filters: readonly Filter[]): Filter {
  const [deciding, neutral] = word === 'AND' ? [NONE, ALL] : [ALL, NONE];
  if (filters.includes(deciding)) return deciding;
  const [first, ...others] = filters.filter((filter) => filter !== neutral);
  if (first === undefined) return neutral;
  return others.length === 0 ? first : { [word]: [first, ...others] };
}
