import { and } from '../../lib/composition/and.js';
import type { PermissionExpression, PermissionOperand } from '../../lib/composition/expression.js';
import { not } from '../../lib/composition/not.js';
import { toExpression } from '../../lib/composition/operand.js';
import { or } from '../../lib/composition/or.js';
import { type Outcome, verdictOf } from '../../lib/composition/verdict.js';
import { subjectOf } from '../../lib/decision/evaluation.js';
import { RuleFailure } from '../../lib/decision/rule-failure.js';
import type { PolicyTree } from '../../lib/policy/policy.js';
import { decide } from '../../lib/decision/decide.js';
import { evaluationOf, leaf, treeBuilder, treeFor } from '../support/permissions.js';
import type { LeafKind, Shape, Three } from './shapes.js';

/** What an evaluator made of an expression. */
export interface Run {
  readonly request: Three | 'error';
  /** With the object, where the request left it pending. */
  readonly final: Three | 'error';
  readonly calls: readonly string[];
  /** Whether a promise was made on the way. */
  readonly awaited: boolean;
}

/** Something that decides expressions: the library, or a wrong one that the laws must catch. */
export type Evaluator = (shape: Shape) => Run | Promise<Run>;

/** The object that every expression is asked about; conditions that hold and that fail are about its field. */
export const OBJECT = { flag: true };

/** The library itself: `and`, `or`, `not`, bound by its tree builder and evaluated in two phases, as the guard does. */
export function library(): Evaluator {
  const calls: string[] = [];
  const builder = treeBuilder();
  const known = new Map<string, PermissionExpression>();

  const leafOf = (name: string, kind: LeafKind): PermissionExpression => {
    const key = name + JSON.stringify(kind);
    const expression = known.get(key) ?? toExpression(permissionFor(name, kind, calls), 'a law', 1);
    known.set(key, expression);
    return expression;
  };
  const build = (shape: Shape): PermissionExpression => expressionOf(shape, leafOf);

  return async (shape) => {
    const tree = await treeFor(build(shape), undefined, builder);
    calls.length = 0;
    const ran = run(tree);
    const { awaited, ...verdicts } = ran instanceof Promise ? await ran : ran;
    return { ...verdicts, awaited, calls: [...calls] };
  };
}

/** The expression that a developer would write for this shape. */
export function expressionOf(
  shape: Shape,
  leafOf: (name: string, kind: LeafKind) => PermissionOperand,
): PermissionExpression {
  switch (shape.op) {
    case 'leaf':
      return toExpression(leafOf(shape.name, shape.kind), 'a law', 1);
    case 'not':
      return not(expressionOf(shape.operand, leafOf));
    default: {
      const [first, ...others] = shape.operands.map((operand) => expressionOf(operand, leafOf));
      return shape.op === 'and' ? and(first!, ...others) : or(first!, ...others);
    }
  }
}

/** A permission with the rules of this kind. */
export function permissionFor(name: string, kind: LeafKind, calls: string[] = []): ReturnType<typeof leaf> {
  const { r, o, where, async = false } = kind;
  const condition = where === 'holds' ? { flag: true } : where === 'fails' ? { flag: false } : where;
  const rules = {
    ...(r !== undefined && { request: answering(r, async) }),
    ...(o !== undefined && { object: answering(o, async) }),
    ...(condition !== undefined && { where: answering(condition, async) }),
  };
  return leaf(name, rules, calls);
}

function answering(answer: unknown, async: boolean): () => unknown {
  switch (answer) {
    case 'throws':
      return () => {
        throw new Error('the database is down');
      };
    case 'rejects':
      return () => Promise.reject(new Error('the database is down'));
    case 'undefined':
      return () => undefined;
    case 'truthy':
      return () => 'yes';
    case 'object':
      return () => ({});
    case 'promised undefined':
      return () => Promise.resolve(undefined);
    case 'promised truthy':
      return () => Promise.resolve('yes');
    case 'promised object':
      return () => Promise.resolve({});
    default:
      return async ? () => Promise.resolve(answer) : () => answer;
  }
}

type Verdicts = Omit<Run, 'calls'>;

function run(tree: PolicyTree): Verdicts | Promise<Verdicts> {
  const evaluation = evaluationOf(tree);
  const failed = (error: unknown, request: Run['request'], awaited: boolean): Verdicts => {
    if (error instanceof RuleFailure) return { request, final: 'error', awaited };
    throw error;
  };
  const second = (request: Outcome, awaited: boolean): Verdicts | Promise<Verdicts> => {
    if (request !== 'pending') return { request: verdictOf(request), final: verdictOf(request), awaited };
    try {
      const final = decide(evaluation, subjectOf(OBJECT));
      if (!(final instanceof Promise)) return { request, final: verdictOf(final), awaited };
      return final.then(
        (outcome): Verdicts => ({ request, final: verdictOf(outcome), awaited: true }),
        (error: unknown) => failed(error, request, true),
      );
    } catch (error) {
      return failed(error, request, awaited);
    }
  };
  let first: Outcome | Promise<Outcome>;
  try {
    first = decide(evaluation);
  } catch (error) {
    return failed(error, 'error', false);
  }
  if (!(first instanceof Promise)) return second(first, false);
  return first.then(
    (outcome) => second(outcome, true),
    (error: unknown) => failed(error, 'error', true),
  );
}
