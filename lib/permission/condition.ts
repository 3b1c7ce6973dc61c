import type { Subquery } from './subquery.js';
import type { Comparable } from './where.js';

/** The comparisons of one field with one value. */
export type Comparison = 'equals' | 'not' | 'gt' | 'gte' | 'lt' | 'lte';

/** What `where()` said, validated and as plain data: the form that matching and queries read. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: Comparable | null;
    }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Comparable[]; readonly negated: boolean }
  | { readonly kind: 'subquery'; readonly field: string; readonly subquery: Subquery }
  | { readonly kind: 'related'; readonly field: string; readonly condition: Condition }
  | { readonly kind: 'some'; readonly field: string; readonly condition: Condition }
  | { readonly kind: 'every'; readonly conditions: readonly Condition[] };
