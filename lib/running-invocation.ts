import type { ExecutionContext } from '@nestjs/common';
import { invocationOf } from './context/invocation-store.js';
import type { Invocation } from './invocation.js';

/**
 * The invocation that the guard began for this handler.
 * @throws Error when the guard did not run
 */
export function runningInvocation(execution: ExecutionContext): Invocation {
  const invocation = invocationOf(execution);
  if (invocation !== undefined) return invocation as Invocation;
  throw new Error(
    `${execution.getClass().name}.${execution.getHandler().name} ran without PermissionsGuard. Bind it with @UseGuards().`,
  );
}
