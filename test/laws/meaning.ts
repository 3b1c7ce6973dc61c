import type { LeafKind, Shape, Three } from './shapes.js';

/** The plain boolean meaning: the truth of a leaf is its request verdict and its object verdict together. */
export function truth(shape: Shape): boolean {
  switch (shape.op) {
    case 'leaf':
      return truthOfLeaf(shape.kind);
    case 'not':
      return !truth(shape.operand);
    case 'and':
      return shape.operands.every(truth);
    case 'or':
      return shape.operands.some(truth);
  }
}

function truthOfLeaf({ r = true, o = true, where = true }: LeafKind): boolean {
  return r === true && o === true && (where === true || where === 'holds');
}

const RANK = { denied: 0, pending: 1, granted: 2 } as const;
const VERDICTS = ['denied', 'pending', 'granted'] as const;

/** Strong Kleene logic over what is known before the object: `and` is the least, `or` the greatest. */
export function kleene(shape: Shape): Three {
  switch (shape.op) {
    case 'leaf':
      return requestVerdict(shape.kind);
    case 'not':
      return VERDICTS[2 - RANK[kleene(shape.operand)]]!;
    case 'and':
      return VERDICTS[Math.min(...shape.operands.map((operand) => RANK[kleene(operand)]))]!;
    case 'or':
      return VERDICTS[Math.max(...shape.operands.map((operand) => RANK[kleene(operand)]))]!;
  }
}

function requestVerdict({ r, o, where }: LeafKind): Three {
  if (r === false || where === false) return 'denied';
  return o !== undefined || where === 'holds' || where === 'fails' ? 'pending' : 'granted';
}

/** An expression as far as the request phase can see it: without what the object will say. */
export function seenByRequest(shape: Shape): string {
  switch (shape.op) {
    case 'leaf': {
      const { r, o, where } = shape.kind;
      return JSON.stringify([
        shape.name,
        r,
        o !== undefined,
        where === 'holds' || where === 'fails' ? 'pending' : where,
      ]);
    }
    case 'not':
      return `!${seenByRequest(shape.operand)}`;
    default:
      return `${shape.op}(${shape.operands.map(seenByRequest).join()})`;
  }
}

class BrokenRule extends Error {}

/** What one phase should call, in which order, and what it should come to. */
export interface Walked {
  readonly request: Three | 'error';
  readonly final: Three | 'error';
  readonly calls: readonly string[];
}

/** The calls of both phases by the letter of the design: left to right, short-circuit, every rule at most once. */
export function walk(shape: Shape): Walked {
  const calls: string[] = [];
  const known = new Map<string, Three>();
  const judged = new Map<string, Three>();

  const call = (rule: string, answer: unknown): boolean => {
    calls.push(rule);
    if (typeof answer !== 'boolean') throw new BrokenRule(rule);
    return answer;
  };
  const first = (name: string, { r, o, where }: LeafKind): Three => {
    if (r !== undefined && !call(`${name}.r`, r)) return 'denied';
    if (where === 'holds' || where === 'fails') {
      calls.push(`${name}.w`);
      return 'pending';
    }
    if (where !== undefined) return call(`${name}.w`, where) ? 'granted' : 'denied';
    return o === undefined ? 'granted' : 'pending';
  };
  const second = (name: string, { o, where }: LeafKind): Three => {
    const holds = where === undefined ? call(`${name}.o`, o) : where === 'holds';
    return holds ? 'granted' : 'denied';
  };
  const remember = (memory: Map<string, Three>, name: string, ask: () => Three): Three => {
    if (!memory.has(name)) memory.set(name, ask());
    return memory.get(name)!;
  };
  const phase = (node: Shape, withObject: boolean): Three => {
    if (node.op === 'leaf') {
      const asked = remember(known, node.name, () => first(node.name, node.kind));
      return withObject && asked === 'pending'
        ? remember(judged, node.name, () => second(node.name, node.kind))
        : asked;
    }
    if (node.op === 'not') return VERDICTS[2 - RANK[phase(node.operand, withObject)]]!;
    const deciding = node.op === 'and' ? 'denied' : 'granted';
    let pending = false;
    for (const operand of node.operands) {
      const verdict = phase(operand, withObject);
      if (verdict === deciding) return verdict;
      pending ||= verdict === 'pending';
    }
    if (pending) return 'pending';
    return node.op === 'and' ? 'granted' : 'denied';
  };

  let request: Walked['request'] = 'error';
  try {
    request = phase(shape, false);
    return { request, final: request === 'pending' ? phase(shape, true) : request, calls };
  } catch (error) {
    if (!(error instanceof BrokenRule)) throw error;
    return { request, final: 'error', calls };
  }
}
