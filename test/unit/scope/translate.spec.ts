import { parseWhere } from '../../../lib/permission/parse-where.js';
import type { Formula, ScopeTerm } from '../../../lib/scope/formula.js';
import type { QueryLanguage } from '../../../lib/scope/query-language.js';
import { translate } from '../../../lib/scope/translate.js';

/** A language for people. */
const WORDS: QueryLanguage<string> = {
  all: () => 'ALL',
  none: () => 'NONE',
  compare: (field, comparison, value) => `${field} ${comparison} ${String(value)}`,
  in: (field, values, negated) => `${field} ${negated ? 'not in' : 'in'} [${values.join()}]`,
  null: (field, negated) => `${field} is ${negated ? 'not null' : 'null'}`,
  and: (conditions) => `(${conditions.join(' and ')})`,
  or: (conditions) => `(${conditions.join(' or ')})`,
  related: ({ field, to, exists }, condition) => `${exists ? 'some' : 'no'} ${field}/${to} {${condition(WORDS)}}`,
};

const where = (conditions: object): Formula => ({ kind: 'where', condition: parseWhere(conditions) });
const not = (operand: Formula): Formula => ({ kind: 'not', operand });
const join = (kind: 'and' | 'or', ...operands: Formula[]): Formula => ({ kind, operands });
const [a, b] = [where({ a: 1 }), where({ b: 2 })];
const nobody = where({ a: { in: [] } });

describe('translating a scope', () => {
  it.each<[string, ScopeTerm]>([
    ['ALL', 'all'],
    ['NONE', 'none'],
    ['a equals 1', a],
    ['(a differs 1 or a is null)', not(a)],
    ['a equals 1', not(not(a))],
    ['(a differs 1 or a is null)', where({ a: { not: 1 } })],
    ['a equals 1', not(where({ a: { not: 1 } }))],
    ['a is null', where({ a: null })],
    ['a is not null', not(where({ a: null }))],
    ['a is not null', where({ a: { not: null } })],
    ['a is null', not(where({ a: { not: null } }))],
    ['a gt 1', where({ a: { gt: 1 } })],
    ['(a lte 1 or a is null)', not(where({ a: { gt: 1 } }))],
    ['(a lt 1 or a is null)', not(where({ a: { gte: 1 } }))],
    ['(a gte 1 or a is null)', not(where({ a: { lt: 1 } }))],
    ['(a gt 1 or a is null)', not(where({ a: { lte: 1 } }))],
    ['a in [1,2]', where({ a: { in: [1, 2] } })],
    ['(a not in [1,2] or a is null)', not(where({ a: { in: [1, 2] } }))],
    ['(a not in [1,2] or a is null)', where({ a: { notIn: [1, 2] } })],
    ['a in [1,2]', not(where({ a: { notIn: [1, 2] } }))],
    ['NONE', nobody],
    ['ALL', not(nobody)],
    ['ALL', where({ a: { notIn: [] } })],
    ['(a equals 1 and b equals 2)', where({ a: 1, b: 2 })],
    ['((a differs 1 or a is null) or (b differs 2 or b is null))', not(where({ a: 1, b: 2 }))],
    ['(a equals 1 and b equals 2)', join('and', a, b)],
    ['(a equals 1 or b equals 2)', join('or', a, b)],
    ['((a differs 1 or a is null) and (b differs 2 or b is null))', not(join('or', a, b))],
    ['((a differs 1 or a is null) or (b differs 2 or b is null))', not(join('and', a, b))],
    ['NONE', join('and', a, nobody)],
    ['a equals 1', join('or', a, nobody)],
    ['a equals 1', join('and', not(nobody), a)],
    ['ALL', join('or', a, not(nobody))],
    ['ALL', join('and', not(nobody), not(nobody))],
    ['NONE', join('or', nobody, nobody)],
    ['some c/one {a equals 1}', where({ c: { a: 1 } })],
    ['no c/one {a equals 1}', not(where({ c: { a: 1 } }))],
    ['some c/many {(a differs 1 or a is null)}', where({ c: { some: { a: { not: 1 } } } })],
    ['no c/many {(a equals 1 and b is null)}', not(where({ c: { some: { a: 1, b: null } } }))],
    ['some c/one {some d/many {NONE}}', where({ c: { d: { some: { a: { in: [] } } } } })],
    ['no c/one {ALL}', not(where({ c: { a: { notIn: [] } } }))],
  ])('%s', (expected, term) => {
    expect(translate(term, WORDS)).toBe(expected);
  });

  it('asks the language for nothing empty, and for no list of one', () => {
    const lists: number[] = [];
    const counting = {
      ...WORDS,
      and: (conditions: readonly string[]) => String(lists.push(conditions.length)),
      or: (conditions: readonly string[]) => String(lists.push(conditions.length)),
      in: (_field: string, values: readonly unknown[]) => String(lists.push(values.length + 1)),
    };
    const terms = [a, nobody, not(nobody), where({ a: { in: [1] } }), not(where({ a: 1, b: { in: [] } }))];
    for (const one of terms) {
      for (const other of terms) {
        for (const kind of ['and', 'or'] as const) {
          translate(join(kind, one, other), counting);
          translate(not(join(kind, join(kind, one, other), not(other))), counting);
        }
      }
    }
    expect(Math.min(...lists)).toBeGreaterThan(1);
  });
});
