import { objectPermissions } from '../../../lib/composition/object-permissions.js';
import { lackedCodes } from '../../../lib/permission/coded-permission.js';
import { isDenied } from '../../../lib/permission/deny.js';
import { modelPermissions } from '../../../lib/permission/model-permissions.js';
import { modelPermissionsOrAnonReadOnly } from '../../../lib/permission/model-permissions-or-anon-read-only.js';
import { permissionName } from '../../../lib/permission/named-permission.js';
import type { PermissionBackend } from '../../../lib/permission/permission-backend.js';
import { contextOf, decide } from '../../support/permissions.js';

class Post {}
class BlogPost {}
class URLRule {}
class API {}

const factories = [modelPermissions, modelPermissionsOrAnonReadOnly] as const;

/** The codes that a permission asks for, by method. */
function codesOf(permission: ReturnType<typeof modelPermissions>, method: string): readonly string[] | undefined {
  let asked: readonly string[] | undefined;
  const backend: PermissionBackend = {
    hasPermissions(_user, codes) {
      asked = codes;
      return true;
    },
  };
  void permission.hasPermission!(contextOf({ user: { id: 1 }, method, backend }));
  return asked;
}

describe('model permissions', () => {
  it.each([
    ['GET', 'post.view'],
    ['HEAD', 'post.view'],
    ['OPTIONS', 'post.view'],
    ['POST', 'post.add'],
    ['PUT', 'post.change'],
    ['PATCH', 'post.change'],
    ['DELETE', 'post.delete'],
  ])('[C228] ask for exactly one code on %s: %s', (method, code) => {
    expect(codesOf(modelPermissions(Post), method)).toEqual([code]);
  });

  it('that let everybody read answer so for a route of all methods, too', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(modelPermissionsOrAnonReadOnly(Post).hasPermission!(contextOf({ method }))).toBe(true);
    }
  });

  it('refuse a method that nothing is said about, for one object as for all', async () => {
    for (const rule of [modelPermissions(Post), objectPermissions(Post, { relation: 'object-only' })]) {
      const { request } = await decide(rule, { user: { id: 1 }, method: 'SEARCH' });
      expect(request).toMatchObject({ status: 405 });
    }
  });

  it.each<[string | typeof Post, object, string]>([
    [BlogPost, {}, 'blogPost.add'],
    [URLRule, {}, 'urlRule.add'],
    [API, {}, 'api.add'],
    ['auth.doc', {}, 'auth.doc.add'],
    [Post, { name: 'blog.post' }, 'blog.post.add'],
  ])('call their codes after %p and %j', (resource, options, code) => {
    for (const factory of factories) expect(codesOf(factory(resource, options), 'POST')).toEqual([code]);
  });

  it('take codes of their own for some methods, of which a list means all', () => {
    const codes = { POST: 'post.publish', SEARCH: ['post.view', 'post.search'] } as const;

    for (const factory of factories) {
      const permission = factory(Post, { codes });
      expect(codesOf(permission, 'POST')).toEqual(['post.publish']);
      expect(codesOf(permission, 'SEARCH')).toEqual(['post.view', 'post.search']);
      expect(codesOf(permission, 'DELETE')).toEqual(['post.delete']);
    }
  });

  it('refuse a method that nothing is said about, whoever asks', () => {
    for (const factory of factories) {
      const answer = factory(Post).hasPermission!(
        contextOf({ user: { id: 1 }, method: 'LOCK', isSuperuser: () => true }),
      );
      expect([isDenied(answer), answer]).toMatchObject([true, { status: 405, code: 'method_not_allowed' }]);
    }
  });

  it('are named as they are written, and two that say the same have one name', () => {
    expect(permissionName(modelPermissions(Post))).toBe('modelPermissions(Post)');
    expect(permissionName(modelPermissionsOrAnonReadOnly('post'))).toBe("modelPermissionsOrAnonReadOnly('post')");
    const name = "modelPermissions(Post, { codes: { PATCH: ['a', 'b'], POST: 'c' }, requireView: true })";
    const one = modelPermissions(Post, { codes: { POST: 'c', PATCH: ['a', 'b'] }, requireView: true });
    const other = modelPermissions(Post, { requireView: true, codes: { PATCH: ['a', 'b'], POST: 'c' } });
    expect([permissionName(one), permissionName(other)]).toEqual([name, name]);
  });

  it.each<[unknown, object | null, string]>([
    [
      undefined,
      {},
      "(undefined): the class is undefined, because two files import each other: write its name, such as 'post'.",
    ],
    [class {}, {}, "(): the name of the class must be a string such as 'post', and not empty."],
    ['', {}, "(''): a resource that is no class must be a string such as 'post', and not empty."],
    [7, {}, '(7): a resource that is no class must be a string'],
    [Post, { name: '' }, '(Post): the option `name` must be a string'],
    [Post, [], '(Post): the options are no plain object.'],
    [Post, null, '(Post): the options are no plain object.'],
    [Post, { perms: {} }, '(Post): there is no option "perms"; it knows name, codes'],
    [Post, { codes: {} }, "(Post): `codes` says which codes a method needs, as in { POST: 'post.publish' }."],
    [Post, { codes: 'post.add' }, '(Post): `codes` says which codes a method needs'],
    [Post, { codes: { post: 'post.add' } }, '(Post): `codes` names "post", which is none of GET, POST,'],
    [Post, { codes: { ALL: 'post.add' } }, '(Post): `codes` names "ALL", which is none of GET, POST,'],
    [Post, { codes: { HEAD: 'post.view' } }, '(Post): HEAD follows GET: leave it out of `codes`.'],
    [Post, { codes: { OPTIONS: 'post.view' } }, '(Post): OPTIONS follows GET: leave it out of `codes`.'],
    [
      Post,
      { codes: { POST: [] } },
      '(Post): `codes` names no code for POST: give that action a permission of its own.',
    ],
    [Post, { codes: { POST: '' } }, "(Post): the codes of POST are strings such as 'post.publish', and not empty."],
    [Post, { codes: { POST: undefined } }, '(Post): the codes of POST are strings'],
    [Post, { codes: { POST: ['a', 7] } }, '(Post): the codes of POST are strings'],
  ])('are not made of %p and %j', (resource, options, problem) => {
    expect(() => modelPermissions(resource as string, options as object)).toThrow(`modelPermissions${problem}`);
    expect(() => modelPermissionsOrAnonReadOnly(resource as string, options as object)).toThrow(
      `modelPermissionsOrAnonReadOnly${problem}`,
    );
  });

  it('say in one way what reading needs', () => {
    const codes = { GET: 'post.read' } as const;

    expect(() => modelPermissions(Post, { requireView: 'no' as never })).toThrow('`requireView` is true or false.');
    expect(() => modelPermissions(Post, { requireView: false, codes })).toThrow('keep one of the two');
    expect(() => modelPermissionsOrAnonReadOnly(Post, { codes })).toThrow('keep one of the two');
    expect(() => modelPermissionsOrAnonReadOnly(Post, { requireView: false } as object)).toThrow(
      'there is no option "requireView"; it knows name, codes.',
    );
    expect(codesOf(modelPermissions(Post, { codes }), 'HEAD')).toEqual(['post.read']);
  });

  it('tell an explanation which codes are missing, where there are any and somebody asks', () => {
    const permission = modelPermissions(Post, { codes: { POST: ['a', 'b'] }, requireView: false });
    const lacked = (method: string, user?: object) => lackedCodes(permission, contextOf({ user, method }));

    expect(lacked('DELETE', { id: 1 })).toBe('the user does not hold post.delete');
    expect(lacked('POST', { id: 1 })).toBe('the user does not hold all of a, b');
    expect(lacked('GET', { id: 1 })).toBeUndefined();
    expect(lacked('LOCK', { id: 1 })).toBeUndefined();
    expect(lacked('DELETE')).toBeUndefined();
  });
});
