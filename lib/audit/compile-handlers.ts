import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { firstLine } from '../policy/first-line.js';
import { describeHandler } from '../policy/handler-source.js';
import type { PolicyCompiler } from '../policy/policy-compiler.js';
import type { PolicyRegistry } from '../policy/policy-registry.js';
import { objectProblems } from './declaration-problems.js';
import { type AuditFinding, finding } from './finding.js';
import type { AuditedPair } from './handler-findings.js';
import type { ExploredHandler } from './handler-explorer.js';

/** What came of compiling the handlers of an application. */
export interface CompiledHandlers {
  readonly pairs: readonly AuditedPair[];
  /** Handlers whose declarations make no policy. */
  readonly broken: readonly ExploredHandler[];
  readonly problems: readonly AuditFinding[];
}

/** Compiles the policy of every handler into the registry, and says what is wrong with the declarations. */
export async function compileHandlers(
  handlers: readonly ExploredHandler[],
  compiler: PolicyCompiler,
  registry: PolicyRegistry,
): Promise<CompiledHandlers> {
  const pairs: AuditedPair[] = [];
  const broken: ExploredHandler[] = [];
  const problems: AuditFinding[] = [];
  for (const handler of handlers) {
    try {
      const policy = await compiler.compile(handler);
      registry.add(policy);
      problems.push(...objectProblems(handler, policy));
      pairs.push({ handler, policy });
    } catch (error) {
      const found = error instanceof PermissionsConfigurationError ? error.problems : [firstLine(error)];
      problems.push(...found.map((problem) => finding('invalid-declaration', describeHandler(handler), problem)));
      broken.push(handler);
    }
  }
  return { pairs, broken, problems };
}
