import { Controller, Get, type INestApplication, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type ClientProxy, ClientProxyFactory, EventPattern, MessagePattern, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { lastValueFrom } from 'rxjs';
import {
  AllowAny,
  Permissions,
  PermissionsAuditor,
  PermissionsGuard,
  PermissionsModule,
  type PermissionsModuleOptions,
} from '../../../lib/index.js';
import { permissionMatrix } from '../../../lib/testing/index.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import { problemsOf } from '../../support/startup.js';

@Controller('jobs')
class JobsController {
  @Get()
  @Permissions(AllowAny)
  list(): string {
    return 'listed';
  }

  @MessagePattern('run')
  run(): string {
    return 'ran';
  }

  @EventPattern<unknown>('stopped')
  stopped(): void {
    return undefined;
  }

  @MessagePattern('open')
  @Permissions(AllowAny)
  open(): string {
    return 'open';
  }
}

@Controller()
@UseGuards(MessageAuthentication, PermissionsGuard)
class BoundController {
  @MessagePattern('bound')
  bound(): string {
    return 'bound';
  }
}

describe('an application that also listens to messages', () => {
  let app: INestApplication;
  let client: ClientProxy | undefined;
  afterEach(async () => {
    await client?.close();
    client = undefined;
    await app.close();
  });

  async function start(
    controller: typeof JobsController | typeof BoundController,
    hybrid: { inheritAppConfig: boolean } | undefined,
    options: PermissionsModuleOptions = {},
  ): Promise<(pattern: string, token?: string) => Promise<unknown>> {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot(options)],
      controllers: [controller],
      providers: [
        Sessions,
        ...(controller === JobsController ? [{ provide: APP_GUARD, useClass: MessageAuthentication }] : []),
      ],
    }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    const host = '127.0.0.1';
    const service = app.connectMicroservice({ transport: Transport.TCP, options: { host, port: 0 } }, hybrid);
    await app.init();
    await app.startAllMicroservices();
    app.get(Sessions).signIn('ada', { id: 1 });
    const { port } = service.unwrap<{ address(): { port: number } }>().address();
    const proxy = ClientProxyFactory.create({ transport: Transport.TCP, options: { host, port } });
    client = proxy;
    return (pattern, token) =>
      lastValueFrom(proxy.send<unknown>(pattern, { token })).catch((error: unknown) => ({ error }));
  }

  const guarded = (): Record<string, boolean> =>
    Object.fromEntries(
      app
        .get(PermissionsAuditor)
        .audit()
        .handlers.map(({ action, guarded }) => [action, guarded]),
    );

  it('[SEC-204] does not start without inheritAppConfig, for nobody would ask', async () => {
    const remedy = 'Nest runs no global guard for it. Connect the microservice with { inheritAppConfig: true }.';

    expect(await problemsOf(start(JobsController, undefined))).toEqual([
      `JobsController.run: ${remedy} [guard-missing]`,
      `JobsController.stopped: ${remedy} [guard-missing]`,
    ]);
  });

  it('[SEC-204] is guarded with it', async () => {
    const send = await start(JobsController, { inheritAppConfig: true });

    expect(await send('run')).toMatchObject({ error: { statusCode: 401 } });
    expect(await send('run', 'ada')).toBe('ran');
    expect(guarded()).toEqual({ list: true, run: true, stopped: true, open: true });
  });

  it('[SEC-204] is told so where findings are softened', async () => {
    const send = await start(JobsController, { inheritAppConfig: false }, { audit: 'warn' });

    expect(await send('run')).toBe('ran');
    expect(guarded()).toEqual({ list: true, run: false, stopped: false, open: false });
    expect(String(await permissionMatrix(app, { personas: { guest: null } }))).toMatch(/run +unguarded/);
  });

  it('is guarded by guards of its classes, with and without it', async () => {
    const send = await start(BoundController, undefined);

    expect(await send('bound')).toMatchObject({ error: { statusCode: 401, code: 'not_authenticated' } });
    expect(await send('bound', 'ada')).toBe('bound');
    expect(guarded()).toEqual({ bound: true });
  });
});

describe('an application whose message handlers are connected elsewhere', () => {
  it('starts', async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot()],
      controllers: [JobsController],
    }).compile();
    const app = moduleRef.createNestApplication({ logger: false });
    await app.init();

    expect(app.get(PermissionsAuditor).audit().findings).toEqual([]);
    await app.close();
  });
});
