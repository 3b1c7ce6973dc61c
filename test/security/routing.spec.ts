import {
  All,
  Controller,
  Get,
  Module,
  Post,
  type Type,
  VERSION_NEUTRAL,
  Version,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import {
  AllowAny,
  BasePermission,
  IsAdminUser,
  type PermissionClass,
  PermissionsAuditor,
  Permissions,
  PermissionsModule,
  ReadOnly,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { rawRequest, sendRaw, statusOf } from '../support/raw-socket.js';
import { REFUSALS, Witness } from '../support/witness.js';
import { footprints, startRoutes, USER_HEADER } from './fixtures/routes.js';

const witness = new Witness();
const user = { id: 1 };

@Controller('verbs')
class VerbsController {
  @All('read')
  @Permissions(ReadOnly)
  read(): string {
    return witness.handled('in');
  }

  @Get('one')
  one(): string {
    return witness.handled('in');
  }

  @Post('one')
  @Permissions(IsAdminUser)
  write(): string {
    return witness.handled('in');
  }
}

@Controller('plain')
class PlainController {
  @Get()
  @Permissions(IsAdminUser)
  list(): string {
    return witness.handled('in');
  }
}

@Controller({ path: 'versions', version: VERSION_NEUTRAL })
class VersionsController {
  @Get()
  @Version('1')
  @Permissions(AllowAny)
  first(): string {
    return witness.handled('first');
  }

  @Get()
  @Version('2')
  @Permissions(IsAdminUser)
  second(): string {
    return witness.handled('second');
  }
}

const imports = [HeaderAuthModule, witness.module(), PermissionsModule.forRoot()];

onEveryAdapter('Routing', (boot) => {
  it('[SEC-067] HEAD on a GET route is asked as GET is, once', async () => {
    const app = await startRoutes(boot);
    await sendRaw(app, rawRequest('HEAD', '/users', ['x-probe: 1']));
    expect([footprints.asked, footprints.entered]).toEqual([['1 list'], []]);
    footprints.clear();
    await sendRaw(app, rawRequest('HEAD', '/users', ['x-probe: 2', USER_HEADER]));
    expect([footprints.asked, footprints.entered]).toEqual([['2 list'], ['2 list']]);
  });

  it('[SEC-069] a preflight is answered without a handler, with CORS and without', async () => {
    const preflight = ['Origin: http://evil.example', 'Access-Control-Request-Method: POST', 'x-probe: 1'];
    for (const cors of [true, false]) {
      const app = await startRoutes(boot, (configured) => {
        if (cors) configured.enableCors();
      });
      for (const path of ['/users', '/users/me', '/odd/options', '/odd/all']) {
        const answer = await sendRaw(app, rawRequest('OPTIONS', path, preflight));
        expect([path, footprints.entered]).toEqual([path, []]);
        if (cors) expect([path, statusOf(answer)]).toEqual([path, 204]);
      }
    }
  });

  it('[SEC-069] OPTIONS that is no preflight follows the policy', async () => {
    const app = await startRoutes(boot);
    for (const path of ['/odd/options', '/odd/all']) {
      expect(statusOf(await sendRaw(app, rawRequest('OPTIONS', path)))).toBe(401);
      expect(statusOf(await sendRaw(app, rawRequest('OPTIONS', path, [USER_HEADER])))).toBe(200);
    }
  });

  it('[SEC-070] GET, HEAD and OPTIONS only read, and no other method of the world does', async () => {
    const app = await boot({ imports, controllers: [VerbsController] });
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      witness.entered.length = 0;
      await sendRaw(app, rawRequest(method, '/verbs/read'));
      expect([method, witness.entered]).toEqual([method, ['interceptor', 'handler']]);
    }
    const others = [
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'TRACE',
      'PROPFIND',
      'PROPPATCH',
      'REPORT',
      'SEARCH',
      'QUERY',
      'LOCK',
      'LINK',
      'SOURCE',
      'PURGE',
      'M-SEARCH',
      'get',
      'Get',
      'gET',
      'GET\t',
      'CONNECT',
    ];
    for (const method of others) {
      for (const header of [[], [USER_HEADER]]) {
        witness.entered.length = 0;
        const status = statusOf(await sendRaw(app, rawRequest(method, '/verbs/read', header)));
        expect([method, witness.entered]).toEqual([method, []]);
        expect(status ?? 400).toBeGreaterThanOrEqual(400);
      }
    }
  });

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])(
    '[SEC-071] %s changes nothing',
    async (header) => {
      const app = await boot({ imports, controllers: [VerbsController] });
      await witness.expectDenied(app, () => as(app, user).post('/verbs/one').set(header, 'GET'), REFUSALS.forbidden);
      await witness.expectDenied(app, () => as(app, user).post('/verbs/read').set(header, 'GET'), REFUSALS.forbidden);
      await witness.expectDenied(
        app,
        () => as(app, user).post('/verbs/one?_method=GET').send({ _method: 'GET' }),
        REFUSALS.forbidden,
      );
      await witness.expectDenied(app, () => as(app, null).get('/verbs/one').set(header, 'HEAD'), REFUSALS.guest);
    },
  );

  it('[SEC-072] a global prefix leaves the policy as it is, excluded routes included', async () => {
    const app = await boot(
      { imports, controllers: [PlainController, VerbsController] },
      { configure: (configured) => void configured.setGlobalPrefix('api', { exclude: ['plain'] }) },
    );
    for (const path of ['/plain', '/api/verbs/one']) {
      witness.entered.length = 0;
      const { status, body } = await as(app, null).get(path);
      expect([path, status, body, witness.entered]).toEqual([path, 401, REFUSALS.guest, []]);
    }
    for (const path of ['/api/plain', '/verbs/one']) expect((await as(app, user).get(path)).status).toBe(404);
    expect(
      app
        .get(PermissionsAuditor)
        .audit()
        .handlers.flatMap(({ paths }) => paths),
    ).toEqual(expect.arrayContaining(['/plain', '/api/verbs/one']));
  });

  it.each([
    ['URI', { type: VersioningType.URI } as const, (version: string) => sent(`/v${version}/versions`)],
    [
      'header',
      { type: VersioningType.HEADER, header: 'X-API-Version' } as const,
      (version: string) => sent('/versions', 'X-API-Version', version),
    ],
    [
      'media type',
      { type: VersioningType.MEDIA_TYPE, key: 'v=' } as const,
      (version: string) => sent('/versions', 'Accept', `application/json;v=${version}`),
    ],
  ])('[SEC-066] of two versions (%s), the one that is asked for is the one that runs', async (_name, options, send) => {
    const app = await boot(
      { imports, controllers: [VersionsController] },
      { configure: (configured) => void configured.enableVersioning(options) },
    );
    for (const version of ['1', '2', '3', '1,2', '2,1', '', '01', '__proto__', '1 ']) {
      witness.entered.length = 0;
      const { path, name, value } = send(version);
      const request = as(app, user).get(path);
      const { status, text } = await (name === undefined ? request : request.set(name, value ?? ''));
      if (status === 200) expect([version, text]).toEqual([version, 'first']);
      else expect([version, witness.entered]).toEqual([version, []]);
    }
  });

  it('[SEC-074] a controller that two modules mount is guarded at both, and the audit lists both', async () => {
    @Module({ controllers: [PlainController] })
    class FirstModule {}
    @Module({ controllers: [PlainController] })
    class SecondModule {}
    const mounts = RouterModule.register([
      { path: 'first', module: FirstModule },
      { path: 'second', module: SecondModule },
    ]);
    const app = await boot({ imports: [...imports, FirstModule, SecondModule, mounts] });
    for (const path of ['/first/plain', '/second/plain']) {
      await witness.expectDenied(app, () => as(app, user).get(path), REFUSALS.forbidden);
    }
    expect(
      app
        .get(PermissionsAuditor)
        .audit()
        .handlers.flatMap(({ paths }) => paths),
    ).toEqual(expect.arrayContaining(['/first/plain', '/second/plain']));
  });

  it.each<[string, () => [Type, Type]]>([
    [
      'two classes of one name',
      () => {
        const answering = (answer: boolean): PermissionClass => {
          class IsEditor extends BasePermission {
            override hasPermission(): boolean {
              return answer;
            }
          }
          return IsEditor;
        };
        return [mounting(answering(false)), mounting(answering(true))];
      },
    ],
    [
      'one class that they provide differently',
      () => {
        class IsEditor extends BasePermission {
          override hasPermission(): boolean {
            return false;
          }
        }
        class Lenient extends IsEditor {
          override hasPermission(): boolean {
            return true;
          }
        }
        return [mounting(IsEditor, [IsEditor]), mounting(IsEditor, [{ provide: IsEditor, useClass: Lenient }])];
      },
    ],
  ])(
    '[SEC-074] a controller that two modules give different rules, %s, keeps the application from starting',
    async (_name, modules) => {
      const [First, Second] = modules();
      const mounts = RouterModule.register([
        { path: 'first', module: First },
        { path: 'second', module: Second },
      ]);
      for (const order of [
        [First, Second],
        [Second, First],
      ]) {
        const outcome = await boot({ imports: [...imports, ...order, mounts] }).then(
          () => 'started',
          () => 'refused',
        );
        expect(outcome).toBe('refused');
      }
    },
  );

  it('[SEC-075] the name of the host chooses the route, and is nobody', async () => {
    const app = await startRoutes(boot);
    const hosts = [
      'admin.example.com',
      'ADMIN.example.com',
      'admin.example.com:80',
      'localhost',
      'admin.example.com.',
      '127.0.0.1',
      'admin.example.com@evil',
      '',
    ];
    for (const host of hosts) {
      const lines = (headers: readonly string[]): string =>
        ['GET /hosted HTTP/1.1', `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n');
      await sendRaw(app, lines(['x-probe: guest']));
      expect([host, footprints.entered]).toEqual([host, []]);
      await sendRaw(app, lines(['x-probe: user', USER_HEADER]));
      expect([host, footprints.unasked()]).toEqual([host, []]);
      footprints.clear();
    }
  });

  it('[SEC-076] nothing that a client sends stands for a decision that was made', async () => {
    const app = await boot({ imports, controllers: [PlainController, VerbsController] });
    const claims = {
      'nestjs-permissions:invocation': {},
      'Symbol(nestjs-permissions:invocation)': {},
      user: { id: 1, isStaff: true },
      '@@nestjs-permissions:invocation': true,
    };
    await witness.expectDenied(app, () => as(app, user).post('/verbs/one').send(claims), REFUSALS.forbidden);
    for (const header of [
      'x-middleware-subrequest',
      'x-original-url',
      'x-rewrite-url',
      'x-forwarded-user',
      'x-remote-user',
      'user',
      'nestjs-permissions-invocation',
    ]) {
      await witness.expectDenied(app, () => as(app, null).get('/plain').set(header, '/legitimate'), REFUSALS.guest);
      await witness.expectDenied(
        app,
        () => as(app, user).get('/plain?user[id]=1&user[isStaff]=true').set(header, 'admin'),
        REFUSALS.forbidden,
      );
    }
  });

  it('[SEC-077] of two routes that match, the one that is asked for is the one that runs, whichever comes first', async () => {
    const app = await startRoutes(boot);
    for (const path of ['/users/me', '/people/me']) {
      footprints.clear();
      await sendRaw(app, rawRequest('GET', path, ['x-probe: 1', USER_HEADER]));
      expect(footprints.entered).toHaveLength(1);
      expect(footprints.asked).toEqual(footprints.entered);
    }
  });

  it('[SEC-082] an unknown route is answered as Nest answers it', async () => {
    const app = await startRoutes(boot);
    const { status, body } = await as(app, null).get('/nowhere');
    expect([status, body]).toEqual([404, expect.objectContaining({ statusCode: 404, message: 'Cannot GET /nowhere' })]);
    expect(footprints.asked).toEqual([]);
  });
});

interface Sent {
  readonly path: string;
  readonly name?: string;
  readonly value?: string;
}

function sent(path: string, name?: string, value?: string): Sent {
  return { path, ...(name !== undefined && { name }), ...(value !== undefined && { value }) };
}

@Controller('shared')
class SharedController {
  @Get()
  list(): string {
    return 'in';
  }
}

function mounting(permission: PermissionClass, providers: unknown[] = []): Type {
  @Module({
    imports: [PermissionsModule.forFeature([permission])],
    controllers: [SharedController],
    providers: providers as never,
  })
  class MountingModule {}
  return MountingModule;
}
