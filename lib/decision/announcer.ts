import { Logger } from '@nestjs/common';
import type { Outcome } from '../composition/verdict.js';
import type { PermissionContext } from '../context/permission-context.js';
import { type Decision, decisionOf, type Recorded } from './decision.js';
import { type DecisionEvent, DECISIONS } from './decision-event.js';
import { explanation } from './explanation.js';
import type { Refusal } from './refusal.js';
import type { Policy, PolicyTree } from '../policy/policy.js';

/** What a decision was about. */
export interface Asked {
  /** The policy of the handler, or the tree of an expression. */
  readonly tree: Policy | PolicyTree;
  /** `undefined` for a route that is open to everyone: nobody was asked. */
  readonly context: PermissionContext | undefined;
}

/** Tells those who want to know what was decided. */
export class Announcer {
  private readonly logger = new Logger('Permissions');

  /** @param explains whether every refusal is logged */
  constructor(private readonly explains: boolean) {}

  /** Whether anybody wants to know. */
  get isHeard(): boolean {
    return this.explains || DECISIONS.hasSubscribers;
  }

  /** Tells one decision. */
  announce({ tree, context }: Asked, evaluation: Recorded, outcome: Outcome, refusal: Refusal | undefined): void {
    const decision = decisionOf(tree.declared, evaluation, outcome, refusal);
    const [controller, action] = 'controller' in tree ? [tree.controller.name, tree.action] : ['', ''];
    if (this.explains && isRefused(decision))
      this.logger.warn(explanation(askedFor(context, controller, action), decision));
    const event: DecisionEvent = { controller, action, transport: context?.transport, ...decision };
    DECISIONS.publish(event);
  }
}

function isRefused(decision: Decision): decision is Decision & Required<Pick<Decision, 'refusal'>> {
  return decision.refusal !== undefined;
}

function askedFor(context: PermissionContext | undefined, controller: string, action: string): string {
  if (context?.transport !== 'http') return controller === '' ? 'An expression' : `${controller}.${action}`;
  const { url } = context.request as { readonly url: unknown };
  // a query may hold a token
  return `${context.method} ${String(url).replace(/\?.*/s, '')}`;
}
