import { Controller, Get, type ModuleMetadata, UseGuards, VersioningType } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import {
  AllowAny,
  AuthorizedScope,
  hasRole,
  IsAuthenticated,
  isOwner,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  type PermissionsModuleOptions,
  Scope,
} from '../../../lib/index.js';
import { permissionMatrix, type PermissionMatrixOptions } from '../../../lib/testing/index.js';
import { type Boot, onAdapters, onEveryAdapter } from '../../support/adapters.js';
import { as } from '../../support/header-authentication.js';
import { ADMIN, ALICE, BOB, type Book, BooksController, DRAFT, LibraryModule, PUBLISHED, ran } from './library.js';

const USERS: Readonly<Record<string, object | null>> = { guest: null, alice: ALICE, bob: BOB, admin: ADMIN };
const BOOKS: Readonly<Record<string, Book>> = { "alice's draft": DRAFT, "bob's book": PUBLISHED };
const OPTIONS: PermissionMatrixOptions = {
  personas: { ...USERS, bob: () => Promise.resolve(BOB) },
  objects: [[BooksController, BOOKS]],
};
const GIVEN = { params: { id: '1' }, request: { headers: { 'x-tenant': 'a' } } };

const UNAVAILABLE =
  "outside of a request. Let the rule read the user or the object, or ask about `{ controller, action }`, which supplies the route's " +
  'method and takes `params` and a `request` of your own.';

const GOLDEN = `
                       guest     alice               bob                 admin
GET /books             list      list                list                allow
  guest: published = true
  alice: or(published = true, ownerId = 1)
  bob: or(published = true, ownerId = 2)
POST /books            deny 401  allow               allow               allow
DELETE /books/:id      deny 401  object              object              allow
  with alice's draft   deny 401  allow               deny 403            allow
  with bob's book      deny 401  deny 403            allow               allow
GET /books/:id         object    object              object              allow
  with alice's draft   deny 401  allow               deny 403            allow
  with bob's book      allow     allow               allow               allow
POST /books/:id/print  deny 401  object              object              object
  with alice's draft   deny 401  allow               deny 403            deny 403
  with bob's book      deny 401  deny 403            deny 423 in_print   deny 403
ALL:GET /desk/all      allow     allow               allow               allow
ALL:POST /desk/all     deny 401  deny 403            deny 403            allow
GET /desk/late         deny 401  deny 403 off_shift  deny 403 off_shift  deny 403 off_shift
GET /desk/open         allow     allow               allow               allow
PATCH /desk/shift      deny 401  deny 403            deny 403            deny 403
GET /odd/headers       error     error               error               error
  guest, alice, bob, admin: ReadsHeaders.hasPermission threw Error: There is no \`context.request\` ${UNAVAILABLE}
GET /odd/nothing       error     error               error               error
  guest, alice, bob, admin: AnswersNothing.hasPermission answered undefined; write \`?? false\` or \`=== true\`.
GET /odd/params/:id    error     error               error               error
  guest, alice, bob, admin: ReadsParams.hasPermission threw Error: There is no \`context.params\` ${UNAVAILABLE}
GET /odd/throws        deny 401  error               error               error
  alice, bob, admin: Throws.hasPermission threw Error: the database\\u000ais gone`;

/** An application of these controllers, which this applies to. */
function of(controllers: ModuleMetadata['controllers'] = [], options: PermissionsModuleOptions = {}): ModuleMetadata {
  return { imports: [PermissionsModule.forRoot(options)], controllers };
}

/** The routes of a matrix for a guest, each with its cell. */
async function forGuests(app: Awaited<ReturnType<Boot>>): Promise<Record<string, string>> {
  const { rows } = await permissionMatrix(app, { personas: { guest: null } });
  return Object.fromEntries(rows.map(({ route, cells }) => [route, cells['guest']!.verdict]));
}

