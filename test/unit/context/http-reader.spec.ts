import { httpReader } from '../../../lib/context/http-reader.js';
import { ANONYMOUS } from '../../../lib/context/caller.js';
import { PermissionContext } from '../../../lib/context/permission-context.js';
import { BackendRights } from '../../../lib/permission/backend-rights.js';
import { executionOf } from '../../support/executions.js';

describe('an HTTP request', () => {
  it('gives the user that authentication left on it', () => {
    const user = { id: 1 };

    expect(httpReader.user(executionOf([{ user }]))).toBe(user);
    expect(httpReader.user(executionOf([{}]))).toBeUndefined();
  });

  it('gives no user that stands on its prototype, which would be the user of every request', () => {
    expect(httpReader.user(executionOf([Object.create({ user: { id: 1 } })]))).toBeUndefined();
  });

  it('[C011] gives its method in upper case', () => {
    expect(httpReader.method(executionOf([{ method: 'get' }]))).toBe('GET');
  });

  it.each([
    [{ id: '1' }, { id: '1' }],
    [undefined, {}],
    [null, {}],
  ])('with the parameters %j gives %j', (params, given) => {
    expect(httpReader.params(executionOf([{ params }]))).toEqual(given);
  });

  it('is a source for a context, read when it is asked', () => {
    const request = { method: 'post', params: { id: '1' } };
    const model = { getUserId: () => undefined, isAdmin: () => false, rights: new BackendRights(undefined) };
    const context = new PermissionContext({
      caller: ANONYMOUS,
      model,
      source: httpReader,
      action: 'create',
      execution: executionOf([request]),
      rights: undefined,
    });

    expect(context.request).toBe(request);
    expect([context.transport, context.method, context.params]).toEqual(['http', 'POST', { id: '1' }]);
  });
});
