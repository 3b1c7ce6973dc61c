import { type CanActivate, Logger } from '@nestjs/common';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { misplacedDeclarations, objectProblems, unknownActions } from './audit/declaration-problems.js';
import type { AuditFinding } from './audit/finding.js';
import type { ExploredHandler, HandlerExplorer } from './audit/handler-explorer.js';
import type { PermissionsAuditor } from './audit/permissions-auditor.js';
import { hasItsInterceptors } from './enhancer-binding.js';
import { exemptionMatches } from './exemption.js';
import type { PermissionsModuleExtras } from './options.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { firstLine } from './policy/first-line.js';
import { describeHandler } from './policy/handler-source.js';
import type { PolicyCompiler } from './policy/policy-compiler.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import type { ResolvedOptions } from './resolve-options.js';
import { OPTIONS } from './tokens.js';

/** What start-up works with. */
export interface StartupParts {
  readonly options: ResolvedOptions;
  readonly extras: Required<PermissionsModuleExtras>;
  readonly guard: CanActivate;
  readonly explorer: HandlerExplorer;
  readonly compiler: PolicyCompiler;
  readonly registry: PolicyRegistry;
  readonly auditor: PermissionsAuditor;
  readonly config: ApplicationConfig;
  readonly modules: ModulesContainer;
}

/** Compiles the policy of every handler, and refuses to let the application start when something was forgotten. */
export class Startup {
  private readonly logger = new Logger('Permissions');

  constructor(private readonly parts: StartupParts) {}

  /** @throws PermissionsConfigurationError with every problem that was found, and every finding that is an error */
  async run(): Promise<void> {
    const handlers = this.parts.explorer.handlers();
    const problems = [
      ...this.moduleProblems(handlers),
      ...(await this.compileAll(handlers)),
      ...this.declarationProblems(handlers),
    ];
    const { audit } = this.parts.options;
    const findings = audit === 'off' ? [] : this.parts.auditor.audit().findings;
    const fatal = findings.filter(({ severity }) => audit === 'error' && severity === 'error');
    const [first, ...others] = [...new Set([...problems, ...fatal.map(inWords)])];
    if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
    // a note is for those who read the report
    const told = findings.filter(({ severity }) => severity !== 'note');
    for (const finding of told) this.logger.warn(inWords(finding));
  }

  private async compileAll(handlers: readonly ExploredHandler[]): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const handler of handlers) {
      try {
        const policy = await this.parts.compiler.compile(handler);
        this.parts.registry.add(policy);
        problems.push(...objectProblems(handler, policy));
      } catch (error) {
        const found = error instanceof PermissionsConfigurationError ? error.problems : [firstLine(error)];
        problems.push(...found.map((problem) => `${describeHandler(handler)}: ${problem}`));
      }
    }
    return problems;
  }

  private declarationProblems(handlers: readonly ExploredHandler[]): readonly string[] {
    const unbound = handlers.filter((handler) => !hasItsInterceptors(handler));
    return [
      ...unknownActions(handlers),
      ...misplacedDeclarations(this.parts.explorer.unrouted()),
      ...unbound.map((handler) => `${describeHandler(handler)}: something took the permission interceptors off it.`),
      ...this.parts.options.exempt
        .filter((exemption) => !handlers.some((handler) => exemptionMatches(exemption, handler)))
        .map((exemption) => `exempt: ${exemptionName(exemption)} matches no handler of this application.`),
    ];
  }

  private moduleProblems(handlers: readonly ExploredHandler[]): readonly string[] {
    const { modules, config, guard, extras } = this.parts;
    const roots = [...modules.values()].filter(({ providers }) => providers.has(OPTIONS));
    const problems: string[] = [];
    if (roots.length > 1) problems.push('PermissionsModule.forRoot() is imported twice: keep one, in the root module.');
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

function exemptionName(exemption: ResolvedOptions['exempt'][number]): string {
  if (typeof exemption === 'function') return exemption.name;
  return describeHandler({ controller: exemption[0], action: exemption[1] });
}
