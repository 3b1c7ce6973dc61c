import { parseWhere } from '../../lib/permission/parse-where.js';
import type { Formula } from '../../lib/scope/formula.js';
import { Scope } from '../../lib/scope/scope.js';

const unwatched = (): void => undefined;

/** The scope of one `where()`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs that only count rows need not name their type
export function scopeWhere<T extends object = any>(where: object | boolean): Scope<T> {
  if (typeof where === 'boolean') return new Scope(where ? 'all' : 'none', unwatched);
  return new Scope({ kind: 'where', condition: parseWhere(where) }, unwatched);
}

/** The scope of `not(where)`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs that only count rows need not name their type
export function scopeNot<T extends object = any>(where: object): Scope<T> {
  return new Scope({ kind: 'not', operand: { kind: 'where', condition: parseWhere(where) } }, unwatched);
}

/** The scope of `or(...)`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs that only count rows need not name their type
export function scopeOr<T extends object = any>(...wheres: readonly object[]): Scope<T> {
  const operands = wheres.map((where): Formula => ({ kind: 'where', condition: parseWhere(where) }));
  return new Scope({ kind: 'or', operands }, unwatched);
}
