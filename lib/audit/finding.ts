/**
 * How much a finding weighs. An `error` fails open or never works, and keeps the application from starting, unless the
 * option `audit` softens it; a `warning` is most likely a mistake; a `note` is for those who review.
 */
export type FindingSeverity = 'error' | 'warning' | 'note';

/** How much each kind of finding weighs, by its stable code. */
const SEVERITIES = {
  'module-missing': 'error',
  'module-imported-twice': 'error',
  'options-unknown': 'warning',
  'invalid-declaration': 'error',
  'misplaced-declaration': 'error',
  'unknown-action': 'error',
  'exempt-without-match': 'error',
  'guard-missing': 'error',
  'guard-not-last': 'error',
  'late-authentication': 'error',
  'object-rule-without-object': 'error',
  'late-check': 'warning',
  'cache-before-check': 'error',
  'list-without-scope': 'warning',
  'unsafe-method-open': 'warning',
  'opening-under-restriction': 'note',
  'dropped-rules': 'warning',
  'dropped-guards': 'warning',
  'unreachable-operand': 'warning',
  contradiction: 'error',
  tautology: 'error',
  'dynamic-policy': 'note',
  'exempt-handler': 'note',
  'feature-without-handlers': 'warning',
  'unguarded-field': 'error',
  'federation-reference': 'warning',
  'raw-route': 'warning',
  'static-files': 'note',
  'open-connection': 'note',
} as const satisfies Record<string, FindingSeverity>;

/** Every kind of finding, by its stable code. */
export type FindingCode = keyof typeof SEVERITIES;

/** Something that the declarations leave open. */
export interface AuditFinding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** The handler, the class, the module, or the application. */
  readonly where: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
  /** Lines to copy, where there are some. */
  readonly remedy?: string;
}

/** What findings that are about no class in particular say of their place. */
export const APPLICATION = 'The application';

/** A finding with the severity of its kind. */
export function finding(code: FindingCode, where: string, message: string): AuditFinding {
  return { code, severity: SEVERITIES[code], where, message };
}
