import {
  Controller,
  Delete,
  Get,
  HttpCode,
  type INestApplication,
  Injectable,
  Options,
  Patch,
  Post,
  Put,
  Scope,
  Search,
} from '@nestjs/common';
import {
  and,
  type BasePermission,
  IsAuthenticated,
  modelPermissions,
  modelPermissionsOrAnonReadOnly,
  not,
  or,
  type PermissionBackend,
  Permissions,
  PermissionsAuditor,
  PermissionsModule,
  PermissionsService,
} from '../../../../lib/index.js';
import { onEveryAdapter, onEveryRunningAdapter } from '../../../support/adapters.js';
import { expectBootFails } from '../../../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { Doc, type User } from './docs.js';

/** A controller with a handler for each method, and one for a method that has no codes. */
function controllerAt(path: string, permission: BasePermission) {
  @Controller(path)
  @Permissions(permission)
  class DocsController {
    @Get() list(): string {
      return 'ran';
    }
    @Options() options(): string {
      return 'ran';
    }
    @Post() create(): string {
      return 'ran';
    }
    @Put() update(): string {
      return 'ran';
    }
    @Patch() partialUpdate(): string {
      return 'ran';
    }
    @Delete() @HttpCode(204) destroy(): void {
      return undefined;
    }
    @Search() search(): string {
      return 'ran';
    }
  }
  return DocsController;
}

const Strict = controllerAt('strict', modelPermissions(Doc));
const Free = controllerAt('free', modelPermissions(Doc, { requireView: false }));
const Open = controllerAt('open', modelPermissionsOrAnonReadOnly(Doc));
const Own = controllerAt(
  'own',
  modelPermissions(Doc, { codes: { POST: 'doc.publish', DELETE: ['doc.delete', 'doc.purge'] } }),
);

const callers: Readonly<Record<string, User | null>> = {
  anon: null,
  user: { id: 1 },
  viewer: { id: 2, permissions: ['doc.view'] },
  updateonly: { id: 3, permissions: ['doc.change'] },
  editor: { id: 4, permissions: ['doc.add', 'doc.change', 'doc.delete'] },
  super: { id: 5, isSuperuser: true },
};

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete', 'search'] as const;

async function statusOf(app: INestApplication, method: (typeof METHODS)[number], path: string, who: string) {
  const { status } = await as(app, callers[who])[method](path);
  return status;
}

const application = {
  imports: [
    HeaderAuthModule,
    PermissionsModule.forRoot({ isSuperuser: ({ isSuperuser = false }: User) => isSuperuser }),
  ],
  controllers: [Strict, Free, Open, Own],
};

