import { type Denial, IsAuthenticated, IsAuthenticatedOrReadOnly, ReadOnly, type Route } from '../index.js';

type Node = Route['policy']['root'];
type Leaf = Extract<Node, { kind: 'leaf' }>['leaf'];

/** Who asks, and in which phase. */
export interface Asking {
  readonly anonymous: boolean;
  /** Whether the method only reads. */
  readonly safe: boolean;
  readonly withObject: boolean;
}

/** Everything that an expression can come to, as far as its structure tells; never less than what really happens. */
export interface PossibleOutcomes {
  readonly granted: boolean;
  readonly pending: boolean;
  readonly denials: readonly Denial[];
}

/** The built-ins whose answer the caller and the method settle. A subclass may have overridden the rule. */
const SETTLED = new Map<unknown, (asking: Asking) => boolean>([
  [IsAuthenticated, ({ anonymous }) => !anonymous],
  [IsAuthenticatedOrReadOnly, ({ anonymous, safe }) => !anonymous || safe],
  [ReadOnly, ({ safe }) => safe],
]);

/** What a function of the context may choose: everything, with texts that nobody knows beforehand. */
const CHOSEN: Denial = { by: 'dynamic' };

/** What this folded expression can come to. */
export function possibleOutcomes(node: Node, asking: Asking): PossibleOutcomes {
  switch (node.kind) {
    case 'leaf':
      return ofLeaf(node.leaf, asking);
    case 'constant':
      return node.outcome === 'granted' ? settled(true) : settled(false, node.outcome);
    case 'and': {
      const all = node.operands.map((operand) => possibleOutcomes(operand, asking));
      return {
        granted: all.every(({ granted }) => granted),
        pending: all.some(({ pending }) => pending) && all.every(({ granted, pending }) => granted || pending),
        denials: all.flatMap(({ denials }) => denials),
      };
    }
    case 'or': {
      const all = node.operands.map((operand) => possibleOutcomes(operand, asking));
      return {
        granted: all.some(({ granted }) => granted),
        pending:
          all.some(({ pending }) => pending) && all.every(({ pending, denials }) => pending || denials.length > 0),
        denials: all.map(({ denials }) => denials).reduce(ofEither),
      };
    }
    case 'not': {
      const { granted, pending, denials } = possibleOutcomes(node.operand, asking);
      return { granted: denials.length > 0, pending, denials: granted ? [node.denial] : [] };
    }
    case 'dynamic': {
      const { denials } = possibleOutcomes(node.otherwise, asking);
      return { granted: true, pending: !asking.withObject, denials: [...denials, CHOSEN] };
    }
  }
}

function ofLeaf({ instance, rules, denial }: Leaf, asking: Asking): PossibleOutcomes {
  const answer = SETTLED.get(instance?.constructor);
  if (answer !== undefined) return settled(answer(asking), denial);
  const asksObject = rules.object === 'hasObjectPermission' && !asking.withObject;
  return {
    granted: !asksObject,
    pending: rules.object !== undefined && !asking.withObject,
    denials: asksObject && !rules.request ? [] : [denial],
  };
}

function settled(granted: boolean, ...denials: readonly Denial[]): PossibleOutcomes {
  return { granted, pending: false, denials: granted ? [] : denials };
}

/** All must deny, and the last that has a text of its own speaks. */
function ofEither(first: readonly Denial[], second: readonly Denial[]): readonly Denial[] {
  if (first.length === 0 || second.length === 0) return [];
  const speaking = second.filter(({ message, code }) => message !== undefined || code !== undefined);
  return speaking.length === second.length ? speaking : [...first, ...speaking];
}
