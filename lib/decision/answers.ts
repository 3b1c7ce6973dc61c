import type { BoundLeaf } from '../policy/bound-leaf.js';

/** What is known of one leaf, and of those before it. For the few leaves of a policy this is quicker and smaller than a Map. */
export class Answers<T> {
  constructor(
    private readonly leaf: BoundLeaf,
    private readonly value: T,
    private readonly before: Answers<T> | undefined,
  ) {}

  get(leaf: BoundLeaf): T | undefined {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- a walk along the list
    let known: Answers<T> | undefined = this;
    while (known !== undefined && known.leaf !== leaf) known = known.before;
    return known?.value;
  }
}
