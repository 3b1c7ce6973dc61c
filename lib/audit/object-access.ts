import type { Policy } from '../policy/policy.js';

/** How the object of a handler is come by, so that an object rule can be asked. */
export type ObjectAccess = 'loaded' | 'checked' | 'returned' | 'scope';

/** Every way in which this handler comes by objects. */
export function objectAccess({ loader, injects, checkReturned }: Policy): readonly ObjectAccess[] {
  const ways: ObjectAccess[] = [];
  if (loader !== undefined) ways.push('loaded');
  if (injects.has('check')) ways.push('checked');
  if (checkReturned !== undefined) ways.push('returned');
  if (injects.has('scope')) ways.push('scope');
  return ways;
}
