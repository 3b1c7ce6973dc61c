import { UseGuards } from '@nestjs/common';
import nestCasl from 'nest-casl';
import { Thing } from './things.mjs';

const { AccessGuard, CaslModule, UseAbility } = nestCasl;

/**
 * As the README of nest-casl has it.
 * @param permissions what each role can do
 * @param hook how the subject is found, where there is one
 */
export const nestCaslRead = (permissions, hook) => ({
  on: [UseGuards(AccessGuard), UseAbility('read', Thing, hook)],
  imports: [CaslModule.forRoot({})],
  features: [CaslModule.forFeature({ permissions })],
});
