import { PermissionsConfigurationError } from '../../lib/index.js';

/**
 * Every problem that keeps an application from starting.
 * @throws Error when it starts, or fails for another reason
 */
export async function problemsOf(starting: Promise<unknown>): Promise<readonly string[]> {
  try {
    await starting;
  } catch (error) {
    if (error instanceof PermissionsConfigurationError) return error.problems;
    throw error;
  }
  throw new Error('The application started.');
}
