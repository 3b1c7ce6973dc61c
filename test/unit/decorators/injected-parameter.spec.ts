import { createParamDecorator, Param } from '@nestjs/common';
import { storeInvocation } from '../../../lib/context/invocation-store.js';
import { AuthorizedScope } from '../../../lib/decorators/authorized-scope.decorator.js';
import { CheckObject } from '../../../lib/decorators/check-object.decorator.js';
import { injectedParameterOf } from '../../../lib/decorators/injected-parameter.js';
import { LoadedObject } from '../../../lib/decorators/loaded-object.decorator.js';
import { injectedParameters } from '../../../lib/policy/declarations.js';
import { executionOf } from '../../support/executions.js';

const Other = createParamDecorator(() => 'other');

class PostsController {
  all(@LoadedObject() post: object, @CheckObject() check: unknown, @AuthorizedScope() scope: unknown): unknown[] {
    return [post, check, scope];
  }

  none(@Param('id') id: string, @Other() other: string): unknown[] {
    return [id, other];
  }
}

interface Injected {
  readonly factory: (data: unknown, execution: unknown) => unknown;
}
const factoryOf = (kind: string): Injected['factory'] => {
  const all = Object.values(
    Reflect.getMetadata('__routeArguments__', PostsController, 'all') as Record<string, Injected>,
  );
  return all.find(({ factory }) => injectedParameterOf(factory) === kind)!.factory;
};

describe('the parameters that the guard fills', () => {
  it('are recognised on a handler', () => {
    expect([...injectedParameters(PostsController, 'all')].sort()).toEqual(['check', 'object', 'scope']);
    expect(injectedParameters(PostsController, 'none')).toEqual(new Set());
    expect(injectedParameterOf('factory')).toBeUndefined();
  });

  it.each(['object', 'check', 'scope'] as const)('get the %s that the guard handed over', (kind) => {
    const invocation = { object: { id: 1 }, check: () => Promise.resolve(1), scope: {} };
    const request = {};
    storeInvocation(request, invocation);

    expect(factoryOf(kind)(undefined, executionOf([request]))).toBe(invocation[kind]);
  });

  it('are an error where no guard ran', () => {
    expect(() => factoryOf('object')(undefined, executionOf([{}]))).toThrow(
      'PostsController.update ran without PermissionsGuard.',
    );
  });
});
