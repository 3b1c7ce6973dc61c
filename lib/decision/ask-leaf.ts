import type { Outcome } from '../composition/verdict.js';
import { isThenable } from '../context/is-thenable.js';
import type { BasePermission } from '../permission/base-permission.js';
import type { Condition } from '../permission/condition.js';
import { matches } from '../permission/matches.js';
import { parseWhere } from '../permission/parse-where.js';
import { assertNoRuleFields, type Rules } from '../permission/rules-of.js';
import { type Answerer, type BoundLeaf, denialOf, type SharedLeaf } from '../policy/bound-leaf.js';
import { Answers } from './answers.js';
import type { Evaluation, LeafRecord, Scoped, Subject } from './evaluation.js';
import { denialIn, judge } from './judge.js';
import { chain, type Maybe } from './maybe.js';
import { reasonOf } from './reason-of.js';
import { failureOf, settle } from './settle.js';

type Rule = 'hasPermission' | 'hasObjectPermission' | 'where';

/** What a leaf says of the request: denied by its request rule, pending where an object rule is left, else granted. */
export function askRequest(leaf: BoundLeaf, evaluation: Evaluation): Maybe<Outcome> {
  // nothing to ask, and nothing to remember
  if (isAboutObjects(leaf.rules) && evaluation.records === undefined) return 'pending';
  const known = evaluation.requestAnswer(leaf);
  if (known !== undefined) return known;
  const outcome = answered(leaf, evaluation, undefined);
  if (evaluation.tree.remembers) evaluation.keepRequestAnswer(leaf, outcome);
  return outcome;
}

function isAboutObjects({ request, object }: Rules): boolean {
  return !request && object === 'hasObjectPermission';
}

/** What a leaf says of the request and the object together. */
export function askObject(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  const request = askRequest(leaf, evaluation);
  if (request instanceof Promise) return request.then((settled) => askAbout(leaf, settled, evaluation, subject));
  return askAbout(leaf, request, evaluation, subject);
}

function askAbout(leaf: BoundLeaf, request: Outcome, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  if (request !== 'pending') return request;
  if (!evaluation.tree.repeats) return answered(leaf, evaluation, subject);
  const known = subject.answers?.get(leaf);
  if (known !== undefined) return known;
  const outcome = answered(leaf, evaluation, subject);
  subject.answers = new Answers(leaf, outcome, subject.answers);
  return outcome;
}

/** Asks the rules of one phase: those of the object when there is one, else those of the request. */
function answered(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject | undefined): Maybe<Outcome> {
  if (evaluation.records !== undefined) return recorded(leaf, evaluation, subject, evaluation.records);
  return hasInstance(leaf) ? askRules(leaf, leaf, evaluation, subject) : askScoped(leaf, evaluation, subject);
}

function askScoped(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject | undefined): Promise<Outcome> {
  return askInstance(leaf, evaluation, (by) => askRules(leaf, by, evaluation, subject));
}

function recorded(
  leaf: BoundLeaf,
  evaluation: Evaluation,
  subject: Subject | undefined,
  records: LeafRecord[],
): Maybe<Outcome> {
  const started = performance.now();
  const ask = (by: Answerer): Maybe<Outcome> => askRules(leaf, by, evaluation, subject);
  const outcome = hasInstance(leaf) ? ask(leaf) : askInstance(leaf, evaluation, ask);
  return chain(outcome, (settled) => {
    const phase = subject === undefined ? 'request' : 'object';
    const milliseconds = performance.now() - started;
    records.push({ leaf, phase, outcome: settled, reason: reasonOf(leaf, settled, evaluation, subject), milliseconds });
    return settled;
  });
}

function hasInstance(leaf: BoundLeaf): leaf is SharedLeaf {
  return leaf.instance !== undefined;
}

