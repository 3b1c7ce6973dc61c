import type { FindingSeverity } from '../index.js';

/** From the gravest down. */
export const SEVERITIES: readonly FindingSeverity[] = ['error', 'warning', 'note'];

/** Whether a finding of this severity is at least as grave as that one. */
export function isAtLeast(severity: FindingSeverity, least: FindingSeverity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
