import { APPLICATION, type AuditFinding, finding } from './audit/finding.js';
import type { Exemption } from './options.js';
import { describeHandler, type HandlerSource } from './policy/handler-source.js';

/** Whether this entry of the option `exempt` means this handler. */
export function exemptionMatches(exemption: Exemption, { controller, action }: HandlerSource): boolean {
  return typeof exemption === 'function'
    ? exemption === controller
    : exemption[0] === controller && exemption[1] === action;
}

/** Entries of the option `exempt` that mean no handler of the application. */
export function unmatchedExemptions(
  exemptions: readonly Exemption[],
  handlers: readonly HandlerSource[],
): readonly AuditFinding[] {
  return exemptions
    .filter((exemption) => !handlers.some((handler) => exemptionMatches(exemption, handler)))
    .map((exemption) => {
      const message = `exempt: ${exemptionName(exemption)} matches no handler of this application.`;
      return finding('exempt-without-match', APPLICATION, message);
    });
}

function exemptionName(exemption: Exemption): string {
  if (typeof exemption === 'function') return exemption.name;
  return describeHandler({ controller: exemption[0], action: exemption[1] });
}
