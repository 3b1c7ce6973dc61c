import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  type INestApplication,
  ParseIntPipe,
  Patch,
  type PipeTransform,
  Post,
  Put,
} from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  AuthorizedScope,
  CheckObject,
  CheckReturned,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  modelPermissions,
  not,
  type ObjectCheck,
  objectPermissions,
  type ObjectPermissionsOptions,
  or,
  type PermissionOperand,
  Permissions,
  PermissionsAuditor,
  PermissionsModule,
  PermissionsService,
  type Scope,
} from '../../../../lib/index.js';
import { onEveryAdapter, onEveryRunningAdapter } from '../../../support/adapters.js';
import { expectBootFails } from '../../../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { wire } from '../../../support/wire.js';
import { Doc, Docs, DocumentsBackend, type User } from './docs.js';

const titled: PipeTransform = {
  transform(body: { title?: unknown } | undefined) {
    if (typeof body?.title !== 'string') throw new BadRequestException('title');
    return body;
  },
};

/** A controller of documents with this rule; what has no object yet is a right on the resource. */
function controllerAt(path: string, permission: PermissionOperand, create: PermissionOperand = modelPermissions(Doc)) {
  @Controller(path)
  @Permissions(permission)
  @ActionPermissions({ create: [create] })
  @LoadObject(Docs, (docs, { id }) => docs.findOne(id), { params: { id: ParseIntPipe } })
  class DocsController {
    constructor(private readonly docs: Docs) {}

    @Get() list(@AuthorizedScope() scope: Scope<Doc>): number[] {
      return scope.filter(this.docs.rows).map(({ id }) => id);
    }
    @Post() create(): string {
      return 'ran';
    }
    @Get(':id') retrieve(@LoadedObject() { id }: Doc): number {
      return id;
    }
    @Put(':id') update(@LoadedObject() { id }: Doc, @Body(titled) body: object): object {
      return { id, ...body };
    }
    @Patch(':id') partialUpdate(@LoadedObject() { id }: Doc): number {
      return id;
    }
    @Delete(':id') @HttpCode(204) destroy(@LoadedObject() { id }: Doc): void {
      expect(id).toBe(1);
    }
  }
  return DocsController;
}

const both = 'model-and-object';
const ViewAware = controllerAt('view-aware', objectPermissions(Doc, { relation: both }));
const Default = controllerAt('default', objectPermissions(Doc, { relation: both, requireView: false }));
const ObjectOnly = controllerAt('object-only', objectPermissions(Doc, { relation: 'object-only' }));
const FreeObjects = controllerAt(
  'free-objects',
  objectPermissions(Doc, { relation: 'object-only', requireView: false }),
);
const Either = controllerAt('either', objectPermissions(Doc, { relation: 'model-or-object' }));
const FreeEither = controllerAt(
  'free-either',
  objectPermissions(Doc, { relation: 'model-or-object', requireView: false }),
);
const OrAll = controllerAt('or-all', or(objectPermissions(Doc, { relation: both }), IsAuthenticated));
const AllOr = controllerAt('all-or', or(IsAuthenticated, objectPermissions(Doc, { relation: both })));
const Reverse = controllerAt('reverse', and(IsAuthenticated, not(objectPermissions(Doc, { relation: 'object-only' }))));

const permissions = ['doc.view', 'doc.add', 'doc.change', 'doc.delete'];
/** Each with rights on document 1, and all but `nomodel` with all rights on the resource. */
const callers: Readonly<Record<string, User | null>> = {
  anon: null,
  full: { id: 1, permissions, documents: { 1: ['doc.view', 'doc.change', 'doc.delete'] } },
  readonly: { id: 2, permissions, documents: { 1: ['doc.view'] } },
  writeonly: { id: 3, permissions, documents: { 1: ['doc.change'] } },
  deleteonly: { id: 4, permissions, documents: { 1: ['doc.delete'] } },
  none: { id: 5, permissions },
  nomodel: { id: 6, documents: { 1: ['doc.view', 'doc.change'] } },
  viewer: { id: 7, permissions: ['doc.view'] },
};

