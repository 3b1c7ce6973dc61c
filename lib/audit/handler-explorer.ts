import { RequestMethod, StreamableFile, type Type } from '@nestjs/common';
import type { ApplicationConfig, DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { classChain } from '../policy/class-chain.js';
import { answersByItself } from '../policy/declarations.js';
import { isPermissionsGuard } from './authentication-guard.js';
import { type ClassMethod, type EntryPoint, gatewayEntry, messageEntry, resolverEntry } from './entry-points.js';
import type { Handler, HandlerSource, HostModule, InstanceWrapper } from '../policy/handler-source.js';
import { controllerPaths, pathlessVersions, routePaths } from './route-paths.js';

/** A handler with everything that start-up wants to know about it. */
export interface ExploredHandler extends HandlerSource {
  /** The paths of a route; elsewhere the fields, messages or patterns under which it is reached. */
  readonly paths: readonly string[];
  /** What a transport other than HTTP calls it: `query`, `mutation`, `subscription`, `field`, `message` or `event`. */
  readonly operation: string | undefined;
  /** The versions that no path says. */
  readonly versions: readonly string[];
  /** Guards bound with `@UseGuards`, of the class and then of the method, in the order in which they run. */
  readonly guards: readonly unknown[];
  /** Interceptors bound with `@UseInterceptors`, of the class and then of the method. */
  readonly interceptors: readonly unknown[];
  /** Why no interceptor can see what this handler answers, if that is so. */
  readonly answersBy: '@Res()' | 'server-sent events' | 'a stream' | 'a subscription' | undefined;
}

/** A method that Nest never calls for a request. */
export interface UnroutedMethod {
  readonly owner: Type;
  readonly method: string;
}

/** Lists the handlers of an application. */
export class HandlerExplorer {
  private ofMessages: readonly ExploredHandler[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly config: ApplicationConfig,
    private readonly modules: ModulesContainer,
  ) {}

  /** Every handler that Nest routes to, on every transport, once for each module that hosts its class. */
  handlers(): readonly ExploredHandler[] {
    return [
      ...this.discovery
        .getControllers()
        .flatMap((wrapper) => [...this.routesOf(wrapper), ...this.entriesOf(wrapper, [messageEntry])]),
      ...this.discovery.getProviders().flatMap((wrapper) => this.entriesOf(wrapper, [gatewayEntry, resolverEntry])),
    ];
  }

  /** The handlers of messages alone: of gateways and of microservices. */
  messages(): readonly ExploredHandler[] {
    return (this.ofMessages ??= [
      ...this.discovery.getControllers().flatMap((wrapper) => this.entriesOf(wrapper, [messageEntry])),
      ...this.discovery.getProviders().flatMap((wrapper) => this.entriesOf(wrapper, [gatewayEntry])),
    ]);
  }

  /** Every method of the classes of all controllers and providers, routed or not. */
  methods(): readonly ClassMethod[] {
    const owners = new Set([...this.discovery.getControllers(), ...this.discovery.getProviders()].map(classOf));
    return [...owners].flatMap((owner) =>
      owner === undefined
        ? []
        : this.methodsOf(owner).map((action) => ({ owner, action, handler: methodOf(owner, action) })),
    );
  }

  /**
   * The methods that no transport routes to, of the classes of all controllers and providers and of those they extend.
   * @param handlers what is routed
   */
  unrouted(handlers: readonly ExploredHandler[]): readonly UnroutedMethod[] {
    const routed = new Set(handlers.map(({ handler }) => handler));
    const wrappers = [...this.discovery.getControllers(), ...this.discovery.getProviders()];
    const owners = new Set(wrappers.flatMap(({ metatype }) => (isClass(metatype) ? classChain(metatype) : [])));
    return [...owners].flatMap((owner) =>
      this.methodsOf(owner)
        .filter((method) => {
          const handler = methodOf(owner, method);
          return Object.hasOwn(owner.prototype as object, method) && !routed.has(handler) && !isRouted(handler);
        })
        .map((method) => ({ owner, method })),
    );
  }

  private entriesOf(
    wrapper: InstanceWrapper,
    kinds: readonly ((method: ClassMethod) => EntryPoint | undefined)[],
  ): readonly ExploredHandler[] {
    const owner = classOf(wrapper);
    if (owner === undefined) return [];
    return this.methodsOf(owner).flatMap((action) => {
      const handler = methodOf(owner, action);
      return kinds.flatMap((entryOf) => {
        const entry = entryOf({ owner, action, handler });
        return entry === undefined ? [] : [explored({ owner, action, handler }, wrapper.host as HostModule, entry)];
      });
    });
  }

  private routesOf({ metatype, host }: InstanceWrapper): readonly ExploredHandler[] {
    // a controller is a class in a module; Nest's types know other wrappers too
    const [controller, hostModule] = [metatype as Type, host as HostModule];
    const prefixes = controllerPaths(controller, hostModule, this.modules.applicationId);
    const [guards, interceptors] = [enhancersOf('__guards__', controller), enhancersOf('__interceptors__', controller)];
    return this.methodsOf(controller).flatMap((action): ExploredHandler[] => {
      const handler = methodOf(controller, action);
      if (Reflect.getMetadata('path', handler) === undefined) return [];
      const requestMethod = Reflect.getMetadata('method', handler) as RequestMethod;
      const method = requestMethod === RequestMethod.ALL ? undefined : RequestMethod[requestMethod];
      const parts = { controller, handler, requestMethod };
      const all = joined(guards, enhancersOf('__guards__', handler));
      return [
        {
          transport: 'http',
          controller,
          host: hostModule,
          handler,
          action,
          method,
          isField: false,
          namesGuard: all.some(isPermissionsGuard),
          operation: undefined,
          paths: routePaths(prefixes, parts, this.config),
          versions: pathlessVersions(parts, this.config),
          guards: all,
          interceptors: joined(interceptors, enhancersOf('__interceptors__', handler)),
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

const NONE: readonly unknown[] = [];

function enhancersOf(key: string, target: object): readonly unknown[] {
  return (Reflect.getMetadata(key, target) ?? NONE) as readonly unknown[];
}

// most handlers have none of their own
function joined(ofClass: readonly unknown[], ofMethod: readonly unknown[]): readonly unknown[] {
  return ofMethod.length === 0 ? ofClass : [...ofClass, ...ofMethod];
}

function explored(
  { owner, action, handler }: ClassMethod,
  host: HostModule,
  { transport, method, operation, addresses, isField }: EntryPoint,
): ExploredHandler {
  const guards = joined(enhancersOf('__guards__', owner), enhancersOf('__guards__', handler));
  return {
    transport,
    controller: owner,
    host,
    handler,
    action,
    method,
    isField,
    namesGuard: guards.some(isPermissionsGuard),
    operation,
    paths: addresses,
    versions: [],
    guards,
    interceptors: joined(enhancersOf('__interceptors__', owner), enhancersOf('__interceptors__', handler)),
    answersBy: operation === 'subscription' ? 'a subscription' : undefined,
  };
}

/** The class of a controller or a provider: its own, or that of the value that a factory or a test has put in its place. */
function classOf({ metatype, inject, isAlias, instance }: InstanceWrapper): Type | undefined {
  if (isAlias) return undefined;
  if (isClass(metatype) && (inject === undefined || inject === null)) return metatype;
  const { constructor } = (Object.getPrototypeOf(Object(instance)) ?? {}) as { readonly constructor?: unknown };
  return isClass(constructor) && constructor !== Object ? constructor : undefined;
}

const ROUTES = [
  ...['path', 'microservices:pattern', 'message'],
  ...['graphql:resolver_type', 'graphql:resolve_property', 'graphql:resolve_reference'],
];

function isRouted(handler: Handler): boolean {
  return ROUTES.some((key) => Reflect.getMetadata(key, handler) !== undefined);
}

function methodOf(owner: Type, method: string): Handler {
  return (owner.prototype as Record<string, Handler>)[method] as Handler;
}

function isClass(metatype: unknown): metatype is Type {
  return typeof metatype === 'function' && typeof metatype.prototype === 'object';
}
