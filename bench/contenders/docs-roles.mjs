import { SetMetadata } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { injectable } from '../harness/route.mjs';

const ROLES = 'roles';

/** As the chapter on guards of Nest's documentation has it. */
class RolesGuard {
  constructor(reflector) {
    this.reflector = reflector;
  }

  canActivate(context) {
    const requiredRoles = this.reflector.getAllAndOverride(ROLES, [context.getHandler(), context.getClass()]);
    if (!requiredRoles) return true;
    const { user } = context.switchToHttp().getRequest();
    return requiredRoles.some((role) => user?.roles?.includes(role));
  }
}
injectable(RolesGuard, Reflector);

export const docsRoles = (...roles) => ({
  on: [SetMetadata(ROLES, roles)],
  providers: [{ provide: APP_GUARD, useClass: RolesGuard }],
});
