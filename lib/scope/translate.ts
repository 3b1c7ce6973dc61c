import type { Comparison, Condition } from '../permission/condition.js';
import { SUBQUERY } from '../permission/subquery.js';
import type { Formula, ScopeTerm } from './formula.js';
import type { FieldComparison, QueryLanguage } from './query-language.js';

/** A condition that is said, or one that every row or no row meets. */
type Said<Q> = 'all' | 'none' | { readonly query: Q };

const OPPOSITES: Readonly<Record<FieldComparison, FieldComparison>> = {
  equals: 'differs',
  differs: 'equals',
  gt: 'lte',
  gte: 'lt',
  lt: 'gte',
  lte: 'gt',
};

/**
 * Says a scope in the language of an adapter: negations at the fields, constants folded, and nulls spelled out, so that
 * a query finds what {@link matches} finds in memory.
 */
export function translate<Q>(term: ScopeTerm, language: QueryLanguage<Q>): Q {
  return inFull(typeof term === 'string' ? term : sayFormula(term, false, language), language);
}

function inFull<Q>(said: Said<Q>, language: QueryLanguage<Q>): Q {
  if (said === 'all') return language.all();
  return said === 'none' ? language.none() : said.query;
}

function sayFormula<Q>(formula: Formula, negated: boolean, language: QueryLanguage<Q>): Said<Q> {
  switch (formula.kind) {
    case 'where':
      return sayCondition(formula.condition, negated, language);
    case 'not':
      return sayFormula(formula.operand, !negated, language);
    case 'and':
    case 'or': {
      const operands = formula.operands.map((operand) => sayFormula(operand, negated, language));
      return join((formula.kind === 'and') !== negated ? 'and' : 'or', operands, language);
    }
  }
}

function sayCondition<Q>(condition: Condition, negated: boolean, language: QueryLanguage<Q>): Said<Q> {
  switch (condition.kind) {
    case 'every': {
      const conditions = condition.conditions.map((each) => sayCondition(each, negated, language));
      return join(negated ? 'or' : 'and', conditions, language);
    }
    case 'compare':
      return sayComparison(condition, negated, language);
    case 'in': {
      const { field, values } = condition;
      const outside = condition.negated !== negated;
      if (values.length === 0) return outside ? 'all' : 'none';
      return orNull(field, outside, { query: language.in(field, values, outside) }, language);
    }
    case 'subquery': {
      const { field, subquery } = condition;
      if (language.subquery !== undefined) return { query: language.subquery(field, subquery, negated) };
      throw new TypeError(
        `Whether \`${field}\` is ${subquery.words} can be asked with nestjs-permissions/${subquery[SUBQUERY]} only.`,
      );
    }
    case 'related':
    case 'some': {
      const { field } = condition;
      const relation = { field, to: condition.kind === 'some' ? 'many' : 'one', exists: !negated } as const;
      const query = language.related(relation, (related) =>
        inFull(sayCondition(condition.condition, false, related), related),
      );
      return { query };
    }
  }
}

function sayComparison<Q>(
  { field, comparison, value }: Extract<Condition, { kind: 'compare' }>,
  negated: boolean,
  language: QueryLanguage<Q>,
): Said<Q> {
  if (value === null) return { query: language.null(field, (comparison === 'not') !== negated) };
  const word = negated ? OPPOSITES[wordFor(comparison)] : wordFor(comparison);
  // "not equal" and every negated comparison hold for a null
  const holdsForNull = (comparison === 'not') !== negated;
  return orNull(field, holdsForNull, { query: language.compare(field, word, value) }, language);
}

function wordFor(comparison: Comparison): FieldComparison {
  return comparison === 'not' ? 'differs' : comparison;
}

function orNull<Q>(field: string, holdsForNull: boolean, said: Said<Q>, language: QueryLanguage<Q>): Said<Q> {
  return holdsForNull ? join('or', [said, { query: language.null(field, false) }], language) : said;
}

function join<Q>(word: 'and' | 'or', operands: readonly Said<Q>[], language: QueryLanguage<Q>): Said<Q> {
  const [deciding, neutral] = word === 'and' ? (['none', 'all'] as const) : (['all', 'none'] as const);
  if (operands.includes(deciding)) return deciding;
  const queries = operands.flatMap((operand) => (typeof operand === 'string' ? [] : [operand.query]));
  const [only] = queries;
  if (only === undefined) return neutral;
  return { query: queries.length === 1 ? only : language[word](queries) };
}
