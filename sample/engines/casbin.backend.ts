import type { Enforcer } from 'casbin';
import type { PermissionBackend } from 'nestjs-permissions';

/** Asks casbin for (user, resource, action, owner of the object); the owner is empty where there is no object. */
export class CasbinBackend implements PermissionBackend {
  constructor(private readonly enforcer: Enforcer) {}

  async hasPermissions(user: { id: number }, codes: readonly string[], object?: { authorId: number }) {
    const owner = object === undefined ? '' : `user:${object.authorId}`;
    const questions = codes.map((code) => [`user:${user.id}`, ...code.split(/\.(?=[^.]*$)/), owner]);
    const answers = await this.enforcer.batchEnforce(questions);
    return answers.every((granted) => granted);
  }
}