const application = {
  imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend: DocumentsBackend })],
  controllers: [ViewAware, Default, ObjectOnly, FreeObjects, Either, FreeEither, OrAll, AllOr, Reverse],
  providers: [Docs, DocumentsBackend],
};

onEveryRunningAdapter('object permissions', application, (app) => {
  const client = (who: string) => as(app(), callers[who]);

  // GET and HEAD, PATCH, PUT with a body that is not valid, DELETE, GET of a missing row, list, POST; whether PUT is allowed
  it.each<[string, string, string, readonly number[], boolean]>([
    ['C241', 'view-aware', 'full', [200, 200, 400, 204, 404, 200, 201], true],
    ['C243', 'view-aware', 'writeonly', [404, 200, 400, 404, 404, 200, 201], true],
    ['C244', 'view-aware', 'deleteonly', [404, 404, 404, 204, 404, 200, 201], false],
    ['C245', 'view-aware', 'none', [404, 404, 404, 404, 404, 200, 201], false],
    ['C246', 'view-aware', 'nomodel', [403, 403, 403, 403, 403, 403, 403], false],
    ['C248', 'view-aware', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
    ['C249', 'default', 'readonly', [200, 403, 403, 403, 404, 200, 201], false],
    ['C250', 'default', 'writeonly', [200, 200, 400, 403, 404, 200, 201], true],
    ['C251', 'default', 'deleteonly', [200, 403, 403, 204, 404, 200, 201], false],
    ['C253', 'default', 'nomodel', [200, 403, 403, 403, 404, 200, 403], false],
    ['C248', 'default', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
    ['C255', 'view-aware', 'readonly', [200, 403, 403, 403, 404, 200, 201], false],
    ['C264', 'object-only', 'nomodel', [200, 200, 400, 403, 404, 200, 403], true],
    ['C264', 'object-only', 'none', [404, 404, 404, 404, 404, 200, 201], false],
    ['C255', 'object-only', 'readonly', [200, 403, 403, 403, 404, 200, 201], false],
    ['C256', 'object-only', 'deleteonly', [404, 404, 404, 204, 404, 200, 201], false],
    ['C248', 'object-only', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
    ['C249', 'free-objects', 'none', [200, 403, 403, 403, 404, 200, 201], false],
    ['C250', 'free-objects', 'nomodel', [200, 200, 400, 403, 404, 200, 403], true],
    ['C248', 'free-objects', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
    ['C264', 'either', 'none', [200, 200, 400, 204, 404, 200, 201], true],
    ['C264', 'either', 'nomodel', [200, 200, 400, 403, 404, 200, 403], true],
    ['C264', 'either', 'viewer', [200, 403, 403, 403, 404, 200, 403], false],
    ['C248', 'either', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
    ['C249', 'free-either', 'viewer', [200, 403, 403, 403, 404, 200, 403], false],
    ['C248', 'free-either', 'anon', [401, 401, 401, 401, 401, 401, 401], false],
  ])('[%s] at /%s answer %s: %j', async (_case, path, who, [read, ...others], mayPut) => {
    const statuses = [
      await client(who).get(`/${path}/1`),
      await client(who).head(`/${path}/1`),
      await client(who).patch(`/${path}/1`),
      await client(who).put(`/${path}/1`),
      await client(who).delete(`/${path}/1`),
      await client(who).get(`/${path}/9`),
      await client(who).get(`/${path}`),
      await client(who).post(`/${path}`),
    ].map(({ status }) => status);
    const controller = application.controllers.find((each) => Reflect.getMetadata('path', each) === path)!;
    const allowed = await app().get(PermissionsService).allowedActions(controller, callers[who], new Doc(1));

    expect(statuses).toEqual([read, read, ...others]);
    expect(allowed.includes('update')).toBe(mayPut);
  });

  it.each<[string, string, string, readonly number[]]>([
    ['C265', 'view-aware', 'full', [1]],
    ['C265', 'view-aware', 'writeonly', []],
    ['C265', 'default', 'none', [1, 2]],
    ['C266', 'object-only', 'nomodel', [1]],
    ['C266', 'object-only', 'none', []],
    ['C266', 'free-objects', 'none', [1, 2]],
    ['C266', 'either', 'none', [1, 2]],
    ['C266', 'either', 'nomodel', [1]],
    ['C266', 'free-either', 'nomodel', [1, 2]],
    ['C266', 'reverse', 'nomodel', [2]],
  ])('[%s] at /%s list for %s: %j', async (_case, path, who, ids) => {
    await client(who).get(`/${path}`).expect(200, ids);
  });

  it('[C258] hide an object byte for byte as one that does not exist', async () => {
    for (const path of ['view-aware', 'object-only']) {
      const [hidden, missing] = [await client('none').get(`/${path}/1`), await client('none').get(`/${path}/9`)];
      expect(wire(hidden)).toEqual(wire(missing));
      const [unwritten, gone] = [await client('none').patch(`/${path}/1`), await client('none').patch(`/${path}/9`)];
      expect(wire(unwritten)).toEqual(wire(gone));
    }
  });

  it('[C261] hide nothing that another operand grants, in whichever order', async () => {
    for (const path of ['or-all', 'all-or']) await client('none').get(`/${path}/1`).expect(200, '1');
  });

  it('[C254] ask nothing more when reading is refused; [C255] and whether the user may read when writing is', async () => {
    const backend = app().get(DocumentsBackend);
    const askedBy = async (method: 'get' | 'patch', path: string, who: string) => {
      backend.asked.length = 0;
      await client(who)[method](path);
      return [...backend.asked];
    };

    expect(await askedBy('get', '/object-only/1', 'none')).toEqual(['doc.view on 1']);
    expect(await askedBy('patch', '/object-only/1', 'none')).toEqual(['doc.change on 1', 'doc.view on 1']);
    expect(await askedBy('patch', '/free-objects/1', 'none')).toEqual(['doc.change on 1']);
    expect(await askedBy('patch', '/view-aware/1', 'none')).toEqual([
      ...['doc.change', 'doc.change on 1', 'doc.view', 'doc.view on 1'],
    ]);
    expect(await askedBy('patch', '/either/1', 'viewer')).toEqual(['doc.change', 'doc.change on 1', 'doc.view']);
    expect(await askedBy('get', '/either', 'nomodel')).toEqual(['doc.view', 'doc.view of Doc']);
  });

  it('explain themselves, each with the codes that are missing', async () => {
    const service = app().get(PermissionsService);
    const { trace, refusal } = await service.explain(
      { controller: Either, action: 'partialUpdate' },
      callers['viewer'],
      new Doc(1),
    );

    expect(refusal).toMatchObject({ status: 403, code: 'permission_denied' });
    expect(trace.operands).toMatchObject([
      { name: 'modelPermissions(Doc)', verdict: 'denied', reason: 'the user does not hold doc.change' },
      {
        name: "objectPermissions(Doc, { relation: 'model-or-object' })",
        verdict: 'denied',
        reason: 'the user does not hold doc.change',
      },
    ]);
  });

  it('work without a request', async () => {
    const service = app().get(PermissionsService);
    const doc = new Doc(1);

    await expect(service.check({ controller: ObjectOnly, action: 'update' }, callers['nomodel'], doc)).resolves.toBe(
      doc,
    );
    await expect(service.check({ controller: ObjectOnly, action: 'update' }, callers['none'], doc)).rejects.toThrow(
      'The requested object does not exist.',
    );
    await expect(service.can({ controller: ObjectOnly, action: 'update' }, callers['nomodel'])).resolves.toBe(false);
    const scope = await service.scope<Doc>({ controller: ObjectOnly, action: 'list' }, callers['nomodel']);
    expect(scope.matches(doc)).toBe(true);
  });

  it('are reported as what they are made of, and a reading route that is free as that', () => {
    const { handlers } = app().get(PermissionsAuditor).audit();
    const told = (path: string) => handlers.find(({ paths }) => paths[0] === path);

    expect(told('/either/:id')?.permissions).toBe(
      "or(modelPermissions(Doc), objectPermissions(Doc, { relation: 'model-or-object' }))",
    );
    expect(told('/free-objects/:id')?.permissions).toBe(
      "and(IsAuthenticated, or(ReadOnly, objectPermissions(Doc, { relation: 'object-only', requireView: false })))",
    );
  });
});

onEveryAdapter('objects that only a backend knows', (boot) => {
  const backend = { hasPermissions: () => true };
  const start = (permission: PermissionOperand, path = 'docs'): Promise<INestApplication> =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend })],
      controllers: [controllerAt(path, permission, AllowAny)],
      providers: [Docs],
    });

  it('cannot be listed when it has no where()', async () => {
    await expectBootFails(
      (metadata) => boot(metadata),
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend })],
        controllers: [controllerAt('docs', objectPermissions(Doc, { relation: 'object-only' }))],
        providers: [Docs],
      },
      /DocsController.list: objectPermissions\(Doc, \{ relation: 'object-only' \}\) cannot become a query, because The option `backend` has no where\(\)/,
    );
  });

  it('are checked one by one where the list says so', async () => {
    @Controller('checked')
    @Permissions(objectPermissions(Doc, { relation: 'object-only' }))
    class CheckedController {
      constructor(private readonly docs: Docs) {}

      @Get() @CheckReturned({ onDenied: 'filter' }) list(): Doc[] {
        return this.docs.rows;
      }
    }
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend })],
      controllers: [CheckedController],
      providers: [Docs],
    });

    await as(app, { id: 1 })
      .get('/checked')
      .expect(200, [{ id: 1 }, { id: 2 }]);
  });

  it('can be listed where reading needs no code, or all is asked of the resource', async () => {
    const app = await start(modelPermissions(Doc));

    await as(app, { id: 1 }).get('/docs').expect(200, [1, 2]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['what is no condition', { id: { like: 1 } }],
    ['{}, which says nothing', {}],
  ])('end a list with 500 when its where() answers %s', async (_text, answer) => {
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend: { ...backend, where: () => answer as never } })],
      controllers: [controllerAt('docs', objectPermissions(Doc, { relation: 'object-only' }))],
      providers: [Docs],
    });

    await as(app, { id: 1 }).get('/docs').expect(500);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('outage');
      },
    ],
    ['rejects', () => Promise.reject(new Error('outage'))],
  ])('end a list with 500 when its where() %s', async (_how, where) => {
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend: { ...backend, where } })],
      controllers: [controllerAt('docs', not(objectPermissions(Doc, { relation: 'object-only' })))],
      providers: [Docs],
    });

    await as(app, { id: 1 }).get('/docs').expect(500);
  });
});

