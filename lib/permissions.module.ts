import {
  type ConfigurableModuleAsyncOptions,
  ConfigurableModuleBuilder,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { allOf } from './composition/all-of.js';
import { isExpression } from './composition/expression.js';
import { isPlainObject } from './context/plain-object.js';
import type {
  PermissionList,
  PermissionsModuleExtras,
  PermissionsModuleOptions,
  PermissionsOptionsFactory,
} from './options.js';
import { isPermissionClass, isPermissionInstance } from './permission/base-permission.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { PermissionsGuard } from './permissions.guard.js';
import { FEATURE_PERMISSIONS } from './policy/feature-permissions.js';
import { EXPORTED, PROVIDERS } from './providers.js';
import { EXTRA_DEFAULTS, resolveExtras } from './resolve-options.js';
import { Startup } from './startup.js';
import { EXTRAS, OPTIONS } from './tokens.js';

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<PermissionsModuleOptions>({
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createPermissionsOptions' satisfies keyof PermissionsOptionsFactory)
  .setExtras<PermissionsModuleExtras>(EXTRA_DEFAULTS, ({ imports = [], providers, ...definition }, extras) => {
    const { isGlobal, globalGuard } = resolveExtras(extras);
    return {
      ...definition,
      global: isGlobal,
      imports: [DiscoveryModule, ...imports],
      providers: [
        // the options, which the builder always provides
        ...(providers as Provider[]),
        ...PROVIDERS,
        { provide: EXTRAS, useValue: { isGlobal, globalGuard } },
        // an alias, so that tests can override the guard
        ...(globalGuard ? [{ provide: APP_GUARD, useExisting: PermissionsGuard }] : []),
      ],
      exports: EXPORTED,
    };
  })
  .build();

/** Options of `PermissionsModule.forRootAsync()`: a factory, a class that makes the options, or a provider that does. */
export type PermissionsModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  PermissionsModuleOptions,
  keyof PermissionsOptionsFactory
> &
  PermissionsModuleExtras;

/** Carries the permissions of a feature; see {@link PermissionsModule.forFeature}. */
@Module({})
class PermissionsFeatureModule {}

/** Guards every handler of the application, and proves at start-up that nothing was forgotten. */
@Module({})
export class PermissionsModule extends ConfigurableModuleClass implements OnApplicationBootstrap {
  constructor(@Inject(Startup) private readonly startup: Startup) {
    super();
  }

  /**
   * For the root module, once.
   * @param options the default permissions, which mean AND, or all options
   * @throws PermissionsConfigurationError for what is neither; when the application starts, for an empty list or an unknown option
   */
  static override forRoot(
    options: PermissionList | (PermissionsModuleOptions & PermissionsModuleExtras) = {},
  ): DynamicModule {
    if (isPermissionList(options)) return super.forRoot({ defaultPermissions: options });
    if (isPlainObject(options)) return super.forRoot(options);
    throw new PermissionsConfigurationError('PermissionsModule.forRoot() takes an array of permissions, or options.');
  }

  /**
   * For the root module, once, where options must be injected or awaited.
   * @throws PermissionsConfigurationError, when the application starts, as {@link forRoot}
   */
  static override forRootAsync(options: PermissionsModuleAsyncOptions): DynamicModule {
    return super.forRootAsync(options);
  }

  /**
   * The default permissions for the controllers of the module that imports this.
   * @param permissions one permission, or several, which mean AND
   * @throws PermissionsConfigurationError for an empty list, and for what is no permission
   */
  static forFeature(permissions: PermissionList): DynamicModule {
    const expression = allOf(permissions, 'PermissionsModule.forFeature()');
    return { module: PermissionsFeatureModule, providers: [{ provide: FEATURE_PERMISSIONS, useValue: expression }] };
  }

  /** @internal Nest calls it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.startup.run();
  }
}

function isPermissionList(options: object): options is PermissionList {
  return Array.isArray(options) || isPermissionClass(options) || isPermissionInstance(options) || isExpression(options);
}
