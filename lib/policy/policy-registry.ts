import type { Type } from '@nestjs/common';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import type { BoundLeaf } from './bound-leaf.js';
import { isSameInjected } from './dependency-injector.js';
import { describeHandler } from './handler-source.js';
import type { Policy } from './policy.js';
import { leavesOf } from './policy-node.js';

/** The policies of one handler: nearly always one, since few handlers are inherited, or reached by two transports. */
interface Chain {
  readonly policy: Policy;
  readonly next: Chain | undefined;
}

/** The policies of one application, by controller class and handler: an inherited handler is one function for many classes. */
export class PolicyRegistry {
  private readonly byHandler = new Map<unknown, Chain>();

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
    const others = policiesOf(this.byHandler.get(policy.handler)).filter((other) => other !== known);
    this.byHandler.set(policy.handler, chainOf(policy, others));
  }

  /**
   * The policy of the handler that is about to run.
   * @param transport what the execution context calls it
   */
  find(controller: Type, handler: unknown, transport: string): Policy | undefined {
    let chain = this.byHandler.get(handler);
    while (chain !== undefined && (chain.policy.controller !== controller || chain.policy.transport !== transport))
      chain = chain.next;
    return chain?.policy;
  }

  /** The policy of an action, by name. */
  named(controller: Type, action: string): Policy | undefined {
    return this.ofController(controller).find((policy) => policy.action === action);
  }

  /** The policies of one controller. */
  ofController(controller: Type): readonly Policy[] {
    return this.all().filter((policy) => policy.controller === controller);
  }

  /** Every policy of the application. */
  all(): readonly Policy[] {
    return [...this.byHandler.values()].flatMap(policiesOf);
  }
}

function chainOf(last: Policy, others: readonly Policy[]): Chain {
  return others.reduceRight<Chain>((next, policy) => ({ policy, next }), { policy: last, next: undefined });
}

function policiesOf(chain: Chain | undefined): Policy[] {
  return chain === undefined ? [] : [chain.policy, ...policiesOf(chain.next)];
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
