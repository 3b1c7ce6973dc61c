import type { Outcome } from '../composition/verdict.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { Maybe } from './maybe.js';

/**
 * What leaves said, so that none is asked twice. A list, which for the few leaves of a policy is quicker than a Map,
 * as a loop is than `indexOf()`.
 */
export class Answers {
  private readonly leaves: BoundLeaf[] = [];
  private readonly outcomes: Maybe<Outcome>[] = [];

  get(leaf: BoundLeaf): Maybe<Outcome> | undefined {
    const { leaves } = this;
    for (let index = 0; index < leaves.length; index++) if (leaves[index] === leaf) return this.outcomes[index];
    return undefined;
  }

  keep(leaf: BoundLeaf, outcome: Maybe<Outcome>): void {
    this.leaves.push(leaf);
    this.outcomes.push(outcome);
  }
}
