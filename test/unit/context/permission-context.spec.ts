import { ANONYMOUS } from '../../../lib/context/caller.js';
import { DetachedSource } from '../../../lib/context/detached-source.js';
import { PermissionContext } from '../../../lib/context/permission-context.js';
import { contextOf } from '../../support/permissions.js';

const model = { getUserId: () => undefined, isAdmin: () => true };

describe('a context', () => {
  it('tells who asks for what', () => {
    const user = { id: 7, isStaff: true };
    const context = contextOf({ user, method: 'PATCH', action: 'update', params: { id: '3' } });

    expect(context.user).toBe(user);
    expect(context).toMatchObject({
      userId: 7,
      isAdmin: true,
      action: 'update',
      method: 'PATCH',
      transport: 'http',
      params: { id: '3' },
      request: { method: 'PATCH' },
    });
  });

  it.each<[string, (context: object) => unknown]>([
    ['assigned', (context) => Object.assign(context, { user: null })],
    ['defined', (context) => Object.defineProperty(context, 'user', { value: null })],
    ['left on it', (context) => Object.assign(context, { tenant: 7 })],
  ])('[SEC-016] lets nothing be %s', (_how, change) => {
    const user = { id: 7 };
    const context = contextOf({ user });

    expect(() => change(context)).toThrow(TypeError);
    expect(context.user).toBe(user);
  });

  it('never calls an anonymous caller an administrator', () => {
    const context = new PermissionContext(ANONYMOUS, model, new DetachedSource(undefined), '');

    expect(context.isAdmin).toBe(false);
    expect(context.user).toBeNull();
    expect(context.userId).toBeUndefined();
  });
});

describe('outside of a request', () => {
  const detached = (method?: string) => new PermissionContext(ANONYMOUS, model, new DetachedSource(method), '');

  it('there is no transport', () => {
    expect(detached().transport).toBeUndefined();
  });

  it.each(['request', 'params', 'method'] as const)('reading context.%s says what to do instead', (property) => {
    expect(() => detached()[property]).toThrow(`no \`context.${property}\` outside of a request`);
  });

  it('the method is that of the route that is asked about', () => {
    expect(detached('PATCH').method).toBe('PATCH');
  });
});
