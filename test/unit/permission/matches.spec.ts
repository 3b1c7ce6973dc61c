import fc from 'fast-check';
import { matches } from '../../../lib/permission/matches.js';
import { parseWhere } from '../../../lib/permission/parse-where.js';

const holds = (where: object, object: object): boolean => matches(parseWhere(where), object);
const noon = new Date('2026-01-01T12:00:00Z');
const one = new Date('2026-01-01T13:00:00Z');

describe('a condition in memory', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: 1 }, { a: null }, false],
    [{ a: null }, { a: null }, true],
    [{ a: null }, { a: 0 }, false],
    [{ a: '' }, { a: '' }, true],
    [{ a: 'A' }, { a: 'a' }, false],
    [{ a: true }, { a: 1 }, false],
    [{ a: 1n }, { a: 1n }, true],
    [{ a: 1n }, { a: 1 }, false],
    [{ a: noon }, { a: new Date(noon) }, true],
    [{ a: noon }, { a: one }, false],
    [{ a: noon }, { a: noon.getTime() }, false],
    [{ a: noon.getTime() }, { a: noon }, false],
    [{ a: { not: 1 } }, { a: 2 }, true],
    [{ a: { not: 1 } }, { a: 1 }, false],
    [{ a: { not: 1 } }, { a: null }, true],
    [{ a: { not: null } }, { a: null }, false],
    [{ a: { not: null } }, { a: 0 }, true],
    [{ a: { not: noon } }, { a: noon.getTime() }, true],
    [{ a: { gt: 1 } }, { a: 2 }, true],
    [{ a: { gt: 1 } }, { a: 1 }, false],
    [{ a: { gte: 1 } }, { a: 1 }, true],
    [{ a: { gte: 1 } }, { a: 0 }, false],
    [{ a: { lt: 1 } }, { a: 0 }, true],
    [{ a: { lt: 1 } }, { a: 1 }, false],
    [{ a: { lte: 1 } }, { a: 1 }, true],
    [{ a: { lte: 1 } }, { a: 2 }, false],
    [{ a: { gt: noon } }, { a: one }, true],
    [{ a: { lt: 1 } }, { a: null }, false],
    [{ a: { gte: 0 } }, { a: '5' }, false],
    [{ a: { in: [1, 2] } }, { a: 2 }, true],
    [{ a: { in: [1, 2] } }, { a: '2' }, false],
    [{ a: { in: [] } }, { a: 1 }, false],
    [{ a: { in: [1] } }, { a: null }, false],
    [{ a: { notIn: [1, 2] } }, { a: 3 }, true],
    [{ a: { notIn: [1, 2] } }, { a: 2 }, false],
    [{ a: { notIn: [1, 2] } }, { a: null }, true],
    [{ a: { notIn: [] } }, { a: 1 }, true],
    [{ a: 1, b: 2 }, { a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, { a: 1, b: 3 }, false],
    [{ team: { id: 1 } }, { team: { id: 1 } }, true],
    [{ team: { id: { not: 1 } } }, { team: null }, false],
    [{ members: { some: { id: 1 } } }, { members: [{ id: 2 }, { id: 1 }] }, true],
    [
      { members: { some: { id: 1, role: 'x' } } },
      {
        members: [
          { id: 1, role: 'y' },
          { id: 2, role: 'x' },
        ],
      },
      false,
    ],
    [{ members: { some: { id: 1 } } }, { members: [] }, false],
  ])('[SEC-102] [SEC-109] [SEC-115] %j of %j: %p', (where, object, answer) => {
    expect(holds(where, object)).toBe(answer);
  });

  it('is two-valued: not is the opposite, whatever the value', () => {
    const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
    const operand = fc.oneof(fc.integer(), fc.string(), fc.boolean());
    fc.assert(
      fc.property(value, operand, (a, b) => {
        expect(holds({ a: { not: b } }, { a })).toBe(!holds({ a: b }, { a }));
        expect(holds({ a: { notIn: [b] } }, { a })).toBe(!holds({ a: { in: [b] } }, { a }));
      }),
    );
  });

  it('reads getters of a class, and nothing of a polluted root', () => {
    class Post {
      private readonly author = { id: 1 };
      get authorId(): number {
        return this.author.id;
      }
    }
    expect(holds({ authorId: 1 }, new Post())).toBe(true);
    expect(() => holds({ toString: 'x' }, new Post())).toThrow('`toString` is not loaded');
  });
});

describe('a broken rule, never "not equal":', () => {
  it.each([
    ['a field that is not selected', { a: { not: 1 } }, {}, '`a` is not loaded'],
    ['a field that is undefined', { a: { notIn: [1] } }, { a: undefined }, '`a` is not loaded'],
    ['a relation that is not joined', { team: { id: 1 } }, {}, '`team` is not loaded'],
    [
      'a lazy relation',
      { team: { id: 1 } },
      { team: Promise.resolve({ id: 1 }) },
      '`team` is no loaded relation to one',
    ],
    ['a list where one is needed', { team: { id: 1 } }, { team: [{ id: 1 }] }, '`team` is no loaded relation to one'],
    ['a value where one is needed', { team: { id: 1 } }, { team: 1 }, '`team` is no loaded relation to one'],
    [
      'one where a list is needed',
      { team: { some: { id: 1 } } },
      { team: { id: 1 } },
      '`team` is no loaded relation to many',
    ],
    ['a list of values', { team: { some: { id: 1 } } }, { team: [1] }, '`team` is no loaded relation to one'],
    ['a list with a hole', { team: { some: { id: 1 } } }, { team: [null] }, '`team` is no loaded relation to one'],
    ['an object in place of a value', { a: 1 }, { a: { valueOf: () => 1 } }, '`a` holds an object'],
    ['a function in place of a value', { a: 1 }, { a: () => 1 }, '`a` holds an object'],
  ])('[SEC-107] [SEC-111] [SEC-112] [SEC-115] %s', (_text, where, object, message) => {
    expect(() => holds(where, object)).toThrow(message);
  });
});
