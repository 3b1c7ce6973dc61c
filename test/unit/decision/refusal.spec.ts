import { missing, refusalOf, type RefusalCircumstances } from '../../../lib/decision/refusal.js';

const here: RefusalCircumstances = { anonymous: false, withObject: false, denyObjectAs: 'forbidden' };
const denial = { by: 'IsAuthor', message: 'Only the author.', code: 'not_author' };

describe('a refusal', () => {
  it.each([
    ['of a user', { by: 'A' }, here, 403, 'You are not allowed to do this.', 'permission_denied'],
    ['of a user, in the words of the rule', denial, here, 403, 'Only the author.', 'not_author'],
    [
      'of a guest, in words that say nothing of the rule',
      denial,
      { ...here, anonymous: true },
      401,
      'Sign in to do this.',
      'not_authenticated',
    ],
    ['with the object', denial, { ...here, withObject: true }, 403, 'Only the author.', 'not_author'],
    [
      'of a guest with the object',
      denial,
      { ...here, anonymous: true, withObject: true },
      401,
      'Sign in to do this.',
      'not_authenticated',
    ],
    [
      'by a status of its own',
      { by: 'A', status: 423 },
      here,
      423,
      'You are not allowed to do this.',
      'permission_denied',
    ],
    [
      'of a guest, by a status of its own',
      { ...denial, status: 402 },
      { ...here, anonymous: true },
      402,
      'Only the author.',
      'not_author',
    ],
    [
      'of a guest, by 401',
      { ...denial, status: 401 },
      { ...here, anonymous: true },
      401,
      'Sign in to do this.',
      'not_authenticated',
    ],
  ] as const)('%s', (_text, by, circumstances, status, message, code) => {
    expect(refusalOf(by, circumstances)).toEqual({ status, message, code, denial: by });
  });

  it.each([
    ['deny({ hide: true }) in the request phase', { ...denial, hide: true }, here],
    ['deny({ hide: true }) for a guest', { ...denial, hide: true }, { ...here, anonymous: true }],
    ['hiding, against a status of its own', { ...denial, hide: true, status: 402 }, here],
    ['denyObjectAs', denial, { ...here, withObject: true, denyObjectAs: 'not-found' }],
    ['denyObjectAs, for a guest', denial, { anonymous: true, withObject: true, denyObjectAs: 'not-found' }],
  ] as const)('is that of a missing object by %s', (_text, by, circumstances) => {
    expect({ ...refusalOf(by, circumstances), denial: undefined }).toEqual(missing());
    expect(refusalOf(by, circumstances).denial).toBe(by);
  });

  it('hides objects, and not the refusals of the request phase', () => {
    expect(refusalOf(denial, { ...here, denyObjectAs: 'not-found' }).status).toBe(403);
  });
});
