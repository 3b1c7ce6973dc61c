import type { Condition } from '../permission/condition.js';

/** The conditions of several permissions, combined as the expression combines them. */
export type Formula =
  | { readonly kind: 'where'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[] }
  | { readonly kind: 'not'; readonly operand: Formula };

/** Which objects: all, none, or those that a formula describes. */
export type ScopeTerm = 'all' | 'none' | Formula;
