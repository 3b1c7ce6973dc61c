import { type Denial, denialBy } from '../composition/verdict.js';
import { trustedProperty } from '../context/trusted-property.js';
import type { BasePermission } from '../permission/base-permission.js';
import type { Rules } from '../permission/rules-of.js';
import type { Injected } from './dependency-injector.js';

/** A permission that is ready to be asked: its rules are known, and its instance or how to come by one. */
export interface BoundLeaf {
  readonly name: string;
  readonly rules: Rules;
  /** Where the instance comes from. */
  readonly injected: Injected<BasePermission>;
  /** The one instance; `undefined` for request- and transient-scoped classes, which have one in each invocation. */
  readonly instance: BasePermission | undefined;
  /** Its denial when a rule says `false`, shared by all requests. */
  readonly denial: Denial;
}

/** Who answers for a leaf in an invocation, and what it tells when it says no. */
export interface Answerer {
  readonly instance: BasePermission;
  readonly denial: Denial;
}

/** A permission with one instance for all invocations: it answers for itself. */
export interface SharedLeaf extends BoundLeaf, Answerer {
  readonly instance: BasePermission;
}

/** What the client is told when this permission says `false`. */
export function denialOf(permission: BasePermission, by: string): Denial {
  const [message, code] = [trustedProperty(permission, 'message'), trustedProperty(permission, 'code')];
  return denialBy(by, { ...(isText(message) && { message }), ...(isText(code) && { code }) });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
