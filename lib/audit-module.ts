import type { DynamicModule, Type } from '@nestjs/common';
import { ApplicationConfig, DiscoveryService, MetadataScanner, type ModulesContainer } from '@nestjs/core';
import type { AuditReport } from './audit/audit-report.js';
import { compileHandlers } from './audit/compile-handlers.js';
import { misplacedDeclarations, unknownActions } from './audit/declaration-problems.js';
import { declaredEnhancers } from './audit/declared-enhancers.js';
import { APPLICATION, type AuditFinding, finding } from './audit/finding.js';
import { HandlerExplorer } from './audit/handler-explorer.js';
import { PrototypeInjector } from './audit/prototype-injector.js';
import { inOrder, reportOf, unaskedHandler } from './audit/report-of.js';
import { exemptionMatches, unmatchedExemptions } from './exemption.js';
import type { PermissionsModuleExtras, PermissionsModuleOptions } from './options.js';
import type { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { PermissionsGuard } from './permissions.guard.js';
import type { HostModule } from './policy/handler-source.js';
import { LoaderBinder } from './policy/loader-binder.js';
import { PermissionResolver } from './policy/permission-resolver.js';
import { PolicyCompiler } from './policy/policy-compiler.js';
import { PolicyRegistry } from './policy/policy-registry.js';
import { TreeBuilder } from './policy/tree-builder.js';
import { previewOf } from './audit/preview.js';
import { type ResolvedOptions, resolveOptions } from './resolve-options.js';
import { IMPORTED_TWICE } from './startup.js';
import { EXTRAS, OPTIONS } from './tokens.js';

/**
 * Audits an application without starting it: nothing is constructed, no factory runs, nothing is connected to. It also
 * tells what is unguarded where the application does not import PermissionsModule yet.
 * @param module the root module
 * @throws what Nest throws for modules that it cannot read, such as an import that is undefined
 */
export async function auditModule(module: Type | DynamicModule): Promise<AuditReport> {
  const modules = await previewOf(module);
  const all = [...modules.values()];
  const explorer = explorerOf(modules);
  const [root, another] = all.filter(({ providers }) => providers.has(OPTIONS));
  if (root === undefined) return unguarded(explorer, all, 'module' in module ? module.module : module);
  const { options, findings } = optionsOf(root);
  const { globalGuard } = root.providers.get(EXTRAS)?.instance as Required<PermissionsModuleExtras>;
  const handlers = explorer.handlers();
  const { pairs, broken, problems } = await compileHandlers(handlers, compilerOf(options), new PolicyRegistry());
  const parts = {
    ...{ pairs, modules: all, guard: PermissionsGuard, routes: [], isReached: () => true },
    enhancers: declaredEnhancers(all, options.guardOrder),
  };
  const report = reportOf(parts, { ...options, globalGuard });
  return inOrder(
    [...report.handlers, ...broken.map((handler) => unaskedHandler(handler, 'invalid', false))],
    [
      ...(another === undefined ? [] : [finding('module-imported-twice', APPLICATION, IMPORTED_TWICE)]),
      ...[...findings, ...problems, ...unknownActions(handlers), ...misplacedDeclarations(explorer.unrouted(handlers))],
      ...[...unmatchedExemptions(options.exempt, handlers), ...report.findings],
    ],
  );
}

function explorerOf(modules: ModulesContainer): HandlerExplorer {
  // every module has it
  const [first] = [...modules.values()] as [HostModule];
  const config = first.providers.get(ApplicationConfig)?.instance as ApplicationConfig;
  return new HandlerExplorer(new DiscoveryService(modules), new MetadataScanner(), config, modules);
}

function compilerOf({ defaults, required, exempt }: ResolvedOptions): PolicyCompiler {
  const injector = new PrototypeInjector();
  return new PolicyCompiler(
    { defaults, required, isExempt: (source) => exempt.some((exemption) => exemptionMatches(exemption, source)) },
    new TreeBuilder(new PermissionResolver(injector)),
    new LoaderBinder(injector),
  );
}

/** The options of the module, and what keeps them from being known. */
function optionsOf({ providers }: HostModule): {
  readonly options: ResolvedOptions;
  readonly findings: readonly AuditFinding[];
} {
  const written = providers.get(OPTIONS);
  // only a value is there without running anything
  if (written?.metatype !== null) {
    const message =
      'The options of PermissionsModule.forRootAsync() come out of a factory, which an audit does not run: it assumes the ' +
      'defaults. PermissionsAuditor.audit() in the started application knows them.';
    return { options: resolveOptions({}), findings: [finding('options-unknown', APPLICATION, message)] };
  }
  try {
    return { options: resolveOptions(written.instance as PermissionsModuleOptions), findings: [] };
  } catch (error) {
    const { problems } = error as PermissionsConfigurationError;
    const findings = problems.map((problem) => finding('invalid-declaration', APPLICATION, problem));
    return { options: resolveOptions({}), findings };
  }
}

function unguarded(explorer: HandlerExplorer, modules: readonly HostModule[], root: Type): AuditReport {
  const { guards, requestGuards } = declaredEnhancers(modules, 'as-imported');
  const isFree = guards.length + requestGuards.length === 0;
  const message =
    `Nothing asks permissions: import PermissionsModule.forRoot(…) in ${root.name}, with \`audit: 'warn'\` until nothing is ` +
    "left open, then with 'error', which is the default.";
  const remedy = [
    "import { IsAuthenticated, PermissionsModule } from 'nestjs-permissions';",
    `// in the imports of ${root.name}; take audit: 'warn' out when no warning is left`,
    "PermissionsModule.forRoot({ defaultPermissions: [IsAuthenticated], audit: 'warn' }),",
  ].join('\n');
  return inOrder(
    explorer.handlers().map((handler) => unaskedHandler(handler, 'none', isFree && handler.guards.length === 0)),
    [{ ...finding('module-missing', APPLICATION, message), remedy }],
  );
}
