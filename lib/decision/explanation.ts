import type { Decision, DecisionTrace } from './decision.js';
import { printable } from './printable.js';

/**
 * A refusal as one bounded line: what was asked for, the answer, and what every permission said.
 * @param asked what was asked for, `PATCH /posts/7`
 */
export function explanation(asked: string, { refusal, trace }: Decision & Required<Pick<Decision, 'refusal'>>): string {
  const said = permissionsOf(trace).map(({ name, verdict, reason }) => {
    return reason === undefined ? `${name} ${verdict}` : `${name} ${verdict} (${reason})`;
  });
  return printable(`${asked} → ${refusal.status} ${refusal.code}: ${said.join('; ')}`);
}

function permissionsOf(trace: DecisionTrace): readonly DecisionTrace[] {
  return trace.operands === undefined ? [trace] : trace.operands.flatMap(permissionsOf);
}
