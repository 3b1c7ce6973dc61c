/** How much a finding weighs: an `error` keeps the application from starting, unless the option `audit` softens it. */
export type FindingSeverity = 'error' | 'warning';

/** Every kind of finding, by its stable code. */
export type FindingCode =
  | 'object-rule-without-object'
  | 'late-check'
  | 'late-authentication'
  | 'cache-before-check'
  | 'guard-missing'
  | 'guard-not-last';

/** Something that the declarations leave open. */
export interface AuditFinding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** The handler, or the application. */
  readonly where: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}
