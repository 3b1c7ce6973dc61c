import { isPermissionsGuard } from './authentication-guard.js';
import { runsGuards } from './field-findings.js';
import type { AuditedPair } from './handler-findings.js';
import type { ExploredHandler } from './handler-explorer.js';
import type { HostModule } from '../policy/handler-source.js';

/** Where the guards of an application stand. */
export interface GuardPlacement {
  /** What runs globally as our guard; a test may have put something else there. `undefined` where nothing does. */
  readonly globalGuard: unknown;
  /** Whether Nest runs the global guards before this handler. */
  readonly isReached: (handler: ExploredHandler) => boolean;
  readonly modules: readonly HostModule[];
}

/** Whether a PermissionsGuard runs before this handler, so that its permissions are asked at all. */
export function isGuarded(
  { handler, policy }: AuditedPair,
  { globalGuard, isReached, modules }: GuardPlacement,
): boolean {
  const stands = globalGuard !== undefined && isReached(handler) ? isPermissionsGuard(globalGuard) : handler.namesGuard;
  return stands && runsGuards(policy, modules);
}
