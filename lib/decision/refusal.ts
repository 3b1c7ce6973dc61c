import type { Denial } from '../composition/verdict.js';
import type { DenyObjectAs } from '../decorators/load-object.decorator.js';

/** What a client is told, and why, which it is not told. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  /** The denial behind the refusal; `undefined` for an object that does not exist. */
  readonly denial: Denial | undefined;
}

/** What the status of a refusal depends on. */
export interface RefusalCircumstances {
  readonly anonymous: boolean;
  /** Whether the object was known when the refusal was decided. */
  readonly withObject: boolean;
  readonly denyObjectAs: DenyObjectAs;
}

/** The refusal for an object that does not exist: the one source of every 404, hidden objects included. */
export function missing(denial?: Denial): Refusal {
  return { status: 404, message: 'The requested object does not exist.', code: 'not_found', denial };
}

/**
 * The refusal that a denial amounts to. Hiding wins over everything, then a status of the rule's own, then 401 for
 * anonymous callers and 403 for all others.
 * @see https://www.django-rest-framework.org/api-guide/authentication/#unauthorized-and-forbidden-responses
 */
export function refusalOf(denial: Denial, circumstances: RefusalCircumstances): Refusal {
  const { anonymous, withObject, denyObjectAs } = circumstances;
  if (denial.hide === true || (withObject && denyObjectAs === 'not-found')) return missing(denial);
  if (anonymous && (denial.status === undefined || denial.status === 401))
    return { status: 401, message: 'Sign in to do this.', code: 'not_authenticated', denial };
  const { status = 403, message = 'You are not allowed to do this.', code = 'permission_denied' } = denial;
  return { status, message, code, denial };
}
