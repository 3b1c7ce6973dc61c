import { RequestMethod, StreamableFile, type Type } from '@nestjs/common';
import type { ApplicationConfig, DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { classChain } from '../policy/class-chain.js';
import { answersByItself } from '../policy/declarations.js';
import type { Handler, HandlerSource, HostModule, InstanceWrapper } from '../policy/handler-source.js';
import { pathlessVersions, routePaths } from './route-paths.js';

/** A handler with everything that start-up wants to know about it. */
export interface ExploredHandler extends HandlerSource {
  readonly paths: readonly string[];
  /** The versions that no path says. */
  readonly versions: readonly string[];
  /** Guards bound with `@UseGuards`, of the class and then of the method, in the order in which they run. */
  readonly guards: readonly unknown[];
  /** Interceptors bound with `@UseInterceptors`, of the class and then of the method. */
  readonly interceptors: readonly unknown[];
  /** Why no interceptor can see what this handler answers, if that is so. */
  readonly answersBy: '@Res()' | 'server-sent events' | 'a stream' | undefined;
}

/** A method that Nest never calls for a request. */
export interface UnroutedMethod {
  readonly owner: Type;
  readonly method: string;
}

/** A method that another transport than HTTP routes to. */
export interface UncoveredMethod extends UnroutedMethod {
  readonly transport: 'a message pattern' | 'WebSocket' | 'GraphQL';
}

/** Lists the handlers of an application. */
export class HandlerExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly config: ApplicationConfig,
    private readonly modules: ModulesContainer,
  ) {}

  /** Every handler that Nest routes to, once for each module that hosts its controller. */
  handlers(): readonly ExploredHandler[] {
    return this.discovery.getControllers().flatMap((wrapper) => this.handlersOf(wrapper));
  }

  /** The methods that no transport routes to, of the classes of all controllers and providers and of those they extend. */
  unrouted(): readonly UnroutedMethod[] {
    const wrappers = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    const owners = new Set(wrappers.flatMap(({ metatype }) => (isClass(metatype) ? classChain(metatype) : [])));
    return [...owners].flatMap((owner) =>
      this.methodsOf(owner)
        .filter((method) => Object.hasOwn(owner.prototype as object, method) && !isRouted(methodOf(owner, method)))
        .map((method) => ({ owner, method })),
    );
  }

  /** The methods of controllers, gateways and resolvers that another transport than HTTP routes to. */
  uncovered(): readonly UncoveredMethod[] {
    const wrappers = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    const owners = new Set(wrappers.map(({ metatype }) => metatype).filter(isClass));
    return [...owners].flatMap((owner) =>
      this.methodsOf(owner).flatMap((method) =>
        OTHER_ROUTES.filter(([key]) => Reflect.getMetadata(key, methodOf(owner, method)) !== undefined).map(
          ([, transport]) => ({ owner, method, transport }),
        ),
      ),
    );
  }

  private handlersOf({ metatype, host }: InstanceWrapper): readonly ExploredHandler[] {
    // a controller is a class in a module; Nest's types know other wrappers too
    const [controller, hostModule] = [metatype as Type, host as HostModule];
    return this.methodsOf(controller).flatMap((action): ExploredHandler[] => {
      const handler = methodOf(controller, action);
      if (Reflect.getMetadata('path', handler) === undefined) return [];
      const requestMethod = Reflect.getMetadata('method', handler) as RequestMethod;
      const method = requestMethod === RequestMethod.ALL ? undefined : RequestMethod[requestMethod];
      const parts = { controller, handler, host: hostModule, requestMethod };
      return [
        {
          ...{ controller, host: hostModule, handler, action, method },
          paths: routePaths(parts, this.config, this.modules.applicationId),
          versions: pathlessVersions(parts, this.config),
          guards: enhancers('__guards__', controller, handler),
          interceptors: enhancers('__interceptors__', controller, handler),
          answersBy: answersBy(controller, action, handler),
        },
      ];
    });
  }

  private methodsOf(owner: Type): readonly string[] {
    return this.scanner.getAllMethodNames(owner.prototype as object);
  }
}

function answersBy(controller: Type, action: string, handler: Handler): ExploredHandler['answersBy'] {
  if (answersByItself(controller, action)) return '@Res()';
  if (Reflect.getMetadata('__sse__', handler) !== undefined) return 'server-sent events';
  const owner = classChain(controller).find((each) => Object.hasOwn(each.prototype as object, action));
  const returned: unknown = owner && Reflect.getMetadata('design:returntype', owner.prototype as object, action);
  return returned === StreamableFile ? 'a stream' : undefined;
}

function enhancers(key: string, controller: Type, handler: Handler): readonly unknown[] {
  const read = (target: object): unknown[] => (Reflect.getMetadata(key, target) ?? []) as unknown[];
  return [...read(controller), ...read(handler)];
}

// the keys of packages that need not be installed
const OTHER_ROUTES: readonly (readonly [key: string, transport: UncoveredMethod['transport']])[] = [
  ['microservices:pattern', 'a message pattern'],
  ['message', 'WebSocket'],
  ['graphql:resolver_type', 'GraphQL'],
  ['graphql:resolve_property', 'GraphQL'],
  ['graphql:resolve_reference', 'GraphQL'],
];

const ROUTES = ['path', ...OTHER_ROUTES.map(([key]) => key)];

function isRouted(handler: Handler): boolean {
  return ROUTES.some((key) => Reflect.getMetadata(key, handler) !== undefined);
}

function methodOf(owner: Type, method: string): Handler {
  return (owner.prototype as Record<string, Handler>)[method] as Handler;
}

function isClass(metatype: unknown): metatype is Type {
  return typeof metatype === 'function' && typeof metatype.prototype === 'object';
}
