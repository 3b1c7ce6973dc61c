import { hasRole } from '../../../lib/permission/has-role.js';
import { hasScope } from '../../../lib/permission/has-scope.js';
import { permissionName } from '../../../lib/permission/named-permission.js';
import { contextOf } from '../../support/permissions.js';

class Member {
  id = 1;
  get roles(): string[] {
    return ['editor'];
  }
}

describe('hasRole', () => {
  it.each([
    ['an array with the role', { id: 1, roles: ['editor'] }, true],
    ['a Set with the role', { id: 1, roles: new Set(['editor']) }, true],
    ['another of the roles', { id: 1, roles: ['chief'] }, true],
    ['a getter of the class', new Member(), true],
    ['other roles', { id: 1, roles: ['guest'] }, false],
    ['a Set of other roles', { id: 1, roles: new Set(['guest']) }, false],
    ['the role in another case', { id: 1, roles: ['Editor'] }, false],
    ['no roles', { id: 1, roles: [] }, false],
    ['no list of roles', { id: 1 }, false],
    ['null for a list', { id: 1, roles: null }, false],
  ])('is asked about a user with %s', (_text, user, answer) => {
    expect(hasRole('editor', 'chief').hasPermission!(contextOf({ user }))).toBe(answer);
  });

  it('denies an anonymous caller', () => {
    expect(hasRole('editor').hasPermission!(contextOf())).toBe(false);
  });

  it.each([['editor'], [{ editor: true }], [7]])('[SEC-044] is a broken rule where the roles are %j', (roles) => {
    expect(() => hasRole('editor').hasPermission!(contextOf({ user: { id: 1, roles } }))).toThrow(
      /`user.roles` is .* where hasRole\('editor'\) needs an array or a Set/,
    );
  });

  it('[SEC-039] reads no roles from a polluted prototype', () => {
    const isEditor = hasRole('editor');
    Object.defineProperty(Object.prototype, 'roles', { value: ['editor'], configurable: true });
    try {
      expect(isEditor.hasPermission!(contextOf({ user: { id: 1 } }))).toBe(false);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'roles');
    }
  });
});

describe('hasScope', () => {
  it.each([
    ['an array of all scopes', { id: 1, scopes: ['posts:read', 'posts:write', 'x'] }, true],
    ['one string with all scopes', { id: 1, scope: 'posts:write posts:read' }, true],
    ['an array in `scope`', { id: 1, scope: ['posts:read', 'posts:write'] }, true],
    ['one of the scopes', { id: 1, scopes: ['posts:read'] }, false],
    ['a scope that begins the same', { id: 1, scope: 'posts:read posts:writer' }, false],
    ['no scopes', { id: 1 }, false],
    ['null for scopes', { id: 1, scopes: null, scope: null }, false],
  ])('is asked about a user with %s', (_text, user, answer) => {
    expect(hasScope('posts:read', 'posts:write').hasPermission!(contextOf({ user }))).toBe(answer);
  });

  it('denies an anonymous caller', () => {
    expect(hasScope('posts:read').hasPermission!(contextOf())).toBe(false);
  });

  it.each([[{ scopes: 7 }], [{ scope: { posts: true } }]])('is a broken rule for a user with %j', (claims) => {
    expect(() => hasScope('posts').hasPermission!(contextOf({ user: { id: 1, ...claims } }))).toThrow(
      "hasScope('posts') needs `user.scopes` as an array",
    );
  });
});

describe('the name of a factory-made permission', () => {
  it('is never that of another, whatever its arguments contain', () => {
    const names = [hasRole('a', 'b'), hasRole("a', 'b"), hasRole("a\\', 'b"), hasScope('a', 'b')].map(permissionName);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each([
  ['hasRole', hasRole],
  ['hasScope', hasScope],
])('%s()', (name, factory) => {
  it.each([[[]], [['']], [['editor', '']], [[undefined]], [[7]]])('refuses the names %j', (names) => {
    expect(() => factory(...(names as unknown as [string]))).toThrow(`${name}() takes one or more names`);
  });
});
