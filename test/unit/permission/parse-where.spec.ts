import { parseWhere } from '../../../lib/permission/parse-where.js';

class Model {
  id = 1;
}
const today = new Date('2026-01-01');

describe('conditions', () => {
  it.each([
    [{ a: 1 }, { kind: 'compare', field: 'a', comparison: 'equals', value: 1 }],
    [{ a: null }, { kind: 'compare', field: 'a', comparison: 'equals', value: null }],
    [{ a: today }, { kind: 'compare', field: 'a', comparison: 'equals', value: today }],
    [{ a: { not: 'x' } }, { kind: 'compare', field: 'a', comparison: 'not', value: 'x' }],
    [{ a: { not: null } }, { kind: 'compare', field: 'a', comparison: 'not', value: null }],
    [{ a: { gt: 1 } }, { kind: 'compare', field: 'a', comparison: 'gt', value: 1 }],
    [{ a: { gte: 1n } }, { kind: 'compare', field: 'a', comparison: 'gte', value: 1n }],
    [{ a: { lt: today } }, { kind: 'compare', field: 'a', comparison: 'lt', value: today }],
    [{ a: { lte: 0 } }, { kind: 'compare', field: 'a', comparison: 'lte', value: 0 }],
    [{ a: { in: [] } }, { kind: 'in', field: 'a', values: [], negated: false }],
    [{ a: { notIn: ['x', 'y'] } }, { kind: 'in', field: 'a', values: ['x', 'y'], negated: true }],
    [
      { a: { b: true } },
      { kind: 'related', field: 'a', condition: { kind: 'compare', field: 'b', comparison: 'equals', value: true } },
    ],
    [
      { a: { some: { b: 1 } } },
      { kind: 'some', field: 'a', condition: { kind: 'compare', field: 'b', comparison: 'equals', value: 1 } },
    ],
  ])('%p are read', (where, condition) => {
    expect(parseWhere(where)).toEqual(condition);
    expect(Object.isFrozen(parseWhere(where))).toBe(true);
  });

  it('of several fields must all hold', () => {
    expect(parseWhere({ a: 1, b: 2 })).toMatchObject({ kind: 'every', conditions: [{ field: 'a' }, { field: 'b' }] });
  });

  it('may have no prototype, as query strings have none', () => {
    expect(parseWhere(Object.assign(Object.create(null), { a: 1 }))).toMatchObject({ field: 'a' });
  });
});

describe('refused, because it could mean every object:', () => {
  it.each([
    [{}, 'the answer is {}, which says nothing; write `true` for every object.'],
    [{ a: {} }, '`a` is {}, which says nothing'],
    [{ a: { some: {} } }, '`a.some` is {}, which says nothing'],
    [{ a: undefined }, '`a` is undefined'],
    [{ a: { b: undefined } }, '`a.b` is undefined'],
    [{ a: { in: undefined } }, '`a.in` is undefined where an array is needed'],
    [{ a: { in: [1, undefined] } }, '`a.in[1]` is undefined where a value is needed'],
    [{ a: { in: [null] } }, '`a.in[0]` is null where a value is needed'],
    [{ a: { not: undefined } }, '`a.not` is undefined where a value is needed'],
    [{ a: { gt: null } }, '`a.gt` is null where a value is needed'],
    [undefined, 'the answer is undefined where conditions are needed'],
    [null, 'the answer is null where conditions are needed'],
    ['x', 'the answer is string where conditions are needed'],
    [[], 'the answer is an array where conditions are needed'],
    [new Model(), 'the answer is an object of a class where conditions are needed'],
  ])('%p', (where, message) => {
    expect(() => parseWhere(where)).toThrow(message);
  });
});

describe('refused, because memory and databases judge it differently:', () => {
  it.each([
    [{ a: NaN }, '`a` is NaN, which equals nothing'],
    [{ a: { in: [NaN] } }, '`a.in[0]` is NaN'],
    [{ a: new Date('never') }, '`a` is an invalid date'],
    [{ a: [1] }, '`a` is an array, which no query can compare'],
    [{ a: new Model() }, '`a` is an object of a class, which no query can compare'],
    [{ a: () => 1 }, '`a` is function, which no query can compare'],
    [{ a: Symbol('a') }, '`a` is symbol, which no query can compare'],
    [{ a: { gt: 'x' } }, '`a.gt` orders by string: collations disagree'],
    [{ a: { lte: true } }, '`a.lte` orders by boolean'],
    [{ a: { gt: 1, lt: 5 } }, '`a` needs exactly one operator, and has gt, lt.'],
    [{ a: { not: 1, b: 2 } }, '`a` needs exactly one operator, and has not, b.'],
    [{ a: { in: 'abc' } }, '`a.in` is string where an array is needed'],
    [{ a: { some: 1 } }, '`a.some` is number where conditions are needed'],
  ])('%p', (where, message) => {
    expect(() => parseWhere(where)).toThrow(message);
  });
});
