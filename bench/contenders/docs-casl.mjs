import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import { SetMetadata } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { injectable } from '../harness/route.mjs';

const CHECK_POLICIES = 'check_policy';

/** @param define the abilities of a user, as the documentation's factory builds them for every request */
const factoryOf = (define) =>
  class CaslAbilityFactory {
    createForUser(user) {
      const builder = new AbilityBuilder(createMongoAbility);
      define(user, builder.can);
      return builder.build();
    }
  };

/**
 * As the chapter on authorization of Nest's documentation has it.
 * @param define what a user can do
 * @param policies what the handler asks of that
 */
export function docsCasl(define, ...policies) {
  const CaslAbilityFactory = factoryOf(define);
  class PoliciesGuard {
    constructor(reflector, factory) {
      this.reflector = reflector;
      this.factory = factory;
    }

    async canActivate(context) {
      const handlers = this.reflector.get(CHECK_POLICIES, context.getHandler()) || [];
      const { user } = context.switchToHttp().getRequest();
      const ability = this.factory.createForUser(user);
      return handlers.every((handler) => handler(ability));
    }
  }
  injectable(PoliciesGuard, Reflector, CaslAbilityFactory);
  return {
    on: [SetMetadata(CHECK_POLICIES, policies)],
    providers: [CaslAbilityFactory, { provide: APP_GUARD, useClass: PoliciesGuard }],
  };
}
