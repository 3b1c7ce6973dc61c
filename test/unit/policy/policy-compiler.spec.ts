import { ParseIntPipe, type Type } from '@nestjs/common';
import { toExpression } from '../../../lib/composition/operand.js';
import { Inherited } from '../../../lib/composition/inherited.js';
import { ActionPermissions } from '../../../lib/decorators/action-permissions.decorator.js';
import { CheckReturned } from '../../../lib/decorators/check-returned.decorator.js';
import { LoadedObject } from '../../../lib/decorators/loaded-object.decorator.js';
import { LoadObject } from '../../../lib/decorators/load-object.decorator.js';
import { Permissions } from '../../../lib/decorators/permissions.decorator.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { isOwner } from '../../../lib/permission/is-owner.js';
import type { DependencyInjector, Injected } from '../../../lib/policy/dependency-injector.js';
import { FEATURE_PERMISSIONS, featurePermissions } from '../../../lib/policy/feature-permissions.js';
import type { Handler, HostModule } from '../../../lib/policy/handler-source.js';
import { LoaderBinder } from '../../../lib/policy/loader-binder.js';
import { ObjectLoader } from '../../../lib/policy/object-loader.js';
import type { Policy } from '../../../lib/policy/policy.js';
import { type ApplicationPermissions, PolicyCompiler } from '../../../lib/policy/policy-compiler.js';
import { PolicyRegistry } from '../../../lib/policy/policy-registry.js';
import { treeBuilder } from '../../support/permissions.js';

const expression = (operand: unknown) => toExpression(operand, 'a test', 1);

function hostWith(name: string, ...features: unknown[]): HostModule {
  const imports = features.map((instance) => ({ providers: new Map([[FEATURE_PERMISSIONS, { instance }]]) }));
  const metatype = { name };
  return { metatype, imports: new Set([...imports, { providers: new Map() }]) } as unknown as HostModule;
}

const posts = hostWith('PostsModule');
const injector = {
  find: (token: new () => object) => Promise.resolve({ instance: new token(), made: true }),
} as unknown as DependencyInjector;
const trees = treeBuilder();

function compile(
  controller: Type,
  action: string,
  {
    host = posts,
    method = 'PATCH',
    ...application
  }: Partial<ApplicationPermissions> & { host?: HostModule; method?: string } = {},
): Promise<Policy> {
  const shared = { defaults: expression(IsAuthenticated), required: undefined, isExempt: () => false };
  const compiler = new PolicyCompiler({ ...shared, ...application }, trees, new LoaderBinder(injector));
  const handler = (controller.prototype as Record<string, Handler>)[action]!;
  const rest = { isField: false, namesGuard: false } as const;
  return compiler.compile({ transport: 'http', controller, action, host, handler, method, ...rest });
}

class Plain {
  update(): string {
    return 'updated';
  }
}
@Permissions(IsAdminUser)
class Restricted {
  update(): string {
    return 'updated';
  }

  @Permissions(Inherited, isOwner('authorId'))
  adding(): string {
    return 'added';
  }
}

describe('the policy of a handler', () => {
  it('[C024] is that of the defaults where nothing is declared', async () => {
    expect(await compile(Plain, 'update')).toMatchObject({
      ...{ description: 'IsAuthenticated', origins: [{ level: 'defaults', owner: 'PermissionsModule' }] },
      ...{ dynamic: false, exempt: false, canPend: false, loader: undefined, checkReturned: undefined },
    });
  });

  it('[C025] is that of the nearest level, which replaces the others', async () => {
    const { description, origins } = await compile(Restricted, 'update');

    expect([description, origins]).toEqual(['IsAdminUser', [{ level: 'class', owner: 'Restricted' }]]);
  });

  it('adds to the next outer level where it says Inherited', async () => {
    expect(await compile(Restricted, 'adding')).toMatchObject({
      description: "and(IsAdminUser, isOwner('authorId'))",
      origins: [
        { level: 'handler', owner: 'Restricted.adding' },
        { level: 'class', owner: 'Restricted' },
      ],
      canPend: true,
    });
  });

  it('is that of the module before the defaults', async () => {
    const { description, origins } = await compile(Plain, 'update', {
      host: hostWith('PostsModule', expression(IsAdminUser)),
    });

    expect([description, origins]).toEqual(['IsAdminUser', [{ level: 'module', owner: 'PostsModule' }]]);
  });

  it('contains what is required, before everything else', async () => {
    @Permissions(AllowAny)
    class Open extends Plain {
      override update(): string {
        return 'open';
      }
    }
    const { description, origins, root } = await compile(Open, 'update', { required: expression(IsAdminUser) });

    expect(description).toBe('and(IsAdminUser, AllowAny)');
    expect(origins).toEqual([
      { level: 'required', owner: 'PermissionsModule' },
      { level: 'class', owner: 'Open' },
    ]);
    expect(root).toMatchObject({ kind: 'leaf', leaf: { name: 'IsAdminUser' } });
  });

  it('is nothing where the handler is exempt, whatever is required', async () => {
    expect(
      await compile(Restricted, 'update', { required: expression(IsAdminUser), isExempt: () => true }),
    ).toMatchObject({
      ...{ description: 'exempt', exempt: true, root: { kind: 'constant', outcome: 'granted' } },
      origins: [{ level: 'exempt', owner: 'PermissionsModule' }],
    });
  });

  it('may be left to a function of the context, with what applies otherwise', async () => {
    @ActionPermissions(() => undefined)
    class Dynamic extends Restricted {}

    expect(await compile(Dynamic, 'update')).toMatchObject({
      ...{ description: 'Dynamic(context) ?? IsAdminUser', dynamic: true },
      origins: [
        { level: 'action', owner: 'Dynamic' },
        { level: 'class', owner: 'Restricted' },
      ],
    });
  });

  it('knows what the handler asks for, and what loads it', async () => {
    @LoadObject(Plain, (service) => service, { params: { id: ParseIntPipe } })
    class Loading {
      update(@LoadedObject() post: object): object {
        return post;
      }

      @CheckReturned({ select: 'items' })
      list(): string {
        return 'listed';
      }
    }
    const [update, list] = [await compile(Loading, 'update'), await compile(Loading, 'list', { method: 'GET' })];

    expect(update).toMatchObject({ injects: new Set(['object']), checkReturned: undefined });
    expect(update.loader).toBeDefined();
    expect(list).toMatchObject({ injects: new Set(), checkReturned: { select: 'items' }, loader: undefined });
  });

  it('cannot inherit from nothing', async () => {
    await expect(compile(Plain, 'update', { defaults: expression(Inherited) })).rejects.toThrow(
      'Inherited stands where there is nothing to inherit.',
    );
    await expect(compile(Plain, 'update', { required: expression(Inherited) })).rejects.toThrow(
      'Inherited stands in the outermost list',
    );
  });

  it('is frozen', async () => {
    expect(Object.isFrozen(await compile(Plain, 'update'))).toBe(true);
  });
});

