import fc from 'fast-check';
import { isOwner } from '../../../lib/permission/is-owner.js';
import { decide } from '../../support/permissions.js';

const finalOf = async (path: string, user: unknown, object: object): Promise<unknown> => {
  const { final } = await decide(isOwner(path), { user }, object);
  return typeof final === 'string' ? final : 'denied';
};

describe('isOwner', () => {
  it.each([
    ['authorId', { authorId: 7 }, 'granted'],
    ['authorId', { authorId: 8 }, 'denied'],
    ['author.id', { author: { id: 7 } }, 'granted'],
    ['author.id', { author: null }, 'denied'],
    ['thread.post.authorId', { thread: { post: { authorId: 7 } } }, 'granted'],
  ])('by %s of %j: %s', async (path, object, verdict) => {
    expect(await finalOf(path, { id: 7 }, object)).toBe(verdict);
  });

  it('[SEC-116] denies an anonymous caller before any object, also for what nobody owns', async () => {
    const { request } = await decide(isOwner('authorId'), {}, { authorId: null });

    expect(request).toMatchObject({ by: "isOwner('authorId')" });
  });

  it.each([null, undefined, '', NaN])('[SEC-099] [SEC-100] [SEC-109] denies a user whose id is %p', async (id) => {
    expect(await finalOf('authorId', { id }, { authorId: id ?? null })).toBe('denied');
  });

  it.each([
    ['1', 1],
    [1, '1'],
    [1n, 1],
    [false, 0],
    ['', 0],
    [' 1', '1'],
    ['e\u0301', '\u00e9'],
  ])('[SEC-102] [SEC-110] never takes the owner %p for the user %p', async (authorId, id) => {
    expect(await finalOf('authorId', { id }, { authorId })).toBe('denied');
  });

  it.each([0, -0])('[SEC-109] takes 0 for 0', async (authorId) => {
    expect(await finalOf('authorId', { id: 0 }, { authorId })).toBe('granted');
  });

  it('[SEC-099] [SEC-102] grants for equal ids of one type only, whatever they are', async () => {
    const id = fc.oneof(fc.integer(), fc.string(), fc.bigInt(), fc.constantFrom(null, '', NaN, 0));
    await fc.assert(
      fc.asyncProperty(id, fc.oneof(id, fc.boolean()), async (one, other) => {
        const same = one === other && one !== null && one !== '';
        expect(await finalOf('authorId', { id: one }, { authorId: other })).toBe(same ? 'granted' : 'denied');
      }),
    );
  });

  it('[SEC-105] [SEC-111] is a broken rule for a user whose id is an object, which could be read as an operator', async () => {
    const id = new (class ObjectId {
      readonly not = 0;
    })();

    await expect(decide(isOwner('authorId'), { user: { id } }, { authorId: 7 })).rejects.toThrow(
      /The id of the user is no string, number or bigint/,
    );
  });

  it.each([
    ['not selected', {}],
    ['a relation that is not loaded', { author: undefined }],
    ['a lazy relation', { author: Promise.resolve({ id: 7 }) }],
    ['an object where a value is needed', { author: { id: { hex: '7' } } }],
  ])('[SEC-105] [SEC-107] [SEC-111] is a broken rule where the owner is %s', async (_text, object) => {
    await expect(decide(isOwner('author.id'), { user: { id: 7 } }, object)).rejects.toThrow(
      /isOwner\('author.id'\).where threw/,
    );
  });

  it('[SEC-112] calls no method of what a client may have written', async () => {
    const hostile = { valueOf: () => 7, toString: () => '7', equals: () => true };

    await expect(decide(isOwner('authorId'), { user: { id: 7 } }, { authorId: hostile })).rejects.toThrow(
      /holds an object/,
    );
  });

  it.each(['', '.', 'author.', '.id', 'a..b'])('refuses the path "%s"', (path) => {
    expect(() => isOwner(path)).toThrow('isOwner() takes');
  });
});
