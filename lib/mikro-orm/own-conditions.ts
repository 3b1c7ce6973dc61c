import type { Platform } from './orm.js';
import { rawFragments } from './raw-sql.js';

/**
 * The caller's own conditions, which keep to themselves: MikroORM puts raw SQL into a query as it comes, without
 * parentheses.
 * @throws TypeError for what MikroORM takes for no condition, or for another one than it looks like
 */
export function ownConditions(where: unknown, platform: Platform): unknown {
  if (!Array.isArray(where) && !isPlain(where) && !['string', 'number', 'bigint'].includes(typeof where)) {
    throw new TypeError(
      `scopedWhere() got ${where === null ? 'null' : typeof where} for a condition: write an object of conditions.`,
    );
  }
  const own = Array.isArray(where) ? { $or: where as unknown[] } : where;
  // a negation is what has parentheses
  return saysRawSql(own, '', platform) ? { $not: { $not: own } } : own;
}

function saysRawSql(condition: unknown, path: string, platform: Platform): boolean {
  if (condition === undefined) throw refusal(`${path}: undefined`, 'leave it out, or write null');
  if (Array.isArray(condition)) {
    // no value is among none, but conditions that are none are all rows
    if (condition.length === 0 && /\$(and|or)$/.test(path)) throw refusal(`${path}: []`, 'leave it out');
    return condition.map((each, at) => saysRawSql(each, `${path}[${String(at)}]`, platform)).includes(true);
  }
  const Fragment = rawFragments(platform);
  if (!isPlain(condition)) return condition instanceof Fragment;
  const keys = Reflect.ownKeys(condition);
  if (keys.length === 0 && path !== '') throw refusal(`${path}: {}`, 'leave it out');
  const said = keys.map((key) => {
    const within = saysRawSql(condition[key], path === '' ? String(key) : `${path}.${String(key)}`, platform);
    return within || Fragment.isKnownFragment(key);
  });
  return said.includes(true);
}

function isPlain(value: unknown): value is Readonly<Record<string | symbol, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refusal(what: string, remedy: string): TypeError {
  return new TypeError(`scopedWhere() got ${what}, which is no condition: ${remedy}.`);
}
