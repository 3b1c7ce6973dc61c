import { Inject, Injectable, Module, ParseIntPipe, type PipeTransform, Scope, type Type } from '@nestjs/common';
import { ContextIdFactory, ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { LoadObject } from '../../../lib/decorators/load-object.decorator.js';
import { BasePermission } from '../../../lib/permission/base-permission.js';
import { DependencyInjector, type Injected, isSameInjected } from '../../../lib/policy/dependency-injector.js';
import type { HostModule } from '../../../lib/policy/handler-source.js';
import { LoaderBinder } from '../../../lib/policy/loader-binder.js';
import { PermissionResolver } from '../../../lib/policy/permission-resolver.js';
import { contextOf } from '../../support/permissions.js';

@Injectable()
class Clock {
  readonly owner: string = 'shared';
}
@Injectable()
class Own extends Clock {}
@Injectable()
class Elsewhere {}
@Injectable({ scope: Scope.REQUEST })
class PerRequest {}
@Injectable({ scope: Scope.TRANSIENT })
class Transient {}
@Injectable({ scope: Scope.REQUEST })
class PerRequestElsewhere {}
@Injectable()
class UsesClock {
  constructor(readonly clock: Clock) {}
}
@Injectable()
class UsesPerRequest {
  constructor(readonly scoped: PerRequest) {}
}
@Injectable({ scope: Scope.REQUEST })
class MadePerRequest {}
@Injectable()
class Unmakeable {
  constructor(@Inject('MISSING') readonly missing: unknown) {}
}
@Injectable()
class Failing {
  constructor() {
    throw new TypeError('no database');
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class FailingTransient extends Failing {}

@Module({ providers: [{ provide: Clock, useClass: Clock }, Elsewhere, PerRequestElsewhere] })
class OtherModule {}
@Module({
  providers: [{ provide: Clock, useValue: { owner: 'posts' } }, Own, PerRequest, Transient, FailingTransient],
  exports: [Own],
})
class PostsModule {}

let host: HostModule;
let injector: DependencyInjector;
beforeAll(async () => {
  const testing = await Test.createTestingModule({ imports: [PostsModule, OtherModule] }).compile();
  host = [...testing.get(ModulesContainer).values()].find(({ metatype }) => metatype === PostsModule)!;
  injector = new DependencyInjector();
});

const instanceOf = async <T extends object>(token: Type<T>): Promise<T> => {
  const found = await injector.find(token, host);
  if ('create' in found) throw new Error(`${token.name} is made for each invocation`);
  return found.instance;
};
const createdBy = async <T extends object>(token: Type<T>): Promise<readonly [T, T, T]> => {
  const found = await injector.find(token, host);
  if ('instance' in found) throw new Error(`${token.name} is one instance`);
  const [one, other] = [ContextIdFactory.create(), ContextIdFactory.create()];
  return [await found.create(one), await found.create(one), await found.create(other)];
};

describe('a class is found', () => {
  it('in the module of the controller, whatever other modules call the same', async () => {
    expect((await instanceOf(Clock)).owner).toBe('posts');
  });

  it('as the one instance of its module', async () => {
    expect(await instanceOf(Own)).toBe(await instanceOf(Own));
  });

  it('anywhere, where the module of the controller does not know it', async () => {
    expect(await instanceOf(Elsewhere)).toBe(await instanceOf(Elsewhere));
  });

  it('nowhere, and is made of what the module of the controller can inject', async () => {
    const made = await instanceOf(UsesClock);

    expect(made.clock.owner).toBe('posts');
    expect(await injector.find(UsesClock, host)).toMatchObject({ made: true });
  });
});

describe('a class is made for each invocation', () => {
  it.each([[PerRequest], [PerRequestElsewhere]])('once, where it is a request-scoped provider: %p', async (token) => {
    const [first, again, other] = await createdBy<object>(token);

    expect(first).toBe(again);
    expect(first).not.toBe(other);
  });

  it.each([[Transient], [MadePerRequest], [UsesPerRequest]])('where it is not a singleton: %p', async (token) => {
    const [first, , other] = await createdBy<object>(token);

    expect(first).toBeInstanceOf(token);
    expect(first).not.toBe(other);
  });
});

describe('a class cannot be made', () => {
  it('[SEC-037] without what it depends on', async () => {
    await expect(injector.find(Unmakeable, host)).rejects.toThrow(/MISSING/);
  });

  it('[SEC-026] when its constructor throws', async () => {
    await expect(injector.find(Failing, host)).rejects.toThrow('no database');
    await expect(injector.find(FailingTransient, host)).rejects.toThrow('no database');
  });
});

describe('two modules mean the same by a class', () => {
  const instance = new Elsewhere();
  const create = (): Promise<object> => Promise.resolve(instance);

  it.each<[string, Injected<object>, Injected<object>, boolean]>([
    ['one instance', { instance }, { instance }, true],
    ['two instances', { instance }, { instance: new Elsewhere() }, false],
    ['instances made of the class', { instance, made: true }, { instance: new Elsewhere(), made: true }, true],
    ['one that is provided, one that is made', { instance }, { instance: new Elsewhere(), made: true }, false],
    ['one that is made, one that is provided', { instance, made: true }, { instance: new Elsewhere() }, false],
    ['made of different classes', { instance, made: true }, { instance: new Own(), made: true }, false],
    ['both for each invocation', { create }, { create: () => create() }, true],
    ['one for each invocation', { create }, { instance }, false],
    ['the other for each invocation', { instance }, { create }, false],
  ])('as %s: %#', (_text, one, other, same) => {
    expect(isSameInjected(one, other)).toBe(same);
  });
});

describe('a permission', () => {
  @Injectable()
  class IsOpen extends BasePermission {
    constructor(private readonly clock: Clock) {
      super();
    }

    override hasPermission(): boolean {
      return this.clock.owner === 'posts';
    }
  }
  @Injectable({ scope: Scope.REQUEST })
  class IsTenant extends BasePermission {
    override message = 'read for each invocation';

    override hasPermission(): boolean {
      return true;
    }
  }

  it('gets its dependencies from the module of the controller, and is made once', async () => {
    const resolver = new PermissionResolver(injector);
    const leaf = await resolver.bind(IsOpen, host);

    expect('instance' in leaf.injected && leaf.injected.instance.hasPermission!(contextOf())).toBe(true);
    expect(await resolver.bind(IsOpen, host)).toBe(leaf);
  });

  it('that is request-scoped is known by its class until it is made', async () => {
    const leaf = await new PermissionResolver(injector).bind(IsTenant, host);

    expect(leaf).toMatchObject({
      name: 'IsTenant',
      rules: { request: true, object: undefined },
      denial: { by: 'IsTenant' },
    });
    expect('create' in leaf.injected).toBe(true);
  });
});

describe('the loader of a handler', () => {
  @Injectable({ scope: Scope.REQUEST })
  class ScopedPipe implements PipeTransform {
    transform(value: unknown): unknown {
      return value;
    }
  }
  @LoadObject(Clock, (clock) => clock)
  class PostsController {
    @LoadObject(Own, (own, { id }) => ({ own, id }), { params: { id: ParseIntPipe } })
    update(): string {
      return 'updated';
    }

    @LoadObject(Own, (own, { id }) => ({ own, id }), { params: { id: new ParseIntPipe() } })
    replace(): string {
      return 'replaced';
    }

    @LoadObject(Unmakeable, () => ({}))
    unmakeable(): string {
      return 'unmakeable';
    }

    @LoadObject(Own, () => ({}), { params: { id: ScopedPipe } })
    scopedPipe(): string {
      return 'scoped';
    }

    list(): string {
      return 'listed';
    }
  }
  const bind = (action: string, asks = false) =>
    new LoaderBinder(injector).bind(
      {
        controller: PostsController,
        action,
        host,
        method: 'GET',
        transport: 'http',
        isField: false,
        namesGuard: false,
        handler: () => action,
      },
      asks,
    );
  const load = async (action: string, asks = false) =>
    (await bind(action, asks))?.load(contextOf({ params: { id: '7' } }), {
      contextId: () => ContextIdFactory.create(),
    });

  it.each(['update', 'replace'])('finds its service and its pipes: %s', async (action) => {
    expect(await load(action)).toEqual({ own: await instanceOf(Own), id: 7 });
  });

  it('is that of the class where the handler asks for the object, and none where it does not', async () => {
    expect(await load('list', true)).toMatchObject({ owner: 'posts' });
    expect(await bind('list')).toBeUndefined();
  });

  it('cannot be bound to a service that nobody provides', async () => {
    await expect(bind('unmakeable')).rejects.toThrow(
      /@LoadObject\(Unmakeable\): PostsModule cannot inject it.*MISSING/s,
    );
  });

  it('cannot have a request-scoped pipe', async () => {
    await expect(bind('scopedPipe')).rejects.toThrow('the pipe of "id" is request-scoped; make it a singleton.');
  });
});
