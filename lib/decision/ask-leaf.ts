import type { Denial, Outcome } from '../composition/verdict.js';
import type { BasePermission } from '../permission/base-permission.js';
import { matches } from '../permission/matches.js';
import { parseWhere } from '../permission/parse-where.js';
import { assertNoRuleFields } from '../permission/rules-of.js';
import { type BoundLeaf, denialOf } from '../policy/bound-leaf.js';
import { type Evaluation, type LeafRecord, type Maybe, remembered, type Subject } from './evaluation.js';
import { denialIn, judge } from './judge.js';
import { printableError } from './printable.js';
import { RuleFailure } from './rule-failure.js';
import { failureOf, isThenable, settle } from './settle.js';

/** A leaf with the instance that answers for it. */
interface Asked {
  readonly leaf: BoundLeaf;
  readonly instance: BasePermission;
  readonly denial: Denial;
}

/** What a leaf says of the request: denied by its request rule, pending where an object rule is left, else granted. */
export function askRequest(leaf: BoundLeaf, evaluation: Evaluation): Maybe<Outcome> {
  return evaluation.requestAnswer(leaf, () =>
    recorded('request', leaf, evaluation, () => withInstance(leaf, evaluation, (asked) => askBoth(asked, evaluation))),
  );
}

/** What a leaf says of the request and the object together. */
export function askObject(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject): Maybe<Outcome> {
  return chain(askRequest(leaf, evaluation), (request) => {
    if (request !== 'pending') return request;
    return remembered(subject.answers, leaf, () =>
      recorded('object', leaf, evaluation, () =>
        withInstance(leaf, evaluation, (asked) => askObjectRule(asked, evaluation, subject)),
      ),
    );
  });
}

/** Goes on with a value now, or with a promised one later. */
export function chain<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function withInstance(leaf: BoundLeaf, evaluation: Evaluation, ask: (asked: Asked) => Maybe<Outcome>): Maybe<Outcome> {
  const { injected, name, denial } = leaf;
  if ('instance' in injected) return ask({ leaf, instance: injected.instance, denial });
  const created = evaluation.scopedInstance(leaf, (contextId) =>
    injected.create(contextId).catch((error: unknown) => {
      throw failureOf(error, `The constructor of ${name}`);
    }),
  );
  return created.then((scoped) => {
    try {
      assertNoRuleFields(scoped);
    } catch (error) {
      throw new RuleFailure(printableError(error));
    }
    return ask({ leaf, instance: scoped, denial: denialOf(scoped, name) });
  });
}

function askBoth(asked: Asked, evaluation: Evaluation): Maybe<Outcome> {
  const { rules } = asked.leaf;
  const request = rules.request ? askRequestRule(asked, evaluation) : 'granted';
  if (rules.object === undefined) return request;
  return chain(request, (outcome): Maybe<Outcome> => {
    if (outcome !== 'granted') return outcome;
    return rules.object === 'where' ? askWhere(asked, evaluation) : 'pending';
  });
}

function askRequestRule({ leaf, instance, denial }: Asked, evaluation: Evaluation): Maybe<Outcome> {
  const rule = `${leaf.name}.hasPermission`;
  return answered(
    () => instance.hasPermission?.(evaluation.context),
    (answer) => judge(answer, denial, rule),
    rule,
    evaluation,
  );
}

function askWhere({ leaf, instance, denial }: Asked, evaluation: Evaluation): Maybe<Outcome> {
  const rule = `${leaf.name}.where`;
  const read = (answer: unknown): Outcome => {
    if (answer === true) return 'granted';
    if (answer === false) return denial;
    const denied = denialIn(answer, denial);
    if (denied !== undefined) return denied;
    evaluation.keepCondition(leaf, parseWhere(answer));
    return 'pending';
  };
  return answered(() => instance.where?.(evaluation.context), read, rule, evaluation);
}

function askObjectRule({ leaf, instance, denial }: Asked, evaluation: Evaluation, { object }: Subject): Maybe<Outcome> {
  if (leaf.rules.object === 'where') {
    const rule = `${leaf.name}.where`;
    const condition = evaluation.conditionOf(leaf);
    return answered(
      () => condition !== undefined && matches(condition, object),
      (answer) => judge(answer, denial, rule),
      rule,
      evaluation,
    );
  }
  const rule = `${leaf.name}.hasObjectPermission`;
  return answered(
    () => instance.hasObjectPermission?.(evaluation.context, object),
    (answer) => judge(answer, denial, rule),
    rule,
    evaluation,
  );
}

function answered(
  call: () => unknown,
  read: (answer: unknown) => Outcome,
  rule: string,
  { settings }: Evaluation,
): Maybe<Outcome> {
  try {
    const answer = call();
    return isThenable(answer) ? settle(answer, read, rule, settings.ruleTimeoutMs) : read(answer);
  } catch (error) {
    throw failureOf(error, rule);
  }
}

function recorded(
  phase: LeafRecord['phase'],
  leaf: BoundLeaf,
  { records }: Evaluation,
  ask: () => Maybe<Outcome>,
): Maybe<Outcome> {
  if (records === undefined) return ask();
  const started = performance.now();
  return chain(ask(), (outcome) => {
    records.push({ leaf, phase, outcome, milliseconds: performance.now() - started });
    return outcome;
  });
}
