import { UserPermissionsBackend } from '../../../lib/permission/user-permissions-backend.js';

const backend = new UserPermissionsBackend();

class Member {
  get permissions(): string[] {
    return ['post.change'];
  }
}

describe('UserPermissionsBackend', () => {
  it.each<[string, object, boolean]>([
    ['an array with the code', { permissions: ['post.add', 'post.change'] }, true],
    ['a Set with the code', { permissions: new Set(['post.change']) }, true],
    ['a getter of the class', new Member(), true],
    ['other codes', { permissions: ['post.add'] }, false],
    ['a Set of other codes', { permissions: new Set(['post.add']) }, false],
    ['the code in another case', { permissions: ['Post.change'] }, false],
    ['a longer code', { permissions: ['blog.post.change', 'post.change.own'] }, false],
    ['wildcards, which mean nothing', { permissions: ['*', 'post.*', 'post'] }, false],
    ['a list in a list', { permissions: [['post.change']] }, false],
    ['no codes', { permissions: [] }, false],
    ['no list of codes', {}, false],
    ['null for a list', { permissions: null }, false],
  ])('is asked about a user with %s', (_text, user, answer) => {
    expect(backend.hasPermissions(user, ['post.change'])).toBe(answer);
  });

  it('wants all codes of a list', () => {
    expect(backend.hasPermissions({ permissions: ['a', 'b', 'c'] }, ['a', 'c'])).toBe(true);
    expect(backend.hasPermissions({ permissions: ['a', 'b'] }, ['a', 'c'])).toBe(false);
    expect(backend.hasPermissions({ permissions: new Set(['a', 'b']) }, ['a', 'c'])).toBe(false);
  });

  it('[C264] says no for a single object, and for the objects of a list: the rights of a resource imply none', () => {
    expect(backend.hasPermissions({ permissions: ['post.change'] }, ['post.change'], { id: 1 })).toBe(false);
    expect(backend.where()).toBe(false);
  });

  it.each(['post.change', { 'post.change': true }, 7, true])(
    '[SEC-044] throws where the codes are %j',
    (permissions) => {
      expect(() => backend.hasPermissions({ permissions }, ['post.change'])).toThrow(
        `\`user.permissions\` is ${typeof permissions} where an array or a Set of strings is needed.`,
      );
    },
  );

  it('[SEC-039] reads no codes from a polluted prototype', () => {
    Object.defineProperty(Object.prototype, 'permissions', { value: ['post.change'], configurable: true });
    try {
      expect(backend.hasPermissions({ id: 1 }, ['post.change'])).toBe(false);
    } finally {
      delete (Object.prototype as { permissions?: unknown }).permissions;
    }
  });
});
