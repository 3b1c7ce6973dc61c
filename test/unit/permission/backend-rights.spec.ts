import { BackendRights } from '../../../lib/permission/backend-rights.js';
import type { PermissionBackend } from '../../../lib/permission/permission-backend.js';
import { contextOf } from '../../support/permissions.js';

class Post {}

/** A backend that notes what it is asked, and answers this. */
class Backend implements PermissionBackend {
  readonly asked: unknown[] = [];

  constructor(private readonly answer: unknown) {}

  hasPermissions(...question: unknown[]): boolean {
    this.asked.push(question);
    return this.answer as boolean;
  }

  where(...question: unknown[]): boolean {
    this.asked.push(question);
    return this.answer as boolean;
  }
}

const user = { id: 1 };

describe('the rights of a user', () => {
  it('are asked of the backend, once for a set of codes, whatever their order', () => {
    const backend = new Backend(true);
    const context = contextOf({ user, backend });

    for (const codes of [
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b', 'a'],
    ])
      expect(context.hasPermissions(codes)).toBe(true);
    expect(context.hasPermissions(['a'])).toBe(true);
    expect(backend.asked).toEqual([
      [user, ['a', 'b'], undefined],
      [user, ['a'], undefined],
    ]);
  });

  it('are asked for each object by itself, by identity', () => {
    const [backend, one, other] = [new Backend(false), { id: 7 }, { id: 7 }];
    const context = contextOf({ user, backend });

    for (const object of [one, other, one, undefined]) expect(context.hasPermissions(['a'], object)).toBe(false);
    expect(backend.asked).toEqual([
      [user, ['a'], one],
      [user, ['a'], other],
      [user, ['a'], undefined],
    ]);
  });

  it('are asked anew in every invocation', () => {
    const backend = new Backend(true);

    void contextOf({ user, backend }).hasPermissions(['a']);
    void contextOf({ user, backend }).hasPermissions(['a']);
    expect(backend.asked).toHaveLength(2);
  });

  it('come from one promise, which all who ask share', async () => {
    const context = contextOf({ user, backend: new Backend(Promise.resolve(true)) });
    const first = context.hasPermissions(['a']);

    expect(context.hasPermissions(['a'])).toBe(first);
    await expect(first).resolves.toBe(true);
  });

  it('are asked for a list once, with what the rule was made for', () => {
    const backend = new Backend(true);
    const context = contextOf({ user, backend });

    expect([context.permittedObjects(['a'], Post), context.permittedObjects(['a'], Post)]).toEqual([true, true]);
    expect(context.permittedObjects(['a'], 'post')).toBe(true);
    expect(backend.asked).toEqual([
      [user, ['a'], Post],
      [user, ['a'], 'post'],
    ]);
  });

  it('of an anonymous caller are none, and nobody is asked', () => {
    const backend = new Backend(true);
    const context = contextOf({ backend, isSuperuser: () => true });

    expect([context.hasPermissions(['a']), context.permittedObjects(['a'], Post)]).toEqual([false, false]);
    expect(backend.asked).toEqual([]);
  });

  it('throws for no code, which everybody would hold', () => {
    expect(() => contextOf({ user, backend: new Backend(true) }).hasPermissions([])).toThrow('No code is asked for');
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['yes', 'string'],
    [1, 'number'],
    [{ allowed: true }, 'object'],
  ])('[SEC-044] are broken where the backend answers %j', async (answer, kind) => {
    const problem = `Backend.hasPermissions answered ${kind}; it must be \`true\` or \`false\`.`;

    await expect(contextOf({ user, backend: new Backend(answer) }).hasPermissions(['a'])).rejects.toThrow(problem);
    await expect(
      contextOf({ user, backend: new Backend(Promise.resolve(answer)) }).hasPermissions(['a']),
    ).rejects.toThrow(problem);
  });

  it('call a backend that is written as a literal by its option', async () => {
    const backend = { hasPermissions: () => undefined as never };

    await expect(contextOf({ user, backend }).hasPermissions(['a'])).rejects.toThrow('The option `backend`.hasPerm');
  });

  it('pass on what the backend throws, and never take it for a no', async () => {
    const outage = new Error('outage');
    const throwing = (): never => {
      throw outage;
    };

    expect(() => contextOf({ user, backend: { hasPermissions: throwing } }).hasPermissions(['a'])).toThrow(outage);
    const rejecting = { hasPermissions: () => Promise.reject(outage) };
    await expect(contextOf({ user, backend: rejecting }).hasPermissions(['a'])).rejects.toBe(outage);
  });

  it('of a superuser are all, and the backend is not asked', () => {
    const backend = new Backend(false);
    const context = contextOf({ user, backend, isSuperuser: ({ id }: { id?: number }) => id === 1 });

    expect([context.hasPermissions(['a']), context.hasPermissions(['a'], {})]).toEqual([true, true]);
    expect(context.permittedObjects(['a'], Post)).toBe(true);
    expect(backend.asked).toEqual([]);
  });

  it.each([undefined, 'yes', 1, Promise.resolve(true)])(
    '[SEC-044] are broken where `isSuperuser` answers %j',
    (answer) => {
      const context = contextOf({ user, backend: new Backend(true), isSuperuser: () => answer as never });

      expect(() => context.hasPermissions(['a'])).toThrow('The option `isSuperuser` answered');
    },
  );

  it('cannot be said for a list by a backend without where()', () => {
    const context = contextOf({ user, backend: { hasPermissions: () => true } });

    expect(() => context.permittedObjects(['a'], Post)).toThrow('has no where(), which lists need.');
  });

  it('are known when the application has started', () => {
    const rights = new BackendRights(undefined);

    expect(() => rights.hold(user, ['a'], undefined)).toThrow('is known when the application has started');
    rights.use(new Backend(true));
    expect(rights.hold(user, ['a'], undefined)).toBe(true);
  });
});