describe('a module', () => {
  it('says nothing where it imports no list, and may import one', () => {
    expect(featurePermissions(posts)).toBeUndefined();
    expect(featurePermissions(hostWith('PostsModule', expression(AllowAny)))).toEqual(expression(AllowAny));
  });

  it('cannot import two', () => {
    expect(() => featurePermissions(hostWith('PostsModule', expression(AllowAny), expression(IsAdminUser)))).toThrow(
      'PostsModule imports PermissionsModule.forFeature() 2 times: keep one list.',
    );
  });
});

describe('the policies of an application', () => {
  it('are found by controller and handler, for one function may belong to many controllers', async () => {
    class Extended extends Plain {}
    const registry = new PolicyRegistry();
    const [plain, extended] = [await compile(Plain, 'update'), await compile(Extended, 'update')];
    registry.add(plain);
    registry.add(extended);

    expect(registry.find(Plain, Plain.prototype.update, 'http')).toBe(plain);
    expect(registry.find(Extended, Plain.prototype.update, 'http')).toBe(extended);
    expect(registry.find(Restricted, Restricted.prototype.update, 'http')).toBeUndefined();
    expect(registry.named(Plain, 'update')).toBe(plain);
    expect(registry.named(Plain, 'destroy')).toBeUndefined();
    expect(registry.ofController(Extended)).toEqual([extended]);
    expect(registry.ofController(Restricted)).toEqual([]);
    expect(registry.all()).toEqual([plain, extended]);
  });

  it('of one controller in two modules must say the same', async () => {
    const registry = new PolicyRegistry();
    const other = hostWith('OtherModule', expression(IsAdminUser));
    registry.add(await compile(Plain, 'update'));
    const second = await compile(Plain, 'update', { host: other });

    expect(() => {
      registry.add(second);
    }).toThrow('Plain.update is in PostsModule with IsAuthenticated, and in OtherModule with IsAdminUser.');
  });

  it('of one controller in two modules may say the same', async () => {
    const registry = new PolicyRegistry();
    registry.add(await compile(Restricted, 'update'));
    const second = await compile(Restricted, 'update', { host: hostWith('OtherModule') });
    registry.add(second);

    expect(registry.find(Restricted, Restricted.prototype.update, 'http')).toBe(second);
  });

  it('of one controller in two modules must load by the same service', async () => {
    @LoadObject(Plain, (service) => service)
    class Loading {
      update(@LoadedObject() post: object): object {
        return post;
      }
    }
    const first = await compile(Loading, 'update');
    const withService = (service: Injected<object>): Policy => {
      const loader = Object.assign(Object.create(ObjectLoader.prototype) as ObjectLoader, first.loader, { service });
      return { ...first, host: hostWith('OtherModule'), loader };
    };
    const [alike, unlike] = [withService(first.loader!.service), withService({ instance: new Plain() })];
    const registry = new PolicyRegistry();
    registry.add(first);
    registry.add(alike);

    expect(() => {
      registry.add(unlike);
    }).toThrow('provide its permissions and its loader once');
  });
});
