import { invocationOf, storeInvocation } from '../../../lib/context/invocation-store.js';
import { executionOf } from '../../support/executions.js';

const invocation = { object: {}, check: () => Promise.resolve(undefined), scope: undefined };

describe('the invocation of a request', () => {
  it('is the one that the guard stored', () => {
    const request = {};
    storeInvocation(request, invocation);

    expect(invocationOf(executionOf([request]))).toBe(invocation);
  });

  it('is replaced by that of a later handler', () => {
    const request = {};
    storeInvocation(request, invocation);
    const later = { ...invocation };
    storeInvocation(request, later);

    expect(invocationOf(executionOf([request]))).toBe(later);
  });

  it('is not that of another request, nor one on a prototype', () => {
    const request = {};
    storeInvocation(request, invocation);

    expect(invocationOf(executionOf([{}]))).toBeUndefined();
    expect(invocationOf(executionOf([Object.create(request)]))).toBeUndefined();
  });

  it('cannot be spelled by a body, header or query', () => {
    const request = {};
    storeInvocation(request, invocation);

    expect(Object.keys(request)).toEqual([]);
    expect(JSON.stringify(request)).toBe('{}');
  });

  it('is unknown on an unknown transport', () => {
    expect(invocationOf(executionOf([{}], { type: 'carrier-pigeon' }))).toBeUndefined();
  });
});
