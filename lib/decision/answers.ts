import type { BoundLeaf } from '../policy/bound-leaf.js';

/** What is known of some leaves. A list, which for the few leaves of a policy is quicker and smaller than a Map. */
export class Answers<T> {
  private readonly leaves: BoundLeaf[];
  private readonly values: T[];

  constructor(leaf: BoundLeaf, value: T) {
    this.leaves = [leaf];
    this.values = [value];
  }

  get(leaf: BoundLeaf): T | undefined {
    const { leaves } = this;
    for (let index = 0; index < leaves.length; index++) if (leaves[index] === leaf) return this.values[index];
    return undefined;
  }

  /** Keeps what is known of one leaf more. */
  add(leaf: BoundLeaf, value: T): void {
    this.leaves.push(leaf);
    this.values.push(value);
  }
}
