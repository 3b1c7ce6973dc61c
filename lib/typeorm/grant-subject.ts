import { LONGEST_ID, type ObjectGrant } from './object-grant.entity.js';

/** What identifies a user, a group or an object; it is compared as text, exactly. */
export type GrantId = string | number | bigint;

/** Who holds a grant. */
export type GrantSubject = { readonly user: GrantId } | { readonly group: GrantId };

/** Subjects of one kind. */
export interface Subjects {
  readonly kind: ObjectGrant['subjectKind'];
  readonly ids: readonly string[];
}

/** @throws TypeError for what is neither a user nor a group */
export function subjectsOf(subject: GrantSubject): Subjects {
  if ('user' in subject) return { kind: 'user', ids: [idText(subject.user, 'The id of a user')] };
  return { kind: 'group', ids: [idText(subject.group, 'The id of a group')] };
}

/**
 * An id as it stands in a grant.
 * @param what whose it is, for errors
 * @throws TypeError for what identifies nobody, and for what is too long to be kept whole
 */
export function idText(id: unknown, what: string): string {
  const text = ['string', 'number', 'bigint'].includes(typeof id) && !Number.isNaN(id) ? String(id) : '';
  if (text !== '' && text.length <= LONGEST_ID) return text;
  throw new TypeError(`${what} is a string, number or bigint of at most ${String(LONGEST_ID)} characters.`);
}
