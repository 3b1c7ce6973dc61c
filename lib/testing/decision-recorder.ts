import { type DecisionEvent, type DecisionTrace, onDecision } from '../index.js';

/** What permissions said, by their names. One that stayed `pending` was asked about the request, and not about the object. */
export type ExpectedAnswers = Readonly<Record<string, DecisionTrace['verdict']>>;

/** Keeps every decision of the process from when it is made until it is stopped, to see which rules were asked. */
export class DecisionRecorder {
  private readonly recorded: DecisionEvent[] = [];

  /** Ends the recording; what was recorded stays. */
  readonly stop: () => void = onDecision((decision) => {
    this.recorded.push(decision);
  });

  /** All decisions, in their order. */
  get decisions(): readonly DecisionEvent[] {
    return this.recorded;
  }

  /** Forgets what was recorded. */
  clear(): void {
    this.recorded.length = 0;
  }

  /**
   * What every permission said in the last decision about a handler: `{ IsAuthor: 'denied', ReadOnly: 'not asked' }`.
   * @param handler `PostsController.update`
   * @throws Error where nothing was decided about it
   */
  answers(handler: string): ExpectedAnswers {
    const decision = this.recorded.findLast((each) => nameOf(each) === handler);
    if (decision !== undefined) return Object.fromEntries(permissionsOf(decision.trace));
    const known = [...new Set(this.recorded.map(nameOf))].join(', ');
    throw new Error(`Nothing was decided about ${handler}, only about: ${known}`);
  }

  /**
   * That the permissions said this in the last decision about a handler, and that there are no others.
   * @throws Error naming the handler, what was expected and what was said
   */
  expectAnswers(handler: string, expected: ExpectedAnswers): void {
    const [said, wanted] = [inWords(this.answers(handler)), inWords(expected)];
    if (said !== wanted) throw new Error(`${handler}: expected ${wanted}; was ${said}`);
  }
}

function nameOf({ controller, action }: DecisionEvent): string {
  return controller === '' ? 'an expression' : `${controller}.${action}`;
}

function permissionsOf({
  name,
  verdict,
  operands,
}: DecisionTrace): [name: string, verdict: DecisionTrace['verdict']][] {
  return operands === undefined ? [[name, verdict]] : operands.flatMap(permissionsOf);
}

function inWords(answers: ExpectedAnswers): string {
  return Object.entries(answers)
    .map(([name, verdict]) => `${name} ${verdict}`)
    .sort()
    .join(', ');
}
