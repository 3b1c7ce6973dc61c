import type { Provider } from '@nestjs/common';
import {
  ApplicationConfig,
  DiscoveryService,
  HttpAdapterHost,
  MetadataScanner,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core';
import { GlobalGuardReach } from './audit/global-guard-reach.js';
import { HandlerExplorer } from './audit/handler-explorer.js';
import { PermissionsAuditor } from './audit/permissions-auditor.js';
import { Authorizer } from './authorizer.js';
import { BackendBinder } from './backend-binder.js';
import { DynamicTrees } from './decision/dynamic-trees.js';
import { bindInterceptors, runLast } from './enhancer-binding.js';
import { exemptionMatches } from './exemption.js';
import type { PermissionsModuleExtras, PermissionsModuleOptions } from './options.js';
import { BackendRights } from './permission/backend-rights.js';
import { PermissionsGuard } from './permissions.guard.js';
import { PermissionsService } from './permissions.service.js';
import { DependencyInjector } from './policy/dependency-injector.js';
import { LoaderBinder } from './policy/loader-binder.js';
import { PermissionResolver } from './policy/permission-resolver.js';
import { PolicyCompiler } from './policy/policy-compiler.js';
import { PolicyRegistry } from './policy/policy-registry.js';
import { TreeBuilder } from './policy/tree-builder.js';
import { type ResolvedOptions, resolveOptions } from './resolve-options.js';
import { Startup } from './startup.js';
import { TransportExceptions } from './transport-exceptions.js';
import { AUTHORIZER, EXTRAS, OPTIONS, REGISTRY, RESOLVED_OPTIONS } from './tokens.js';

/** What other modules may inject, the guard's own dependencies included: `@UseGuards()` makes it where it is named. */
export const EXPORTED = [AUTHORIZER, REGISTRY, PermissionsGuard, PermissionsService, PermissionsAuditor];

/** The providers of the module: the one place where options become instances. */
export const PROVIDERS: readonly Provider[] = [
  PermissionsGuard,
  PermissionsService,
  DependencyInjector,
  { provide: TransportExceptions, useFactory: () => new TransportExceptions() },
  { provide: REGISTRY, useClass: PolicyRegistry },
  {
    provide: RESOLVED_OPTIONS,
    inject: [OPTIONS],
    useFactory: (options: PermissionsModuleOptions) => resolveOptions(options),
  },
  {
    provide: TreeBuilder,
    inject: [DependencyInjector],
    useFactory: (injector: DependencyInjector) => new TreeBuilder(new PermissionResolver(injector)),
  },
  {
    provide: BackendRights,
    inject: [RESOLVED_OPTIONS],
    useFactory: ({ isSuperuser, backend }: ResolvedOptions) =>
      new BackendRights(isSuperuser, typeof backend === 'function' ? undefined : backend),
  },
  {
    provide: BackendBinder,
    inject: [RESOLVED_OPTIONS, BackendRights, DependencyInjector, ModulesContainer],
    useFactory: (
      { backend }: ResolvedOptions,
      rights: BackendRights,
      injector: DependencyInjector,
      modules: ModulesContainer,
    ) => new BackendBinder(backend, rights, injector, modules),
  },
  {
    provide: AUTHORIZER,
    inject: [RESOLVED_OPTIONS, BackendRights, TreeBuilder, ModuleRef, HttpAdapterHost, TransportExceptions],
    useFactory: (
      options: ResolvedOptions,
      rights: BackendRights,
      trees: TreeBuilder,
      moduleRef: ModuleRef,
      adapters: HttpAdapterHost,
      exceptions: TransportExceptions,
    ) => new Authorizer(options, rights, new DynamicTrees(trees), moduleRef, adapters, exceptions),
  },
  {
    provide: PolicyCompiler,
    inject: [RESOLVED_OPTIONS, TreeBuilder, DependencyInjector],
    useFactory: ({ defaults, required, exempt }: ResolvedOptions, trees: TreeBuilder, injector: DependencyInjector) =>
      new PolicyCompiler(
        { defaults, required, isExempt: (source) => exempt.some((exemption) => exemptionMatches(exemption, source)) },
        trees,
        new LoaderBinder(injector),
      ),
  },
  {
    provide: HandlerExplorer,
    inject: [TransportExceptions, DiscoveryService, MetadataScanner, ApplicationConfig, ModulesContainer],
    useFactory: (
      exceptions: TransportExceptions,
      ...parts: ConstructorParameters<typeof HandlerExplorer>
    ): HandlerExplorer => {
      const explorer = new HandlerExplorer(...parts);
      bindInterceptors(explorer, exceptions);
      return explorer;
    },
  },
  {
    provide: GlobalGuardReach,
    inject: [HandlerExplorer, ApplicationConfig],
    useFactory: (explorer: HandlerExplorer, config: ApplicationConfig): GlobalGuardReach => {
      const reach = new GlobalGuardReach();
      reach.watch(explorer.messages(), config);
      return reach;
    },
  },
  {
    provide: PermissionsAuditor,
    inject: [
      HandlerExplorer,
      REGISTRY,
      ApplicationConfig,
      ModulesContainer,
      HttpAdapterHost,
      PermissionsGuard,
      EXTRAS,
      RESOLVED_OPTIONS,
      GlobalGuardReach,
    ],
    useFactory: (
      explorer: HandlerExplorer,
      registry: PolicyRegistry,
      config: ApplicationConfig,
      modules: ModulesContainer,
      adapters: HttpAdapterHost,
      guard: PermissionsGuard,
      { globalGuard }: Required<PermissionsModuleExtras>,
      { guardOrder, defaults, required }: ResolvedOptions,
      reach: GlobalGuardReach,
    ): PermissionsAuditor => {
      if (globalGuard && guardOrder === 'last') runLast(guard, config);
      return new PermissionsAuditor(
        { explorer, registry, config, modules, adapters, guard, reach },
        { globalGuard, guardOrder, defaults, required },
      );
    },
  },
  {
    provide: Startup,
    inject: [
      RESOLVED_OPTIONS,
      EXTRAS,
      BackendBinder,
      PermissionsGuard,
      HandlerExplorer,
      PolicyCompiler,
      REGISTRY,
      PermissionsAuditor,
      ApplicationConfig,
      ModulesContainer,
      TransportExceptions,
    ],
    useFactory: (
      options: ResolvedOptions,
      extras: Required<PermissionsModuleExtras>,
      backend: BackendBinder,
      guard: PermissionsGuard,
      explorer: HandlerExplorer,
      compiler: PolicyCompiler,
      registry: PolicyRegistry,
      auditor: PermissionsAuditor,
      config: ApplicationConfig,
      modules: ModulesContainer,
      exceptions: TransportExceptions,
    ) =>
      new Startup({
        options,
        extras,
        backend,
        guard,
        explorer,
        compiler,
        registry,
        auditor,
        config,
        modules,
        exceptions,
      }),
  },
];
