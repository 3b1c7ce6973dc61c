import type { ContextId } from '@nestjs/core';
import type { Denial } from '../composition/verdict.js';
import type { BasePermission } from '../permission/base-permission.js';
import type { Rules } from '../permission/rules-of.js';

/** A permission that is ready to be asked: its rules are known, and its instance or how to come by one. */
export interface BoundLeaf {
  readonly name: string;
  readonly rules: Rules;
  /** The one instance, or the way to the instance of one invocation for request- and transient-scoped classes. */
  readonly instance: BasePermission | ((contextId: ContextId) => Promise<BasePermission>);
  /** Its denial when a rule says `false`, shared by all requests. */
  readonly denial: Denial;
}

/** What the client is told when this permission says `false`. */
export function denialOf({ message, code }: BasePermission, by: string): Denial {
  return Object.freeze({ by, ...(message !== undefined && { message }), ...(code !== undefined && { code }) });
}
