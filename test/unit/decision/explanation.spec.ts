import { explanation } from '../../../lib/decision/explanation.js';

const refusal = { status: 403, code: 'not_author', message: 'Only its author.' };

describe('a refusal in one line', () => {
  it('says what every permission said', () => {
    const trace = {
      name: 'or(IsAuthor, and(ReadOnly, IsMember))',
      verdict: 'denied',
      operands: [
        { name: 'IsAuthor', verdict: 'denied', reason: "authorId is not the user's id; string and number" },
        { name: 'and(ReadOnly, IsMember)', verdict: 'denied', operands: [{ name: 'ReadOnly', verdict: 'not asked' }] },
      ],
    } as const;

    expect(explanation('PATCH /posts/7', { verdict: 'denied', refusal, trace })).toBe(
      "PATCH /posts/7 → 403 not_author: IsAuthor denied (authorId is not the user's id; string and number); ReadOnly not asked",
    );
  });

  it('is one line, however the address looks, and no longer than a line should be', () => {
    const trace = { name: 'IsAuthor', verdict: 'denied' } as const;
    const line = explanation(`GET /\r\n\u202e${'a'.repeat(5_000)}`, { verdict: 'denied', refusal, trace });

    expect(line).toMatch(/^GET \/\\u000d\\u000a\\u202ea+…$/);
    expect(line.length).toBeLessThan(1_100);
  });
});