onEveryRunningAdapter('model permissions', application, (app) => {
  // reading, POST, PUT, PATCH, DELETE, and a method without codes
  it.each<[string, string, string, readonly number[]]>([
    ['C215', 'free', 'anon', [401, 401, 401, 401, 401, 401]],
    ['C216', 'free', 'user', [200, 403, 403, 403, 403, 405]],
    ['C218', 'free', 'updateonly', [200, 403, 200, 200, 403, 405]],
    ['C219', 'free', 'editor', [200, 201, 200, 200, 204, 405]],
    ['C220', 'free', 'super', [200, 201, 200, 200, 204, 405]],
    ['C221', 'open', 'anon', [200, 401, 401, 401, 401, 405]],
    ['C221', 'open', 'user', [200, 403, 403, 403, 403, 405]],
    ['C223', 'open', 'updateonly', [200, 403, 200, 200, 403, 405]],
    ['C224', 'open', 'editor', [200, 201, 200, 200, 204, 405]],
    ['C215', 'strict', 'anon', [401, 401, 401, 401, 401, 401]],
    ['C225', 'strict', 'user', [403, 403, 403, 403, 403, 405]],
    ['C226', 'strict', 'viewer', [200, 403, 403, 403, 403, 405]],
    ['C226', 'strict', 'updateonly', [403, 403, 200, 200, 403, 405]],
    ['C226', 'strict', 'editor', [403, 201, 200, 200, 204, 405]],
    ['C220', 'strict', 'super', [200, 201, 200, 200, 204, 405]],
  ])('[%s] at /%s answer %s: %j', async (_case, path, who, [read, ...others]) => {
    const statuses: number[] = [];
    for (const method of METHODS) statuses.push(await statusOf(app(), method, `/${path}`, who));

    expect(statuses).toEqual([read, read, read, ...others]);
  });

  it('ask for codes of their own, of which a list means all', async () => {
    const asked = (permissions: readonly string[]) => as(app(), { id: 6, permissions });

    await asked(['doc.add']).post('/own').expect(403);
    await asked(['doc.publish']).post('/own').expect(201);
    await asked(['doc.delete']).delete('/own').expect(403);
    await asked(['doc.delete', 'doc.purge']).delete('/own').expect(204);
    await asked(['doc.change']).patch('/own').expect(200);
  });

  it('never tell a client which code is missing', async () => {
    const { text } = await as(app(), callers['viewer']).post('/strict').expect(403);

    expect(JSON.parse(text)).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'You are not allowed to do this.',
      code: 'permission_denied',
    });
  });

  it('tell an explanation, which is not for clients', async () => {
    const { trace, refusal } = await app()
      .get(PermissionsService)
      .explain({ controller: Own, action: 'destroy' }, callers['viewer']);

    expect(trace.reason).toBe('the user does not hold all of doc.delete, doc.purge');
    expect(refusal).toEqual({ status: 403, message: 'You are not allowed to do this.', code: 'permission_denied' });
  });

  it.each([
    ['C216', Free, 'user', ['list', 'options']],
    ['C218', Free, 'updateonly', ['list', 'options', 'update', 'partialUpdate']],
    ['C219', Free, 'editor', ['list', 'options', 'create', 'update', 'partialUpdate', 'destroy']],
    ['C221', Open, 'anon', ['list', 'options']],
    ['C215', Strict, 'anon', []],
  ] as const)('[%s] tell the actions of %p that are allowed for %s', async (_case, controller, who, actions) => {
    const allowed = await app().get(PermissionsService).allowedActions(controller, callers[who]);

    expect([...allowed].sort()).toEqual([...actions].sort());
  });

  it('are reported as they are written; reading that is free for all is an open route', () => {
    const { handlers } = app().get(PermissionsAuditor).audit();
    const told = handlers.filter(({ method, controller }) => controller === 'DocsController' && method === 'GET');

    expect(told.map(({ paths, permissions, open }) => [paths[0], permissions, open])).toEqual([
      ['/free', 'modelPermissions(Doc, { requireView: false })', false],
      ['/open', 'modelPermissionsOrAnonReadOnly(Doc)', true],
      ['/own', "modelPermissions(Doc, { codes: { DELETE: ['doc.delete', 'doc.purge'], POST: 'doc.publish' } })", false],
      ['/strict', 'modelPermissions(Doc)', false],
    ]);
  });
});

/** Notes what it is asked, and answers later. */
class LaterBackend implements PermissionBackend<User> {
  readonly asked: (readonly string[])[] = [];

  async hasPermissions({ permissions = [] }: User, codes: readonly string[]): Promise<boolean> {
    this.asked.push(codes);
    return Promise.resolve(codes.every((code) => permissions.includes(code)));
  }
}

@Injectable()
class Directory {
  readonly codes = ['doc.view'];
}

@Injectable()
class DirectoryBackend implements PermissionBackend {
  constructor(private readonly directory: Directory) {}

