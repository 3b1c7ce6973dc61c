import { ANONYMOUS } from '../../../lib/context/caller.js';
import { DetachedSource } from '../../../lib/context/detached-source.js';
import { PermissionContext } from '../../../lib/context/permission-context.js';
import { BackendRights } from '../../../lib/permission/backend-rights.js';
import { contextOf } from '../../support/permissions.js';

const model = { getUserId: () => undefined, isAdmin: () => true, rights: new BackendRights(undefined) };
const detached = (method?: string) =>
  new PermissionContext({
    caller: ANONYMOUS,
    model,
    source: new DetachedSource(method),
    action: '',
    execution: undefined,
    rights: undefined,
  });

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

  it('[SEC-016] lets nothing be assigned', () => {
    const user = { id: 7 };
    const context = contextOf({ user });

    expect(() => Object.assign(context, { user: null })).toThrow(TypeError);
    expect(context.user).toBe(user);
  });

  it('never calls an anonymous caller an administrator', () => {
    const context = detached();

    expect(context.isAdmin).toBe(false);
    expect(context.user).toBeNull();
    expect(context.userId).toBeUndefined();
  });
});

describe('outside of a request', () => {
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
