import type { Evaluator, Run } from './library.js';
import { kleene, seenByRequest, truth, walk } from './meaning.js';
import { both, either, leavesIn, negated, show, type Shape } from './shapes.js';

/** A law, applied to some evaluator: a counterexample in words, or nothing when it holds for this expression. */
export type Law = (evaluate: Evaluator, shape: Shape) => Promise<string | undefined>;

const against = (shape: Shape, said: string, ought: string): string =>
  `${show(shape)}: ${said}, and ought to be ${ought}`;

/** With the object, the verdict is the boolean meaning of the expression. */
export const boolean: Law = async (evaluate, shape) => {
  const { final } = await evaluate(shape);
  const meaning = truth(shape) ? 'granted' : 'denied';
  return final === meaning ? undefined : against(shape, final, meaning);
};

/** Before the object, the verdict is that of strong Kleene logic. */
export const threeValued: Law = async (evaluate, shape) => {
  const { request } = await evaluate(shape);
  const meaning = kleene(shape);
  return request === meaning ? undefined : against(shape, request, meaning);
};

/** Rules are called from left to right, each at most once, and none after the verdict is settled. */
export const lazy: Law = async (evaluate, shape) => {
  const { calls } = await evaluate(shape);
  const expected = walk(shape).calls;
  return calls.join() === expected.join() ? undefined : against(shape, `calls ${calls.join()}`, expected.join());
};

/** No rule is asked a second time, however often its permission stands in the expression. */
export const atMostOnce: Law = async (evaluate, shape) => {
  const { calls } = await evaluate(shape);
  return new Set(calls).size === calls.length
    ? undefined
    : against(shape, `calls ${calls.join()}`, 'free of repetition');
};

/** Promises are made for asynchronous rules, and for nothing else. */
export const awaitsOnlyPromises: Law = async (evaluate, shape) => {
  const { awaited, calls } = await evaluate(shape);
  const promising = new Set(leavesIn(shape).flatMap(({ name, kind }) => (kind.async === true ? [name] : [])));
  const asked = calls.some((call) => promising.has(call.split('.')[0] ?? ''));
  return awaited === asked ? undefined : against(shape, `awaited: ${String(awaited)}`, String(asked));
};

type Rewriting = (a: Shape, b: Shape, c: Shape) => readonly [Shape, Shape];

/** Ways to write the same expression; each must be decided the same, before the object and with it. */
export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  'double negation': (a) => [negated(negated(a)), a],
  "De Morgan's law for and": (a, b) => [negated(both(a, b)), either(negated(a), negated(b))],
  "De Morgan's law for or": (a, b) => [negated(either(a, b)), both(negated(a), negated(b))],
  'commutativity of and': (a, b) => [both(a, b), both(b, a)],
  'commutativity of or': (a, b) => [either(a, b), either(b, a)],
  'associativity of and': (a, b, c) => [both(a, both(b, c)), both(both(a, b), c)],
  'associativity of or': (a, b, c) => [either(a, either(b, c)), either(either(a, b), c)],
  'one list for nested and': (a, b, c) => [both(a, both(b, c)), both(a, b, c)],
  'one list for nested or': (a, b, c) => [either(a, either(b, c)), either(a, b, c)],
  'absorption by and': (a, b) => [both(a, either(a, b)), a],
  'absorption by or': (a, b) => [either(a, both(a, b)), a],
  'distribution of and over or': (a, b, c) => [both(a, either(b, c)), either(both(a, b), both(a, c))],
  'distribution of or over and': (a, b, c) => [either(a, both(b, c)), both(either(a, b), either(a, c))],
  'idempotence of and': (a) => [both(a, a), a],
  'idempotence of or': (a) => [either(a, a), a],
  'a list of one': (a) => [both(a), either(a)],
};

/** Whether two ways of writing one expression are decided the same. */
export async function disagreement(
  evaluate: Evaluator,
  [one, other]: readonly [Shape, Shape],
): Promise<string | undefined> {
  const [said, ought] = [verdicts(await evaluate(one)), verdicts(await evaluate(other))];
  return said === ought ? undefined : `${show(one)}: ${said}, but ${show(other)}: ${ought}`;
}

function verdicts({ request, final }: Run): string {
  return `${request} and then ${final}`;
}

/** Whether a change that must never admit anybody turned a refusal into an admission. */
export async function admission(evaluate: Evaluator, before: Shape, after: Shape): Promise<string | undefined> {
  if ((await evaluate(after)).final !== 'granted') return undefined;
  const { final } = await evaluate(before);
  if (final === 'granted') return undefined;
  return `${show(before)} is ${final}, but ${show(after)} is granted`;
}

/** What a broken rule leaves of a decision: exactly an error where it is asked, and no trace where it is not. */
export const errorsEndDecisions: Law = async (evaluate, shape) => {
  const { request, final, calls } = await evaluate(shape);
  const expected = walk(shape);
  const said = `${request} and then ${final} after ${calls.join()}`;
  const ought = `${expected.request} and then ${expected.final} after ${expected.calls.join()}`;
  return said === ought ? undefined : against(shape, said, ought);
};

/** Applies laws to many expressions; the first counterexample, or nothing. */
export async function counterexample(
  evaluate: Evaluator,
  shapes: Iterable<Shape>,
  laws: readonly Law[],
): Promise<string | undefined> {
  for (const shape of shapes) {
    const once = evaluatedOnce(evaluate);
    for (const law of laws) {
      const found = await law(once, shape);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The same evaluator, which does not run an expression again for each law about it. */
function evaluatedOnce(evaluate: Evaluator): Evaluator {
  const runs = new Map<Shape, ReturnType<Evaluator>>();
  return (shape) => {
    const run = runs.get(shape) ?? evaluate(shape);
    runs.set(shape, run);
    return run;
  };
}

/**
 * Says whether what the request phase settles is ever contradicted by an object. The expressions must contain, with
 * each of their members, those that differ only in what the object rules say.
 */
export async function contradiction(evaluate: Evaluator, shapes: Iterable<Shape>): Promise<string | undefined> {
  const settled = new Map<string, { readonly request: string; readonly finals: Set<string> }>();
  for (const shape of shapes) {
    const { request } = await evaluate(shape);
    const key = seenByRequest(shape);
    const seen = settled.get(key) ?? { request, finals: new Set<string>() };
    settled.set(key, seen);
    if (seen.request !== request) return against(shape, request, seen.request);
    seen.finals.add(truth(shape) ? 'granted' : 'denied');
  }
  for (const [key, { request, finals }] of settled) {
    if (request !== 'pending' && [...finals].join() !== request)
      return `${key}: ${request} before the object, later ${[...finals].join()}`;
    if (request === 'pending' && finals.size === 0) return `${key}: nothing to wait for`;
  }
  return undefined;
}
