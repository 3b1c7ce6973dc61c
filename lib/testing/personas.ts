import { IsAuthenticated, type PermissionsService } from '../index.js';

/** By name: a user as authentication would leave it, `null` for a guest, or a function that answers one of these. */
export type Personas = Readonly<Record<string, object | null>>;

/**
 * The users of these personas, in their order.
 * @throws TypeError for a user who would count as anonymous: what is found for a guest must not pass for an administrator
 */
export async function usersOf(personas: Personas, service: PermissionsService): Promise<ReadonlyMap<string, unknown>> {
  const users = new Map<string, unknown>();
  for (const [name, persona] of Object.entries(personas)) {
    const user: unknown = typeof persona === 'function' ? await (persona as () => unknown)() : persona;
    if (user !== null && !(await service.can(IsAuthenticated, user))) {
      throw new TypeError(
        `The persona "${name}" counts as anonymous: give it an id that the option \`getUserId\` finds, or null for a guest.`,
      );
    }
    users.set(name, user);
  }
  return users;
}
