import type { Provider } from '@nestjs/common';
import {
  ApplicationConfig,
  DiscoveryService,
  HttpAdapterHost,
  MetadataScanner,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core';
import { HandlerExplorer } from './audit/handler-explorer.js';
import { PermissionsAuditor } from './audit/permissions-auditor.js';
import { Authorizer } from './authorizer.js';
import { DynamicTrees } from './decision/dynamic-trees.js';
import { bindInterceptors, runLast } from './enhancer-binding.js';
import { exemptionMatches } from './exemption.js';
import type { PermissionsModuleExtras, PermissionsModuleOptions } from './options.js';
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
import { AUTHORIZER, EXTRAS, OPTIONS, REGISTRY, RESOLVED_OPTIONS } from './tokens.js';

/** What other modules may inject, the guard's own dependencies included: `@UseGuards()` makes it where it is named. */
export const EXPORTED = [AUTHORIZER, REGISTRY, PermissionsGuard, PermissionsService, PermissionsAuditor];

/** The providers of the module: the one place where options become instances. */
export const PROVIDERS: readonly Provider[] = [
  PermissionsGuard,
  PermissionsService,
  DependencyInjector,
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
    provide: AUTHORIZER,
    inject: [RESOLVED_OPTIONS, TreeBuilder, ModuleRef, HttpAdapterHost],
    useFactory: (options: ResolvedOptions, trees: TreeBuilder, moduleRef: ModuleRef, adapters: HttpAdapterHost) =>
      new Authorizer(options, new DynamicTrees(trees), moduleRef, adapters),
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
    inject: [DiscoveryService, MetadataScanner, ApplicationConfig, ModulesContainer],
    useFactory: (...parts: ConstructorParameters<typeof HandlerExplorer>): HandlerExplorer => {
      const explorer = new HandlerExplorer(...parts);
      bindInterceptors(explorer);
      return explorer;
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
    ): PermissionsAuditor => {
      if (globalGuard && guardOrder === 'last') runLast(guard, config);
      return new PermissionsAuditor(
        { explorer, registry, config, modules, adapters, guard },
        { globalGuard, guardOrder, defaults, required },
      );
    },
  },
  {
    provide: Startup,
    inject: [
      RESOLVED_OPTIONS,
      EXTRAS,
      PermissionsGuard,
      HandlerExplorer,
      PolicyCompiler,
      REGISTRY,
      PermissionsAuditor,
      ApplicationConfig,
      ModulesContainer,
    ],
    useFactory: (
      options: ResolvedOptions,
      extras: Required<PermissionsModuleExtras>,
      guard: PermissionsGuard,
      explorer: HandlerExplorer,
      compiler: PolicyCompiler,
      registry: PolicyRegistry,
      auditor: PermissionsAuditor,
      config: ApplicationConfig,
      modules: ModulesContainer,
    ) => new Startup({ options, extras, guard, explorer, compiler, registry, auditor, config, modules }),
  },
];