  hasPermissions(_user: object, codes: readonly string[]): boolean {
    return codes.every((code) => this.directory.codes.includes(code));
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedBackend extends DirectoryBackend {}

onEveryAdapter('the option `backend`', (boot) => {
  const [editor, viewer] = [callers['editor'], callers['viewer']];
  const start = (backend: object, permission: BasePermission = modelPermissions(Doc), providers: never[] = []) =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend: backend as PermissionBackend })],
      controllers: [controllerAt('docs', permission)],
      providers,
    });

  it('is an instance, which is asked once in an invocation for one set of codes', async () => {
    const backend = new LaterBackend();
    const twice = or(
      and(modelPermissions(Doc), not(IsAuthenticated)),
      and(not(modelPermissions('other', { codes: { POST: 'doc.add' } })), IsAuthenticated),
      modelPermissions(Doc),
    );
    const app = await start(backend, twice as never);

    await as(app, editor).post('/docs').expect(201);
    expect(backend.asked).toEqual([['doc.add']]);
    await as(app, viewer).post('/docs').expect(201);
    await as(app, null).post('/docs').expect(401);
    expect(backend.asked).toEqual([['doc.add'], ['doc.add']]);
  });

  it('is a class, which Nest makes', async () => {
    const app = await start(DirectoryBackend, undefined, [Directory, DirectoryBackend] as never);

    await as(app, callers['user']).get('/docs').expect(200);
    await as(app, callers['editor']).post('/docs').expect(403);
  });

  it('comes out of forRootAsync(), injected', async () => {
    const app = await boot({
      imports: [
        HeaderAuthModule,
        PermissionsModule.forRootAsync({
          imports: [{ module: class {}, providers: [Directory, DirectoryBackend], exports: [DirectoryBackend] }],
          inject: [DirectoryBackend],
          useFactory: (backend: DirectoryBackend) => ({ backend }),
        }),
      ],
      controllers: [controllerAt('docs', modelPermissions(Doc))],
    });

    await as(app, callers['user']).get('/docs').expect(200);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('outage');
      },
    ],
    ['rejects', () => Promise.reject(new Error('outage'))],
    ['answers what is no boolean', () => 'yes'],
    ['answers nothing', () => undefined],
    ['answers a promise of what is no boolean', () => Promise.resolve(1)],
  ])('ends a request with 500 when it %s, through `not` as well', async (_how, hasPermissions) => {
    const app = await start({ hasPermissions }, not(modelPermissions(Doc)) as never);

    await as(app, editor).post('/docs').expect(500, { statusCode: 500, message: 'Internal server error' });
    await as(app, null).post('/docs').expect(201);
  });

  it.each([
    ['a name', 'backend', /the option "backend" must be a class with the method hasPermissions/],
    ['an object without the method', {}, /the option "backend" must be a class with the method hasPermissions/],
    ['null', null, /the option "backend" must be a class with the method hasPermissions/],
    ['a class of something else', Directory, /the option "backend": Directory has no method hasPermissions/],
    [
      'a class that cannot be made',
      DirectoryBackend,
      /the option "backend": DirectoryBackend cannot be made: .*Directory/,
    ],
  ])('is not %s', async (_text, backend, message) => {
    await expectBootFails(
      boot,
      { imports: [PermissionsModule.forRoot({ backend: backend as PermissionBackend })], controllers: [] },
      message,
    );
  });

  it('is not made for every request', async () => {
    await expectBootFails(
      boot,
      {
        imports: [PermissionsModule.forRoot({ backend: ScopedBackend })],
        providers: [Directory, ScopedBackend],
      },
      /the option "backend": ScopedBackend is made for every request: make it a singleton/,
    );
  });

  it('two classes of one name do not share their codes unnoticed', async () => {
    const other = { Doc: class Doc {} };

    await expectBootFails(
      boot,
      {
        imports: [PermissionsModule.forRoot()],
        controllers: [controllerAt('one', modelPermissions(Doc)), controllerAt('other', modelPermissions(other.Doc))],
      },
      /modelPermissions\(Doc\) means two classes of one name, whose codes would be the same: give one of them a `name`/,
    );
  });
});
