import type { Denial, Outcome } from '../composition/verdict.js';
import type { BasePermission } from '../permission/base-permission.js';
import { matches } from '../permission/matches.js';
import { parseWhere } from '../permission/parse-where.js';
import { assertNoRuleFields } from '../permission/rules-of.js';
import { type BoundLeaf, denialOf } from '../policy/bound-leaf.js';
import type { Evaluation, LeafRecord, Maybe, Subject } from './evaluation.js';
import { denialIn, judge } from './judge.js';
import { failureOf, isThenable, settle } from './settle.js';

/** A leaf with the instance that answers for it, and with what it tells when it says no. */
interface Asked {
  readonly leaf: BoundLeaf;
  readonly instance: BasePermission;
  readonly denial: Denial;
}

type Rule = 'hasPermission' | 'hasObjectPermission' | 'where';

/** What a leaf says of the request: denied by its request rule, pending where an object rule is left, else granted. */
export function askRequest(leaf: BoundLeaf, evaluation: Evaluation): Maybe<Outcome> {
  const known = evaluation.requestAnswer(leaf);
  if (known !== undefined) return known;
  const asked = askedOf(leaf, evaluation);
  const outcome = recorded('request', leaf, evaluation, asked, askRequestRules);
  evaluation.keepRequestAnswer(leaf, outcome);
  return outcome;
}

/** What a leaf says of the request and the object together. */
export function askObject(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  return chain(askRequest(leaf, evaluation), (request) => {
    if (request !== 'pending') return request;
    const known = subject.answers.get(leaf);
    if (known !== undefined) return known;
    const asked = askedOf(leaf, evaluation);
    const outcome = recorded('object', leaf, evaluation, asked, (each) => askObjectRule(each, evaluation, subject));
    subject.answers.set(leaf, outcome);
    return outcome;
  });
}

/** Goes on with a value now, or with a promised one later. */
export function chain<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function askedOf(leaf: BoundLeaf, evaluation: Evaluation): Maybe<Asked> {
  const { injected, name, denial } = leaf;
  if ('instance' in injected) return { leaf, instance: injected.instance, denial };
  const created = evaluation.scopedInstance(leaf, async (contextId) => {
    try {
      const instance = await injected.create(contextId);
      assertNoRuleFields(instance);
      return instance;
    } catch (error) {
      throw failureOf(error, `The constructor of ${name}`);
    }
  });
  return created.then((instance) => ({ leaf, instance, denial: denialOf(instance, name) }));
}

function askRequestRules(asked: Asked, evaluation: Evaluation): Maybe<Outcome> {
  const { request, object } = asked.leaf.rules;
  const outcome = request ? askRule('hasPermission', asked, evaluation) : 'granted';
  if (object === undefined) return outcome;
  if (outcome instanceof Promise) return outcome.then((settled) => askForObject(settled, asked, evaluation));
  return askForObject(outcome, asked, evaluation);
}

function askForObject(request: Outcome, asked: Asked, evaluation: Evaluation): Maybe<Outcome> {
  if (request !== 'granted') return request;
  return asked.leaf.rules.object === 'where' ? askRule('where', asked, evaluation) : 'pending';
}

function askObjectRule(asked: Asked, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  const condition = evaluation.conditionOf(asked.leaf);
  if (condition === undefined) return askRule('hasObjectPermission', asked, evaluation, subject);
  try {
    return matches(condition, subject.object) ? 'granted' : asked.denial;
  } catch (error) {
    throw failureOf(error, nameOf('where', asked));
  }
}

/** Asks one rule. The literal answers come first: they are nearly all, and cost nothing. */
function askRule(rule: Rule, asked: Asked, evaluation: Evaluation, subject?: Subject): Maybe<Outcome> {
  let answer: unknown;
  try {
    answer = call(rule, asked.instance, evaluation, subject);
    if (answer === true) return 'granted';
    if (answer === false) return asked.denial;
    if (!isThenable(answer)) return read(rule, answer, asked, evaluation);
  } catch (error) {
    throw failureOf(error, nameOf(rule, asked));
  }
  const { ruleTimeoutMs } = evaluation.settings;
  return settle(answer, (settled) => read(rule, settled, asked, evaluation), nameOf(rule, asked), ruleTimeoutMs);
}

function call(rule: Rule, instance: BasePermission, { context }: Evaluation, subject: Subject | undefined): unknown {
  switch (rule) {
    case 'hasPermission':
      return instance.hasPermission?.(context);
    case 'where':
      return instance.where?.(context);
    case 'hasObjectPermission':
      return instance.hasObjectPermission?.(context, subject?.object);
  }
}

function read(rule: Rule, answer: unknown, asked: Asked, evaluation: Evaluation): Outcome {
  if (rule !== 'where' || typeof answer === 'boolean') return judge(answer, asked.denial, nameOf(rule, asked));
  const denied = denialIn(answer, asked.denial);
  if (denied !== undefined) return denied;
  evaluation.keepCondition(asked.leaf, parseWhere(answer));
  return 'pending';
}

function nameOf(rule: Rule, { leaf }: Asked): string {
  return `${leaf.name}.${rule}`;
}

function recorded(
  phase: LeafRecord['phase'],
  leaf: BoundLeaf,
  evaluation: Evaluation,
  asked: Maybe<Asked>,
  ask: (asked: Asked, evaluation: Evaluation) => Maybe<Outcome>,
): Maybe<Outcome> {
  const { records } = evaluation;
  const started = records === undefined ? 0 : performance.now();
  const outcome = asked instanceof Promise ? asked.then((each) => ask(each, evaluation)) : ask(asked, evaluation);
  if (records === undefined) return outcome;
  return chain(outcome, (settled) => {
    records.push({ leaf, phase, outcome: settled, milliseconds: performance.now() - started });
    return settled;
  });
}
