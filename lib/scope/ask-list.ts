import { isThenable } from '../context/is-thenable.js';
import type { Evaluation } from '../decision/evaluation.js';
import type { Maybe } from '../decision/maybe.js';
import { RuleFailure } from '../decision/rule-failure.js';
import { failureOf, settle } from '../decision/settle.js';
import { isListed, LISTED } from '../permission/listed.js';
import { parseWhere } from '../permission/parse-where.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { ScopeTerm } from './formula.js';

/**
 * The objects of a list that a permission grants which asks about one object otherwise.
 * @throws RuleFailure for a permission that can only judge one object at a time
 */
export function askList({ instance, name }: BoundLeaf, { context, settings }: Evaluation): Maybe<ScopeTerm> {
  if (!isListed(instance)) {
    throw new RuleFailure(`${name}.hasObjectPermission cannot become a query: write where() instead.`);
  }
  const rule = `The objects of ${name}`;
  try {
    const answer = instance[LISTED](context);
    return isThenable(answer) ? settle(answer, termOf, rule, settings.ruleTimeoutMs) : termOf(answer);
  } catch (error) {
    throw failureOf(error, rule);
  }
}

function termOf(answer: unknown): ScopeTerm {
  if (typeof answer === 'boolean') return answer ? 'all' : 'none';
  return { kind: 'where', condition: parseWhere(answer) };
}
