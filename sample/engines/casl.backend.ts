import { type MongoAbility, subject } from '@casl/ability';
import type { PermissionBackend } from 'nestjs-permissions';

/** Asks the ability of a user. Without an object it asks for one without fields: rules with conditions do not match it. */
export class CaslBackend<U extends object> implements PermissionBackend<U> {
  constructor(private readonly abilityOf: (user: U) => MongoAbility) {}

  hasPermissions(user: U, codes: readonly string[], object?: object) {
    const ability = this.abilityOf(user);
    return codes.every((code) => {
      const [type = '', action = ''] = code.split(/\.(?=[^.]*$)/);
      return ability.can(action, subject(type, object ?? {}));
    });
  }
}
