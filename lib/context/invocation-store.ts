import type { ExecutionContext } from '@nestjs/common';
import { carrierOf } from './readers.js';

/** What the guard hands to the handler that it admits. */
export interface HandedOver {
  /** The loaded and checked object. */
  readonly object: unknown;
  /** Checks an object that the handler loads by itself. */
  readonly check: (candidate: unknown) => Promise<unknown>;
  /** The scope of a list. */
  readonly scope: unknown;
}

// A symbol and not a name: no body, header or query can spell it. A property and not a WeakMap: ten times cheaper.
const INVOCATION: unique symbol = Symbol.for('nestjs-permissions:invocation');

interface Carrier {
  [INVOCATION]?: HandedOver;
}

/** Remembers the invocation that runs on this carrier. A later handler of the same HTTP request replaces it. */
export function storeInvocation(carrier: object, invocation: HandedOver): void {
  (carrier as Carrier)[INVOCATION] = invocation;
}

/** The invocation that the guard left, if it ran. */
export function invocationOf(execution: ExecutionContext): HandedOver | undefined {
  const carrier = carrierOf(execution) as Carrier | undefined;
  return carrier !== undefined && Object.hasOwn(carrier, INVOCATION) ? carrier[INVOCATION] : undefined;
}

/**
 * The invocation that the guard left.
 * @throws Error when the guard did not run
 */
export function requiredInvocation(execution: ExecutionContext): HandedOver {
  const invocation = invocationOf(execution);
  if (invocation !== undefined) return invocation;
  throw new Error(
    `${execution.getClass().name}.${execution.getHandler().name} ran without PermissionsGuard. ` +
      'Import PermissionsModule.forRoot() in the root module, or bind the guard with @UseGuards().',
  );
}
