import type { Exemption } from './options.js';
import type { HandlerSource } from './policy/handler-source.js';

/** Whether this entry of the option `exempt` means this handler. */
export function exemptionMatches(exemption: Exemption, { controller, action }: HandlerSource): boolean {
  return typeof exemption === 'function'
    ? exemption === controller
    : exemption[0] === controller && exemption[1] === action;
}
