import type { Type } from '@nestjs/common';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import type { BoundLeaf } from './bound-leaf.js';
import { isSameInjected } from './dependency-injector.js';
import { describeHandler } from './handler-source.js';
import type { Policy } from './policy.js';
import { leavesOf } from './policy-node.js';

/** The policies of one application, by controller class and handler: an inherited handler is one function for many classes. */
export class PolicyRegistry {
  private readonly byHandler = new Map<unknown, Policy>();
  // of handlers that several classes inherit, or that two transports reach: however many these are, a class has few
  private readonly others = new Map<Type, readonly Policy[]>();

  /** @throws PermissionsConfigurationError when a class stands in two modules that say different things about it */
  add(policy: Policy): void {
    const known = this.find(policy.controller, policy.handler, policy.transport);
    if (known !== undefined && !isSamePolicy(known, policy)) {
      throw new PermissionsConfigurationError(
        `${describeHandler(policy)} is in ${known.host.metatype.name} with ${known.description}, and in ` +
          `${policy.host.metatype.name} with ${policy.description}. Declare @Permissions() on the controller, and provide ` +
          'its permissions and its loader once.',
      );
    }
    const first = this.byHandler.get(policy.handler);
    if (first === known) this.byHandler.set(policy.handler, policy);
    else
      this.others.set(policy.controller, [
        ...this.othersOf(policy.controller).filter((other) => other !== known),
        policy,
      ]);
  }

  /**
   * The policy of the handler that is about to run.
   * @param transport what the execution context calls it
   */
  find(controller: Type, handler: unknown, transport: string): Policy | undefined {
    const first = this.byHandler.get(handler);
    if (first?.controller === controller && first.transport === transport) return first;
    return this.othersOf(controller).find((other) => other.handler === handler && other.transport === transport);
  }

  /** The policy of an action, by name. */
  named(controller: Type, action: string): Policy | undefined {
    // where an import cycle leaves undefined, there is none
    const handler = ((controller as Type | undefined)?.prototype as Record<string, unknown> | undefined)?.[action];
    const first = this.byHandler.get(handler);
    return first?.controller === controller
      ? first
      : this.othersOf(controller).find((other) => other.handler === handler);
  }

  /** The policies of one controller. */
  ofController(controller: Type): readonly Policy[] {
    return this.all().filter((policy) => policy.controller === controller);
  }

  /** Every policy of the application. */
  all(): readonly Policy[] {
    return [...this.byHandler.values(), ...[...this.others.values()].flat()];
  }

  private othersOf(controller: Type): readonly Policy[] {
    return this.others.get(controller) ?? [];
  }
}

function isSamePolicy(one: Policy, other: Policy): boolean {
  const [ofOne, ofOther] = [leavesOf(one.declared), leavesOf(other.declared)];
  return (
    one.description === other.description &&
    ofOne.length === ofOther.length &&
    ofOne.every(({ injected }, index) => isSameInjected(injected, (ofOther[index] as BoundLeaf).injected)) &&
    (one.loader === undefined || other.loader === undefined || isSameInjected(one.loader.service, other.loader.service))
  );
}