/** Asks the instance that Nest makes for this invocation. */
function askInstance(leaf: BoundLeaf, evaluation: Evaluation, ask: (by: Answerer) => Maybe<Outcome>): Promise<Outcome> {
  return evaluation.scopedInstance(leaf.injected as Scoped).then(
    (instance) => ask(answererOf(instance, leaf)),
    (error: unknown) => {
      throw failureOfConstructor(error, leaf);
    },
  );
}

function answererOf(instance: BasePermission, leaf: BoundLeaf): Answerer {
  try {
    assertNoRuleFields(instance);
    return { instance, denial: denialOf(instance, leaf.name) };
  } catch (error) {
    throw failureOfConstructor(error, leaf);
  }
}

function failureOfConstructor(error: unknown, { name }: BoundLeaf): Error {
  return failureOf(error, `The constructor of ${name}`);
}

function askRules(leaf: BoundLeaf, by: Answerer, evaluation: Evaluation, subject: Subject | undefined): Maybe<Outcome> {
  const { request, object } = leaf.rules;
  if (subject !== undefined) return askObjectRule(leaf, by, evaluation, subject);
  const outcome = request ? askPermission(leaf, by, evaluation) : 'granted';
  if (object === undefined) return outcome;
  if (outcome instanceof Promise) return outcome.then((settled) => askForObject(settled, leaf, by, evaluation));
  return askForObject(outcome, leaf, by, evaluation);
}

function askForObject(request: Outcome, leaf: BoundLeaf, by: Answerer, evaluation: Evaluation): Maybe<Outcome> {
  if (request !== 'granted') return request;
  if (leaf.rules.object !== 'where') return 'pending';
  let answer: unknown;
  try {
    answer = by.instance.where?.(evaluation.context);
  } catch (error) {
    throw failureOf(error, nameOf('where', leaf));
  }
  return outcomeOf('where', answer, leaf, by, evaluation);
}

function askPermission(leaf: BoundLeaf, by: Answerer, evaluation: Evaluation): Maybe<Outcome> {
  let answer: unknown;
  try {
    answer = by.instance.hasPermission?.(evaluation.context);
  } catch (error) {
    throw failureOf(error, nameOf('hasPermission', leaf));
  }
  return outcomeOf('hasPermission', answer, leaf, by, evaluation);
}

function askObjectRule(leaf: BoundLeaf, by: Answerer, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  let answer: unknown;
  try {
    if (leaf.rules.object === 'where') {
      // pending, so there is one
      return matches(evaluation.conditionOf(leaf) as Condition, subject.object) ? 'granted' : by.denial;
    }
    answer = by.instance.hasObjectPermission?.(evaluation.context, subject.object);
  } catch (error) {
    throw failureOf(error, nameOf(leaf.rules.object as Rule, leaf));
  }
  return outcomeOf('hasObjectPermission', answer, leaf, by, evaluation);
}

/** What an answer means. The literal ones come first: they are nearly all, and cost nothing. */
export function outcomeOf(
  rule: Rule,
  answer: unknown,
  leaf: BoundLeaf,
  by: Answerer,
  evaluation: Evaluation,
): Maybe<Outcome> {
  if (answer === true) return 'granted';
  if (answer === false) return by.denial;
  try {
    if (!isThenable(answer)) return read(rule, answer, leaf, by, evaluation);
  } catch (error) {
    throw failureOf(error, nameOf(rule, leaf));
  }
  const { ruleTimeoutMs } = evaluation.settings;
  return settle(answer, (settled) => read(rule, settled, leaf, by, evaluation), nameOf(rule, leaf), ruleTimeoutMs);
}

function read(rule: Rule, answer: unknown, leaf: BoundLeaf, { denial }: Answerer, evaluation: Evaluation): Outcome {
  if (rule !== 'where' || typeof answer === 'boolean') return judge(answer, denial, nameOf(rule, leaf));
  const denied = denialIn(answer, denial);
  if (denied !== undefined) return denied;
  evaluation.keepCondition(leaf, parseWhere(answer));
  return 'pending';
}

export function nameOf(rule: Rule, leaf: BoundLeaf): string {
  return `${leaf.name}.${rule}`;
}
