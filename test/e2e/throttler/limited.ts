import type { INestApplication, ModuleMetadata, Type } from '@nestjs/common';
import type { Response } from 'supertest';
import {
  AllowAny,
  PermissionsModule,
  type PermissionsModuleExtras,
  type PermissionsModuleOptions,
} from '../../../lib/index.js';
import { MemoryThrottleStorage, ThrottlesModule, type ThrottlesModuleOptions } from '../../../lib/throttler/index.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

export const [ada, bob, guest] = [{ id: 1 }, { id: 2 }, null];
export const root = { id: 3, isStaff: true };

/** A clock that a test moves, in seconds, and a storage that goes by it. */
export class Clock {
  seconds = 0;
  readonly storage = new MemoryThrottleStorage({ now: () => this.seconds * 1000 });
}

/** An application of these controllers, which everybody may use and which is limited so. */
export function limited(
  controllers: Type[],
  throttles: ThrottlesModuleOptions,
  permissions: PermissionsModuleOptions & PermissionsModuleExtras = {},
): ModuleMetadata {
  return {
    imports: [
      ThrottlesModule.forRoot(throttles),
      HeaderAuthModule,
      PermissionsModule.forRoot({ defaultPermissions: [AllowAny], ...permissions }),
    ],
    controllers,
  };
}

/** The statuses of several requests, one after the other. */
export async function statuses(count: number, send: () => PromiseLike<Response>): Promise<number[]> {
  const all: number[] = [];
  for (let sent = 0; sent < count; sent++) all.push((await send()).status);
  return all;
}

/** The status of one request, and how long it is to wait. */
export async function answer(
  app: INestApplication,
  user: unknown,
  path: string,
): Promise<[status: number, retryAfter: string | undefined]> {
  const { status, headers } = await as(app, user).get(path);
  return [status, headers['retry-after']];
}
