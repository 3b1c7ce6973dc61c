import type { INestApplication } from '@nestjs/common';
import { PermissionsService, type Route } from '../index.js';

/**
 * Whether this user may use a handler, or may depending on an object. A handler whose rules cannot be answered is none
 * that the user may use; what went wrong is in the log.
 */
export async function isVisible(
  app: INestApplication,
  viewer: unknown,
  route: Route,
  method: string,
): Promise<boolean> {
  const { controller, action, policy, guarded } = route;
  if (policy.exempt || !guarded) return true;
  try {
    const { verdict } = await app.get(PermissionsService).explain({ controller, action, method }, viewer);
    return verdict !== 'denied';
  } catch {
    // the service has logged what is no refusal
    return false;
  }
}
