import { type PermissionDenied, type Route, SAFE_METHODS } from '../index.js';
import { possibleOutcomes } from './possible-outcomes.js';

/** Every answer that the guard can give in place of the handler's, for guests and for users. */
export function possibleRefusals(route: Route, method: string): readonly PermissionDenied[] {
  return [true, false].flatMap((anonymous) => refusalsFor(route, method, anonymous));
}

/** Whether nobody has to sign in, whatever the object. */
export function isOpen({ policy }: Route, method: string): boolean {
  const asking = { anonymous: true, safe: SAFE_METHODS.has(method), withObject: false };
  const { pending, denials } = possibleOutcomes(policy.root, asking);
  return !pending && denials.length === 0;
}

function refusalsFor(route: Route, method: string, anonymous: boolean): readonly PermissionDenied[] {
  const { policy, refusal } = route;
  const asking = { anonymous, safe: SAFE_METHODS.has(method) };
  const first = possibleOutcomes(policy.root, { ...asking, withObject: false });
  const refusals = first.denials.map((denial) => refusal(denial, anonymous, false));
  if (!first.granted && !first.pending) return refusals;
  if (first.pending && judgesObject(route)) {
    const { denials } = possibleOutcomes(policy.root, { ...asking, withObject: true });
    refusals.push(...denials.map((denial) => refusal(denial, anonymous, true)));
  }
  if (missesObject(route, first.pending)) refusals.push(refusal(undefined, anonymous, true));
  return refusals;
}

/** Whether a denied object is answered by a refusal, and not left out of a list. */
function judgesObject({ policy: { loader, injects, checkReturned } }: Route): boolean {
  const returned = checkReturned !== undefined && checkReturned.onDenied !== 'filter';
  return loader !== undefined || injects.has('check') || returned;
}

/** Whether an object can turn out not to exist. */
function missesObject({ policy: { loader, injects, checkReturned } }: Route, pending: boolean): boolean {
  const loads = loader !== undefined && (pending || injects.has('object'));
  return loads || injects.has('check') || checkReturned !== undefined;
}
