import type { Platform } from './orm.js';
import { rawFragments } from './raw-sql.js';

/**
 * The caller's own conditions, each of which keeps to itself: MikroORM puts raw SQL into a query as it comes, without
 * parentheses.
 * @throws TypeError for what MikroORM takes for no condition, or for another one than it looks like
 */
export function ownConditions(where: unknown, platform: Platform): unknown {
  if (Array.isArray(where) || isPlain(where)) return isolated(where, '', platform);
  if (['string', 'number', 'bigint'].includes(typeof where)) return where;
  throw new TypeError(
    `scopedWhere() got ${where === null ? 'null' : typeof where} for a condition: write an object of conditions.`,
  );
}

function isolated(where: unknown, path: string, platform: Platform): unknown {
  if (where === undefined) throw refusal(`${path}: undefined`, 'leave it out, or write null');
  if (Array.isArray(where)) {
    // no value is among none, but conditions that are none are all rows
    const list = where.map((each, at) => isolated(each, `${path}[${String(at)}]`, platform));
    if (list.length === 0 && /(^|\.|\])(\$and|\$or)?$/.test(path)) throw refusal(`${path}: []`, 'leave it out');
    return path === '' ? { $or: list } : list;
  }
  if (!isPlain(where)) return where;
  const members = Reflect.ownKeys(where).map((key) => {
    const value: unknown = where[key as string];
    const within = isolated(value, path === '' ? String(key) : `${path}.${String(key)}`, platform);
    return { member: { [key]: within }, isRaw: isRaw(key, value, platform) };
  });
  if (members.length === 0 && path !== '') throw refusal(`${path}: {}`, 'leave it out');
  const conditions = members.map(({ member, isRaw }) => (isRaw ? { $not: { $not: member } } : member));
  if (!members.some(({ isRaw }) => isRaw)) return Object.assign({}, ...conditions) as object;
  return { $and: conditions };
}

function isRaw(key: string | symbol, value: unknown, platform: Platform): boolean {
  // operators belong to their property
  if (typeof key === 'string' && key.startsWith('$')) return false;
  const Fragment = rawFragments(platform);
  if (Fragment.isKnownFragment(key) || value instanceof Fragment) return true;
  return isPlain(value) && Object.values(value).some((each) => each instanceof Fragment);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refusal(what: string, remedy: string): TypeError {
  return new TypeError(`scopedWhere() got ${what}, which is no condition: ${remedy}.`);
}