onEveryAdapter('permissionMatrix()', (boot) => {
  it('[SEC-216] says of every route who may use it, the same for the same permissions', async () => {
    const app = await boot({ imports: [LibraryModule] });
    expect(`\n${String(await permissionMatrix(app, OPTIONS))}`).toBe(GOLDEN);
    const again = await boot({ imports: [LibraryModule] });
    expect(`\n${String(await permissionMatrix(again, { ...OPTIONS, objects: new Map(OPTIONS.objects) }))}`).toBe(
      GOLDEN,
    );
  });

  it('runs rules and nothing else', async () => {
    const app = await boot({ imports: [LibraryModule] });
    ran.length = 0;
    await permissionMatrix(app, OPTIONS);
    expect(ran).toEqual([]);
  });

  it('says of every route what a request gets there', async () => {
    const app = await boot({ imports: [LibraryModule] });
    const { rows } = await permissionMatrix(app, { ...OPTIONS, ...GIVEN });
    let compared = 0;
    for (const { method, path, object, cells } of rows) {
      for (const [persona, cell] of Object.entries(cells)) {
        if (cell.verdict === 'object') continue;
        const id = object === undefined ? 1 : BOOKS[object]!.id;
        const verb = method.replace('ALL:', '').toLowerCase() as 'get';
        const client = as(app, USERS[persona]);
        const { status, body } = await client[verb](path.replace(':id', String(id))).set('x-tenant', 'a');
        const answer = status < 300 ? ['allow'] : status === 500 ? ['error'] : ['deny', status, body.code];
        const { verdict } = cell;
        const said = verdict === 'deny' ? [verdict, cell.status, cell.code] : [verdict === 'list' ? 'allow' : verdict];
        expect([method, path, object, persona, ...said]).toEqual([method, path, object, persona, ...answer]);
        compared++;
      }
    }
    expect(compared).toBe(72);
  });

  it('judges no objects where none are named', async () => {
    const app = await boot({ imports: [LibraryModule] });
    const { rows } = await permissionMatrix(app, { personas: USERS });
    expect(rows).toHaveLength(14);
    expect(rows.filter(({ object }) => object !== undefined)).toEqual([]);
  });

  it('gives rules the params and the request that they are to read', async () => {
    const app = await boot({ imports: [LibraryModule] });
    const { rows } = await permissionMatrix(app, { ...OPTIONS, ...GIVEN });
    const cells = rows.filter(({ action }) => ['headers', 'params'].includes(action)).map((row) => row.cells['guest']);
    expect(cells).toEqual([{ verdict: 'allow' }, { verdict: 'allow' }]);
  });

  it('shows a change of permissions as a change of its lines', async () => {
    const linesFor = async (permission: typeof AllowAny | typeof IsAuthenticated) => {
      @Controller('a')
      @Permissions(permission)
      class ChangedController {
        @Get() list() {
          return 'list';
        }
      }
      @Controller('b')
      class OtherController {
        @Get() list() {
          return 'list';
        }
      }
      const app = await boot(of([ChangedController, OtherController]));
      return String(await permissionMatrix(app, { personas: USERS })).split('\n');
    };
    const [before, after] = [await linesFor(IsAuthenticated), await linesFor(AllowAny)];
    expect(before.filter((line) => !after.includes(line))).toEqual(['GET /a  deny 401  allow  allow  allow']);
    expect(after.filter((line) => !before.includes(line))).toEqual(['GET /a  allow     allow  allow  allow']);
  });

  it('is kept by a snapshot as its table', async () => {
    @Controller('a')
    @Permissions(hasRole('clerk'))
    class ClerksController {
      @Get() list() {
        return 'list';
      }
    }
    const app = await boot(of([ClerksController]));
    const matrix = await permissionMatrix(app, { personas: { guest: null, clerk: { id: 1, roles: ['clerk'] } } });
    expect(matrix).toMatchInlineSnapshot(`
"        guest     clerk
GET /a  deny 401  allow"
`);
  });

  it('tells versions and paths apart', async () => {
    @Controller({ path: ['new', 'old'], version: ['1', '2'] })
    class VersionsController {
      @Get() list() {
        return 'list';
      }
    }
    const byHeader = await boot(of([VersionsController]), {
      configure: (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'v' }),
    });
    expect(Object.keys(await forGuests(byHeader))).toEqual([
      'GET /new (version 1)',
      'GET /new (version 2)',
      'GET /old (version 1)',
      'GET /old (version 2)',
    ]);
    const byPath = await boot(of([VersionsController]), {
      configure: (app) => app.enableVersioning({ type: VersioningType.URI }),
    });
    expect(Object.keys(await forGuests(byPath))).toEqual(['GET /v1/new', 'GET /v1/old', 'GET /v2/new', 'GET /v2/old']);
  });

  it('says which routes no guard protects, whatever is declared about them', async () => {
    @Controller('guarded')
    @UseGuards(PermissionsGuard)
    class GuardedController {
      @Get() list() {
        return 'list';
      }
    }
    @Controller('bare')
    class BareController {
      @Get() list() {
        return 'list';
      }
    }
    const imports = [PermissionsModule.forRoot({ globalGuard: false })];
    const app = await boot({ imports, controllers: [GuardedController, BareController] });
    expect(await forGuests(app)).toEqual({ 'GET /bare': 'unguarded', 'GET /guarded': 'deny' });
  });

  it('[SEC-215] says that nothing is guarded where a test has replaced the guard', async () => {
    const app = await boot(
      { imports: [LibraryModule] },
      { adjust: (builder) => builder.overrideProvider(PermissionsGuard).useValue({ canActivate: () => true }) },
    );
    expect(new Set(Object.values(await forGuests(app)))).toEqual(new Set(['unguarded']));
  });

  it('is an error where a request would get none of the objects that its rule depends on', async () => {
    @Controller('a')
    @Permissions(isOwner('ownerId'))
    class ForgetfulController {
      @Get() list() {
        return 'list';
      }
      @Get('scoped') scoped(@AuthorizedScope() scope: Scope) {
        return scope.filter([]);
      }
    }
    const app = await boot(of([ForgetfulController], { audit: 'off' }));
    const { rows } = await permissionMatrix(app, { personas: { alice: ALICE } });
    expect(rows.map(({ cells }) => cells['alice'])).toEqual([
      { verdict: 'error', message: "isOwner('ownerId') depends on an object, and nothing loads one." },
      { verdict: 'list', where: 'ownerId = 1' },
    ]);
  });

  it('refuses a persona that would count as anonymous', async () => {
    const app = await boot({ imports: [LibraryModule] });
    const matrixFor = (admin: object) => permissionMatrix(app, { personas: { admin } });
    await expect(matrixFor({ isStaff: true })).rejects.toThrow('The persona "admin" counts as anonymous');
    await expect(matrixFor(() => undefined)).rejects.toThrow('The persona "admin" counts as anonymous');
  });

  it('refuses objects of a controller that is not there', async () => {
    class StrayController {}
    const app = await boot({ imports: [LibraryModule] });
    await expect(permissionMatrix(app, { personas: {}, objects: [[StrayController, {}]] })).rejects.toThrow(
      'StrayController, which objects are given for, has no handlers here',
    );
  });

  it('refuses an application that has not started, and knows no policy', async () => {
    const moduleRef = await Test.createTestingModule({ imports: [LibraryModule] }).compile();
    await expect(permissionMatrix(moduleRef, { personas: {} })).rejects.toThrow(
      'permissionMatrix(): no policy is known',
    );
  });
});

// Fastify takes a method and a path once
onAdapters({ Express: () => new ExpressAdapter() }, 'permissionMatrix()', (boot) => {
  it('tells hosts apart, and takes a controller in two modules for one', async () => {
    @Controller({ path: 'same', host: 'admin.example' })
    class AdminController {
      @Get() list() {
        return 'list';
      }
    }
    @Controller({ path: 'same' })
    @Permissions(AllowAny)
    class PublicController {
      @Get() list() {
        return 'list';
      }
    }
    class OneModule {}
    class OtherModule {}
    const app = await boot({
      imports: [
        PermissionsModule.forRoot({}),
        { module: OneModule, controllers: [AdminController] },
        { module: OtherModule, controllers: [AdminController] },
      ],
      controllers: [PublicController],
    });
    expect(await forGuests(app)).toEqual({
      'GET /same [AdminController.list]': 'deny',
      'GET /same [PublicController.list]': 'allow',
    });
  });
});
