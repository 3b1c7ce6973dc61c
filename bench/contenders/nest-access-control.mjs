import { UseGuards } from '@nestjs/common';
import nestAccessControl from 'nest-access-control';

const { AccessControlModule, ACGuard, RolesBuilder, UseRoles } = nestAccessControl;

/** As the README of nest-access-control has it. */
export function accessControlRead(...roles) {
  const builder = new RolesBuilder();
  for (const role of ['reader', 'editor', 'guest']) builder.grant(role).readAny('comment');
  for (const role of roles) builder.grant(role).readAny('thing');
  return {
    on: [UseGuards(ACGuard), UseRoles({ resource: 'thing', action: 'read', possession: 'any' })],
    imports: [AccessControlModule.forRoles(builder)],
  };
}
