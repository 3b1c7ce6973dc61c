import { type Denial, denialOfEither, verdictOf } from '../../../lib/composition/verdict.js';

describe('the verdict of an outcome', () => {
  it.each([
    ['granted', 'granted'],
    ['pending', 'pending'],
    [{ by: 'IsAuthor' }, 'denied'],
  ] as const)('%p is %s', (outcome, verdict) => {
    expect(verdictOf(outcome)).toBe(verdict);
  });
});

describe('of two denials of or()', () => {
  const bare: Denial = { by: 'bare' };
  const text: Denial = { by: 'text', message: 'Text.' };
  const code: Denial = { by: 'code', code: 'code' };
  const status: Denial = { by: 'status', status: 402 };
  const hidden: Denial = { by: 'hidden', hide: true };

  it.each([
    ['the first, when none has a text', bare, { by: 'other' }, bare],
    ['the first, when the last has only a status', bare, status, bare],
    ['the last with a message', bare, text, text],
    ['the last with a code', text, code, code],
    ['the only one with a text', text, bare, text],
  ])('tells %s', (_text, first, second, told) => {
    expect(denialOfEither(first, second)).toBe(told);
  });

  it.each([
    [hidden, text, { ...text, hide: true }],
    [text, hidden, { ...text, hide: true }],
    [hidden, bare, hidden],
    [bare, { ...text, hide: true }, { ...text, hide: true }],
    [{ ...text, hide: false }, hidden, { ...text, hide: true }],
  ] as const)('keeps the wish to hide: %j, %j', (first, second, told) => {
    expect(denialOfEither(first, second)).toEqual(told);
  });
});
