import type { HostModule } from '../policy/handler-source.js';

/** What Nest runs for the fields of objects only where the options of GraphQL say so. */
export type FieldEnhancer = 'guards' | 'interceptors';

/** As far as it matters here, the options of a GraphQL module. */
interface GraphqlOptions {
  readonly fieldResolverEnhancers?: readonly string[];
  /** The modules whose resolvers it serves; none means all. */
  readonly include?: readonly unknown[];
}

// the token of a package that need not be installed
const OPTIONS = 'GqlModuleOptions';

/** Which of these enhancers the fields of a module do without, in any of the GraphQL modules that serve it. */
export function missingEnhancers(
  modules: readonly HostModule[],
  host: HostModule,
  needs: readonly FieldEnhancer[],
): readonly FieldEnhancer[] {
  const serving = optionsIn(modules).filter((options) => options !== undefined && serves(options, host));
  return needs.filter((enhancer) =>
    serving.some((options) => options?.fieldResolverEnhancers?.includes(enhancer) !== true),
  );
}

/** Whether a GraphQL module has options that are not known before the application runs. */
export function hasUnknownOptions(modules: readonly HostModule[]): boolean {
  return optionsIn(modules).includes(undefined);
}

function optionsIn(modules: readonly HostModule[]): readonly (GraphqlOptions | undefined)[] {
  return modules
    .flatMap(({ providers }) => providers.get(OPTIONS) ?? [])
    .map(({ instance }) => (instance ?? undefined) as GraphqlOptions | undefined);
}

function serves({ include = [] }: GraphqlOptions, { metatype }: HostModule): boolean {
  return include.length === 0 || include.includes(metatype);
}
