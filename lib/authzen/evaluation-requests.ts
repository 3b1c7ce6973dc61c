import { type AuthZenEntity, entityOf, isText } from './entity.js';
import type { ResolvedAuthZenOptions } from './resolve-options.js';

/** One request to the decision point, and how many decisions it asks for. */
export interface EvaluationRequest {
  readonly path: 'evaluation' | 'evaluations';
  readonly body: string;
  readonly count: number;
}

/**
 * What to ask for these codes: one code at the endpoint for one, several at that for many, as many as it takes.
 * @throws TypeError for a code or an entity that says nothing, and for properties that JSON would lose
 */
export function evaluationRequests(
  options: ResolvedAuthZenOptions,
  user: object,
  codes: readonly string[],
  object: object | undefined,
): readonly EvaluationRequest[] {
  // all of nothing would be a grant
  if (codes.length === 0) throw new TypeError('AuthZenBackend: there is no code to ask for.');
  const subject = entityOf(options.subject(user), 'subject');
  const context = options.context(user, object);
  const resources = new Map<string, AuthZenEntity>();
  const evaluations = codes.map((code) => {
    const { resource: type, action: name } = questionOf(code, options);
    // once a type: decision points may take entities of one type and id for the same
    const resource = resources.get(type) ?? entityOf(options.resource(object, type), 'resource');
    resources.set(type, resource);
    return { resource, action: { name } };
  });
  const requests: EvaluationRequest[] = [];
  for (let start = 0; start < evaluations.length; start += options.batchSize) {
    const batch = evaluations.slice(start, start + options.batchSize);
    const one = batch.length === 1;
    const body = one ? { subject, ...batch[0], context } : { subject, context, evaluations: batch };
    requests.push({
      path: one ? 'evaluation' : 'evaluations',
      body: JSON.stringify(body, refuseLost),
      count: batch.length,
    });
  }
  return requests;
}

function questionOf(code: string, options: ResolvedAuthZenOptions): ReturnType<ResolvedAuthZenOptions['question']> {
  const question = options.question(code);
  if (isText(question.resource) && isText(question.action)) return question;
  throw new TypeError(
    `AuthZenBackend: "${code}" names no action on a type of resource, as "post.view" does. ` +
      'Say how it is read: question: (code) => ({ resource, action }).',
  );
}

// what is not there for a policy is "not equal" to it, and `not` would grant
function refuseLost(key: string, value: unknown): unknown {
  const isLost =
    value === undefined ||
    ['function', 'symbol'].includes(typeof value) ||
    (typeof value === 'number' && !Number.isFinite(value));
  if (!isLost) return value;
  throw new TypeError(`AuthZenBackend: "${key}" is nothing that JSON carries; load it, or leave it out.`);
}
