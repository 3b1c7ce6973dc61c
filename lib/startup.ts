import { type CanActivate, Logger } from '@nestjs/common';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { isPermissionsGuard } from './audit/authentication-guard.js';
import { compileHandlers } from './audit/compile-handlers.js';
import { misplacedDeclarations, unknownActions, unlistedProblems } from './audit/declaration-problems.js';
import { APPLICATION, type AuditFinding } from './audit/finding.js';
import type { AuditedPair } from './audit/handler-findings.js';
import type { ExploredHandler, HandlerExplorer } from './audit/handler-explorer.js';
import type { PermissionsAuditor } from './audit/permissions-auditor.js';
import type { BackendBinder } from './backend-binder.js';
import { hasItsInterceptors } from './enhancer-binding.js';
import { unmatchedExemptions } from './exemption.js';
import type { PermissionsModuleExtras } from './options.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { describeHandler } from './policy/handler-source.js';
import type { PolicyCompiler } from './policy/policy-compiler.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import type { ResolvedOptions } from './resolve-options.js';
import { OPTIONS } from './tokens.js';
import type { TransportExceptions } from './transport-exceptions.js';

/** What an application is told that has two sets of options. */
export const IMPORTED_TWICE = 'PermissionsModule.forRoot() is imported twice: keep one, in the root module.';

/** What start-up works with. */
export interface StartupParts {
  readonly options: ResolvedOptions;
  readonly extras: Required<PermissionsModuleExtras>;
  readonly backend: BackendBinder;
  readonly guard: CanActivate;
  readonly explorer: HandlerExplorer;
  readonly compiler: PolicyCompiler;
  readonly registry: PolicyRegistry;
  readonly auditor: PermissionsAuditor;
  readonly config: ApplicationConfig;
  readonly modules: ModulesContainer;
  readonly exceptions: TransportExceptions;
}

/** Compiles the policy of every handler, and refuses to let the application start when something was forgotten. */
export class Startup {
  private readonly logger = new Logger('Permissions');

  constructor(private readonly parts: StartupParts) {}

  /** @throws PermissionsConfigurationError with every problem that was found, and every finding that is an error */
  async run(): Promise<void> {
    const handlers = this.parts.explorer.handlers();
    const compiled = await compileHandlers(handlers, this.parts.compiler, this.parts.registry);
    const problems = [
      ...(await this.parts.exceptions.prepare(new Set(handlers.map(({ transport }) => transport)))),
      ...this.moduleProblems(handlers),
      ...(await this.backendProblems()),
      ...compiled.problems.map(asProblem),
      ...this.declarationProblems(handlers, compiled.pairs),
    ];
    const { audit } = this.parts.options;
    const findings = audit === 'off' ? [] : this.parts.auditor.findings(handlers);
    const fatal = findings.filter(({ severity }) => audit === 'error' && severity === 'error');
    const [first, ...others] = [...new Set([...problems, ...fatal.map(inWords)])];
    if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
    // a note is for those who read the report
    const told = findings.filter(({ severity }) => severity !== 'note');
    for (const finding of told) this.logger.warn(inWords(finding));
  }

  private async backendProblems(): Promise<readonly string[]> {
    try {
      const backend = await this.parts.backend.bind();
      return unlistedProblems(this.parts.registry.all(), backend).map(asProblem);
    } catch (error) {
      return (error as PermissionsConfigurationError).problems;
    }
  }

  private declarationProblems(handlers: readonly ExploredHandler[], pairs: readonly AuditedPair[]): readonly string[] {
    const unbound = pairs.filter(({ policy }) => !hasItsInterceptors(policy));
    return [
      ...[...unknownActions(handlers), ...misplacedDeclarations(this.parts.explorer.unrouted(handlers))].map(asProblem),
      ...unbound.map(
        ({ handler }) => `${describeHandler(handler)}: something took the permission interceptors off it.`,
      ),
      ...unmatchedExemptions(this.parts.options.exempt, handlers).map(asProblem),
    ];
  }

  private moduleProblems(handlers: readonly ExploredHandler[]): readonly string[] {
    const { modules, config, guard, extras } = this.parts;
    const roots = [...modules.values()].filter(({ providers }) => providers.has(OPTIONS));
    const problems: string[] = [];
    if (roots.length > 1) problems.push(IMPORTED_TWICE);
    const perRequest = config.getGlobalRequestGuards().find(({ metatype }) => isPermissionsGuard(metatype));
    if (perRequest !== undefined) {
      problems.push(
        `${String(perRequest.name)} is made for each request, and Nest runs such a global guard for no gateway. Make it a singleton.`,
      );
    }
    if (extras.globalGuard && handlers.length > 0 && !config.getGlobalGuards().includes(guard)) {
      problems.push(
        'PermissionsGuard is not among the global guards: something it depends on is request-scoped, or took it out.',
      );
    }
    return problems;
  }
}

function inWords({ where, code, message }: AuditFinding): string {
  return `${where}: ${message} [${code}]`;
}

// problems keep an application from starting whatever the option `audit` says, and have no code to look up
function asProblem({ where, message }: AuditFinding): string {
  return where === APPLICATION ? message : `${where}: ${message}`;
}
