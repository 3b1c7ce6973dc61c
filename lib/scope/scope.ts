import { matches } from '../permission/matches.js';
import type { Formula, ScopeTerm } from './formula.js';
import type { QueryLanguage } from './query-language.js';
import { translate } from './translate.js';

/**
 * Which objects of a list the caller may see: all, none, or those that meet a condition. Made by the library only.
 * @typeParam T the objects of the list
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- handlers that hand a scope on need not name its objects
export class Scope<T extends object = any> {
  /** What the scope amounts to. Looking at it does not count as using the scope. */
  readonly kind: 'all' | 'none' | 'condition';

  /** @internal */
  constructor(
    private readonly term: ScopeTerm,
    private readonly onUse: () => void,
  ) {
    this.kind = typeof term === 'string' ? term : 'condition';
    Object.freeze(this);
  }

  /**
   * The objects of this list that the caller may see, judged in memory.
   * @throws TypeError for an object that does not have loaded what the rule reads
   */
  filter(objects: readonly T[]): T[] {
    this.onUse();
    return objects.filter((object) => holds(this.term, object));
  }

  /**
   * Whether the caller may see this object.
   * @throws TypeError for an object that does not have loaded what the rule reads
   */
  matches(object: T): boolean {
    this.onUse();
    return holds(this.term, object);
  }

  /**
   * Says the scope in a query language; for adapters, which AND the answer to the caller's own conditions.
   */
  translate<Q>(language: QueryLanguage<Q>): Q {
    this.onUse();
    return translate(this.term, language);
  }

  /**
   * Says that this invocation needs no scope, because it answers nothing of the list.
   * @param reason for the reader of the code
   * @throws TypeError for an empty reason
   */
  skip(reason: string): void {
    if (typeof reason !== 'string' || reason.trim() === '') throw new TypeError('scope.skip() needs a reason.');
    this.onUse();
  }
}

function holds(term: ScopeTerm, object: object): boolean {
  return typeof term === 'string' ? term === 'all' : meets(term, object);
}

function meets(formula: Formula, object: object): boolean {
  switch (formula.kind) {
    case 'where':
      return matches(formula.condition, object);
    case 'not':
      return !meets(formula.operand, object);
    case 'and':
      return formula.operands.every((operand) => meets(operand, object));
    case 'or':
      return formula.operands.some((operand) => meets(operand, object));
  }
}
