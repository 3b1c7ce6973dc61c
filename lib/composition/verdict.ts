import type { DenyOptions } from '../permission/deny.js';

/** What an evaluation knows: `pending` means that it depends on the object. */
export type Verdict = 'granted' | 'denied' | 'pending';

/** A definite no, with its reason. */
export interface Denial extends DenyOptions {
  /** The permission, or the negation, that said no. Never shown to a client. */
  readonly by: string;
}

/**
 * A denial of these texts. It has every member of its own, and reads none that is not: a polluted `Object.prototype` must
 * not choose a status.
 * @param by the permission, or the negation, that said no
 */
export function denialBy(by: string, texts: DenyOptions = {}): Denial {
  const own = (key: keyof DenyOptions): unknown => (Object.hasOwn(texts, key) ? texts[key] : undefined);
  const [message, code, status, hide] = [own('message'), own('code'), own('status'), own('hide')];
  return Object.freeze({ by, message, code, status, hide }) as Denial;
}

/** A verdict that carries the reason of a denial. */
export type Outcome = 'granted' | 'pending' | Denial;

/** The verdict of an outcome, without its reason. */
export function verdictOf(outcome: Outcome): Verdict {
  return typeof outcome === 'string' ? outcome : 'denied';
}

/**
 * The denial of a disjunction: the last one with a message or code of its own, else the first. A wish to hide the
 * object outlives the choice, for the reason that is shown must not betray what another operand hides.
 */
export function denialOfEither(first: Denial, second: Denial): Denial {
  const chosen = second.message !== undefined || second.code !== undefined ? second : first;
  const hide = first.hide === true || second.hide === true;
  return hide && chosen.hide !== true ? denialBy(chosen.by, { ...chosen, hide }) : chosen;
}
