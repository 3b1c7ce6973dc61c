import { type Denial, denialBy } from '../composition/verdict.js';
import { type DenyOptions, isDenied } from '../permission/deny.js';
import { printable } from './printable.js';
import { RuleFailure } from './rule-failure.js';

/**
 * The meaning of an answer: only the literal `true` grants, only `false` and `deny()` deny.
 * @param rule the rule in words, `IsEditor.hasPermission`
 * @throws RuleFailure for everything else
 */
export function judge(answer: unknown, denial: Denial, rule: string): 'granted' | Denial {
  if (answer === true) return 'granted';
  if (answer === false) return denial;
  const denied = denialIn(answer, denial);
  if (denied !== undefined) return denied;
  throw new RuleFailure(`${rule} answered ${describeAnswer(answer)}; ${remedy(answer)}.`);
}

/** The denial that `deny()` made, with the texts of the class where it has none; `undefined` for other answers. */
export function denialIn(answer: unknown, denial: Denial): Denial | undefined {
  return isDenied(answer) ? denialBy(denial.by, { ...denial, ...definedOf(answer) }) : undefined;
}

function definedOf(options: DenyOptions): DenyOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** An answer in words, for the log. Never calls a method of it. */
export function describeAnswer(answer: unknown): string {
  if (typeof answer === 'string') return printable(JSON.stringify(answer));
  if (typeof answer === 'symbol' || typeof answer === 'function') return `a ${typeof answer}`;
  if (typeof answer !== 'object' || answer === null) return String(answer);
  if (Array.isArray(answer)) return 'an array';
  return 'subscribe' in answer ? 'an Observable' : 'an object';
}

function remedy(answer: unknown): string {
  if (answer === undefined || answer === null) return 'write `?? false` or `=== true`';
  if (typeof answer === 'object' && 'subscribe' in answer) return 'write `await firstValueFrom(…)`';
  return 'write `=== true`, or return deny({…})';
}