describe('objectPermissions', () => {
  it.each<[object | undefined, string]>([
    [{}, 'objectPermissions(Doc): say `relation`, which is one of object-only, model-or-object, model-and-object.'],
    [{ relation: 'either' }, "objectPermissions(Doc, { relation: 'either' }): say `relation`, which is one of"],
    [
      { relation: 'object-only', perms: {} },
      'objectPermissions(Doc): there is no option "perms"; it knows name, codes',
    ],
  ])('is not made of %j', (options, problem) => {
    expect(() => objectPermissions(Doc, options as ObjectPermissionsOptions)).toThrow(problem);
  });
});

onEveryAdapter('rights on an object that a handler changes', (boot) => {
  it('are asked for anew, or what it was would let pass what it becomes', async () => {
    @Controller('moving')
    @Permissions(objectPermissions(Doc, { relation: 'object-only' }))
    class MovingController {
      @Patch(':id') async move(@CheckObject() check: ObjectCheck): Promise<string> {
        const doc = await check(new Doc(1));
        await check(Object.assign(doc, { id: 2 }));
        return 'moved';
      }
    }
    const backend = new DocumentsBackend();
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend })],
      controllers: [MovingController],
    });
    const both = { id: 1, documents: { 1: ['doc.change'], 2: ['doc.change'] } };
    const one = { id: 1, documents: { 1: ['doc.change'], 2: ['doc.view'] } };

    expect((await as(app, both).patch('/moving/1')).status).toBe(200);
    expect((await as(app, one).patch('/moving/1')).status).toBe(403);
  });
});
