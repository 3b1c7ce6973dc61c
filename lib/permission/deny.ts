import { PermissionsConfigurationError } from './permissions-configuration-error.js';

/** The statuses that a refusal may name. */
export type DenialStatus = 401 | 402 | 403 | 404 | 405 | 409 | 423 | 429 | 451;

const STATUSES: ReadonlySet<number> = new Set<DenialStatus>([401, 402, 403, 404, 405, 409, 423, 429, 451]);
const OPTIONS: ReadonlySet<string> = new Set(['message', 'code', 'status', 'hide']);
const DENIED: unique symbol = Symbol.for('nestjs-permissions:denied');

/** What a refusal tells the client. */
export interface DenyOptions {
  /** The text for the client. */
  readonly message?: string;
  /** A stable word for programs. It never changes the status. */
  readonly code?: string;
  /** Replaces the 401 or 403 of the refusal. */
  readonly status?: DenialStatus;
  /** Answers as if the object did not exist. */
  readonly hide?: boolean;
}

/** The answer of a rule that says no and why; made by {@link deny}. */
export interface Denied extends DenyOptions {
  readonly [DENIED]: true;
}

/**
 * Says no with a reason of its own: `return deny({ message: 'This post is locked.', code: 'locked', status: 423 })`.
 * @param options what the client is told; empty means the texts of the permission class
 * @throws PermissionsConfigurationError for an option or a status that does not exist
 */
export function deny(options: DenyOptions = {}): Denied {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.has(key)) {
      throw new PermissionsConfigurationError(`deny() has no option "${key}"; it knows ${[...OPTIONS].join(', ')}.`);
    }
  }
  const problem = problemOf({ ...options });
  if (problem !== undefined) throw new PermissionsConfigurationError(`deny(): ${problem}`);
  // without a prototype, so that nothing is read that was not said here
  return Object.freeze(Object.assign(Object.create(null) as object, options, { [DENIED]: true as const }));
}

/** Recognises a sound answer of {@link deny}, also one of another copy of this package. */
export function isDenied(answer: unknown): answer is Denied {
  return (
    typeof answer === 'object' && answer !== null && Object.hasOwn(answer, DENIED) && problemOf(answer) === undefined
  );
}

function problemOf({
  status,
  message,
  code,
}: {
  status?: unknown;
  message?: unknown;
  code?: unknown;
}): string | undefined {
  if (status !== undefined && !STATUSES.has(status as number)) {
    return `a refusal may be ${[...STATUSES].join(', ')}, and not ${status as number}.`;
  }
  const texts = [message, code].every((text) => text === undefined || typeof text === 'string');
  return texts ? undefined : 'message and code are strings.';
}
