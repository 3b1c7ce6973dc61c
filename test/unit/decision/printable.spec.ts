import { printable, printableError, stackOf } from '../../../lib/decision/printable.js';

describe('text for a log', () => {
  it.each([
    ['plain text, äöü 漢字', 'plain text, äöü 漢字'],
    ['two\nlines\r\n', 'two\\u000alines\\u000d\\u000a'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\u202eb\u2066c\u2028d', 'a\\u202eb\\u2066c\\u2028d'],
    ['\u0000\u007f\u009f', '\\u0000\\u007f\\u009f'],
  ])('[SEC-231] is one line: %j', (text, line) => {
    expect(printable(text)).toBe(line);
  });

  it('is bounded', () => {
    expect(printable('a'.repeat(1_000))).toHaveLength(1_000);
    expect(printable('a'.repeat(1_001))).toBe(`${'a'.repeat(1_000)}…`);
  });
});

describe('what was thrown', () => {
  it.each<[unknown, string]>([
    [new RangeError('too\nmuch'), 'RangeError: too\\u000amuch'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [Object.create(null), 'a value that cannot be printed'],
    [Object.defineProperty(new Error('x'), 'message', { get: () => Symbol('x') }), 'a value that cannot be printed'],
  ])('[SEC-010] is one line: %#', (thrown, line) => {
    expect(printableError(thrown)).toBe(line);
  });
});

describe('a stack', () => {
  it('has its frames, and not the message, which a client may have written', () => {
    const stack = stackOf(new Error('secret\n    in two lines'));

    expect(stack).toMatch(/^ {4}at .*printable\.spec/);
    expect(stack).not.toContain('secret');
  });

  it.each<[unknown, string | undefined]>([
    ['text', undefined],
    [undefined, undefined],
    [Object.assign(new Error('x'), { stack: undefined }), ''],
    [
      Object.defineProperty(new Error('x'), 'stack', {
        get: () => {
          throw new Error('twice');
        },
      }),
      undefined,
    ],
  ])('of what has none is nothing: %#', (thrown, stack) => {
    expect(stackOf(thrown)).toBe(stack);
  });
});
