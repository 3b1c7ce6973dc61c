import {
  type ConfigurableModuleAsyncOptions,
  ConfigurableModuleBuilder,
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import {
  APP_GUARD,
  ApplicationConfig,
  DiscoveryModule,
  DiscoveryService,
  HttpAdapterHost,
  MetadataScanner,
  ModuleRef,
} from '@nestjs/core';
import { admissionOf, PermissionsConfigurationError } from '../index.js';
import { AddressThrottleGuard } from './address-throttle.guard.js';
import { misplacedThrottles } from './misplaced-throttles.js';
import { trustsProxies } from './trusted-proxies.js';
import type { Throttle } from './throttle.js';
import { ThrottleAsker } from './throttle-asker.js';
import { ThrottlePlan } from './throttle-plan.js';
import {
  MODULE,
  type ResolvedThrottlesOptions,
  resolveThrottlesOptions,
  type ThrottlesModuleOptions,
  type ThrottlesOptionsFactory,
} from './throttles-options.js';
import { Throttling } from './throttling.js';

const OPTIONS: unique symbol = Symbol.for('nestjs-permissions:throttles-options');
const RESOLVED_OPTIONS: unique symbol = Symbol.for('nestjs-permissions:resolved-throttles-options');

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<ThrottlesModuleOptions>({
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createThrottlesOptions' satisfies keyof ThrottlesOptionsFactory)
  .build();

/** Options of `ThrottlesModule.forRootAsync()`: a factory, a class that makes the options, or a provider that does. */
export type ThrottlesModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  ThrottlesModuleOptions,
  keyof ThrottlesOptionsFactory
>;

const PROVIDERS: readonly Provider[] = [
  AddressThrottleGuard,
  { provide: APP_GUARD, useExisting: AddressThrottleGuard },
  {
    provide: RESOLVED_OPTIONS,
    inject: [OPTIONS],
    useFactory: (options: ThrottlesModuleOptions) => resolveThrottlesOptions(options),
  },
];

/** Limits how many requests are let through, by address before all guards, and by user around `PermissionsGuard`. */
@Module({ imports: [DiscoveryModule], providers: [...PROVIDERS] })
export class ThrottlesModule extends ConfigurableModuleClass implements OnApplicationBootstrap {
  private readonly logger = new Logger('Throttles');

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedThrottlesOptions,
    @Inject(AddressThrottleGuard) private readonly guard: AddressThrottleGuard,
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(HttpAdapterHost) private readonly adapters: HttpAdapterHost,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {
    super();
  }

  /**
   * For the root module, once.
   * @param options what limits every handler that does not say otherwise, or all options
   * @throws PermissionsConfigurationError, when the application starts, for throttles and options that cannot work
   */
  static override forRoot(options: readonly Throttle[] | ThrottlesModuleOptions = {}): DynamicModule {
    return super.forRoot(Array.isArray(options) ? { throttles: options as readonly Throttle[] } : options);
  }

  /**
   * For the root module, once, where options must be injected or awaited.
   * @throws PermissionsConfigurationError, when the application starts, as {@link forRoot}
   */
  static override forRootAsync(options: ThrottlesModuleAsyncOptions): DynamicModule {
    return super.forRootAsync(options);
  }

  /** @internal Nest calls it. */
  async onApplicationBootstrap(): Promise<void> {
    const { options, guard, adapters } = this;
    const admission = admissionOf(this.moduleRef, MODULE);
    const misplaced = misplacedThrottles(admission.handlers(), this.discovery, this.scanner);
    const [problem, ...others] = [...misplaced, ...this.orderProblems()];
    if (problem !== undefined) throw new PermissionsConfigurationError(problem, ...others);
    const plan = await ThrottlePlan.of(admission, options);
    const throttling = new Throttling(plan, admission, new ThrottleAsker(options), options, adapters);
    admission.surround((execution, decide) => throttling.aroundPermissions(execution, decide));
    guard.start(throttling);
    this.warn();
  }

  private orderProblems(): readonly string[] {
    const guards = this.config.getGlobalGuards();
    if (guards.some((guard) => guard instanceof AddressThrottleGuard && guard !== this.guard))
      return [`${MODULE} is imported twice: keep one, in the root module.`];
    if (guards[0] === this.guard) return [];
    return ['AddressThrottleGuard is not the first of the global guards: something else orders them too.'];
  }

  private warn(): void {
    if (this.options.trustedProxies > 0 || !trustsProxies(this.adapters.httpAdapter)) return;
    this.logger.warn(
      'The HTTP adapter trusts proxies, and throttles do not: all clients behind a proxy have one address. ' +
        `Tell how many there are: ${MODULE.replace('()', '({ trustedProxies: 1 })')}.`,
    );
  }
}
