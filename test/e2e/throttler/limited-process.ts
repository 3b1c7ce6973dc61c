import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { SkipThrottle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { Redis } from 'ioredis';
import { AllowAny, PermissionsModule } from '../../../lib/index.js';
import { RedisThrottleStorage, throttle, ThrottlesModule } from '../../../lib/throttler/index.js';

// a program of its own: it listens, and prints the ports of an application with our guard and of one with Nest's

const { REDIS_URL = '', PREFIX = '', LIMIT = '' } = process.env;
const storage = (name: string): RedisThrottleStorage =>
  new RedisThrottleStorage(new Redis(REDIS_URL), { prefix: `${PREFIX}${name}:` });

@Controller()
class PlainController {
  @Get() list(): string {
    return '';
  }

  @Get('skipped') @SkipThrottle() skipped(): string {
    return '';
  }
}

@Module({
  imports: [
    PermissionsModule.forRoot([AllowAny]),
    ThrottlesModule.forRoot({
      throttles: [throttle({ rate: { limit: Number(LIMIT), ttl: 3_600_000 } })],
      storage: storage('ours'),
      storageTimeoutMs: 60_000,
    }),
  ],
  controllers: [PlainController],
})
class OurModule {}

@Module({
  imports: [ThrottlerModule.forRoot({ throttlers: [{ ttl: 3_600_000, limit: 2 }], storage: storage('theirs') })],
  controllers: [PlainController],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
class TheirModule {}

async function listen(module: Type): Promise<number> {
  const app = await NestFactory.create(module, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  return ((app.getHttpServer() as Server).address() as AddressInfo).port;
}

void Promise.all([OurModule, TheirModule].map(listen)).then((ports) => {
  console.log(ports.join(' '));
});
