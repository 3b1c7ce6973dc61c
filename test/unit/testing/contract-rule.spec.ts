import { type ContractRule, printRule, simplerThan } from '../../../lib/testing/contract-rule.js';

const leaf = (where: Record<string, unknown>): ContractRule => ({ kind: 'where', where });
const a = leaf({ a: 1n });
const b = leaf({ b: { some: new Date(0) } });
const yes: ContractRule = { kind: 'request', granted: true };

describe('a rule of the contract', () => {
  it('is printed for people', () => {
    const rule: ContractRule = { kind: 'or', operands: [{ kind: 'not', operand: a }, b, yes] };
    expect(printRule(rule)).toBe('or(not({"a":"1n"}), {"b":{"some":"1970-01-01T00:00:00.000Z"}}, true)');
  });

  it('becomes simpler step by step, and ends', () => {
    expect(simplerThan(yes)).toEqual([]);
    expect(simplerThan(a)).toEqual([]);
    expect(simplerThan(leaf({ a: 1, b: 2 }))).toEqual([leaf({ b: 2 }), leaf({ a: 1 })]);
    expect(simplerThan({ kind: 'not', operand: leaf({ a: 1, b: 2 }) })).toEqual([
      leaf({ a: 1, b: 2 }),
      { kind: 'not', operand: leaf({ b: 2 }) },
      { kind: 'not', operand: leaf({ a: 1 }) },
    ]);
    expect(simplerThan({ kind: 'and', operands: [a, b] })).toEqual([a, b]);
    expect(simplerThan({ kind: 'or', operands: [a, b, { kind: 'not', operand: yes }] }).map(printRule)).toEqual([
      ...[a, b, { kind: 'not', operand: yes } as const].map(printRule),
      `or(${printRule(b)}, not(true))`,
      `or(${printRule(a)}, not(true))`,
      `or(${printRule(a)}, ${printRule(b)})`,
      `or(${printRule(a)}, ${printRule(b)}, true)`,
    ]);
  });
});
