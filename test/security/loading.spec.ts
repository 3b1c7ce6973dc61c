import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  GoneException,
  HttpException,
  NotFoundException,
  Param,
  ParseIntPipe,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  BasePermission,
  CheckObject,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  Permissions,
  PermissionsModule,
  type PermissionContext,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { rawRequest, sendRaw, statusOf } from '../support/raw-socket.js';
import { countingRejections, REFUSALS, Witness } from '../support/witness.js';
import { USER_HEADER } from './fixtures/routes.js';
import { raise } from './fixtures/rules.js';

interface Row {
  readonly id: number;
  readonly orgId: number;
  ownerId: number;
}

const witness = new Witness();
const alice = { id: 1 };
const bob = { id: 2 };
let answer: ((id: unknown) => unknown) | undefined;

/** A repository that writes every statement down. */
class Rows {
  readonly statements: string[] = [];
  readonly ids: unknown[] = [];
  private readonly rows: Row[] = [1, 2, 3].map((id) => ({ id, orgId: id, ownerId: id }));

  find(id: unknown, orgId?: unknown): unknown {
    this.statements.push('select');
    this.ids.push(id);
    if (answer !== undefined) return answer(id);
    return this.rows.find((row) => row.id === id && (orgId === undefined || row.orgId === orgId));
  }

  write(kind: 'insert' | 'update' | 'delete'): void {
    this.statements.push(kind);
  }
}

class MayCreate extends BasePermission<{ ownerId: number }, { id: number }> {
  override hasObjectPermission({ user }: PermissionContext<{ id: number }>, row: { ownerId: number }): boolean {
    return row.ownerId === user?.id;
  }
}

@Controller()
@Permissions(IsAuthenticated, isOwner('ownerId'))
@LoadObject(Rows, (rows, { id }) => rows.find(id), { params: { id: ParseIntPipe } })
class RowsController {
  constructor(private readonly rows: Rows) {}

  @Get('rows/:id')
  retrieve(@LoadedObject() row: Row, @Param('id', ParseIntPipe) id: number): unknown {
    return witness.handled({ row, id });
  }

  @Patch('rows/:id')
  update(@LoadedObject() row: Row, @Body() body: object, @Query('id') query: unknown): unknown {
    this.rows.write('update');
    return witness.handled({ row: row.id, body, query });
  }

  @Delete('rows/:id')
  destroy(@LoadedObject() row: Row): unknown {
    this.rows.write('delete');
    return witness.handled({ row: row.id });
  }

  @Get('orgs/:org/rows/:id')
  @LoadObject(Rows, (rows, { id, org }) => rows.find(id, org), { params: { id: ParseIntPipe, org: ParseIntPipe } })
  nested(@LoadedObject() row: Row): unknown {
    return witness.handled(row);
  }

  @Get('spread/:id')
  @LoadObject(
    Rows,
    (rows, params) => rows.find({ ...params, keys: Object.keys(params), json: JSON.stringify(params) }),
    { params: { id: ParseIntPipe } },
  )
  spread(@LoadedObject() row: Row): unknown {
    return witness.handled(row);
  }

  @Get('other/:name')
  @LoadObject(Rows, (rows, params) => rows.find((params as unknown as { id: number }).id))
  misspelt(@LoadedObject() row: Row): unknown {
    return witness.handled(row);
  }

  @Get('uuids/:id')
  @LoadObject(Rows, (rows, { id }) => rows.find(id), { params: { id: ParseUUIDPipe } })
  uuid(@LoadedObject() row: Row): unknown {
    return witness.handled(row);
  }
}

@Controller('written')
class WritingController {
  constructor(private readonly rows: Rows) {}

  @Post()
  @Permissions(MayCreate)
  async create(@Body() body: { ownerId: number }, @CheckObject() check: ObjectCheck): Promise<unknown> {
    const row = await check({ ownerId: body.ownerId });
    this.rows.write('insert');
    return witness.handled(row);
  }

  @Patch(':id')
  @Permissions(isOwner('ownerId'))
  @LoadObject(Rows, (rows, { id }) => rows.find(id), { params: { id: ParseIntPipe } })
  async give(@LoadedObject() row: Row, @Body() body: object, @CheckObject() check: ObjectCheck): Promise<unknown> {
    const next = await check({ ...row, ...body });
    this.rows.write('update');
    return witness.handled(next);
  }

  @Post('swallowed')
  @Permissions(MayCreate)
  async swallowed(@Body() body: { ownerId: number }, @CheckObject() check: ObjectCheck): Promise<unknown> {
    const row = await check({ ownerId: body.ownerId }).catch(() => 'never mind');
    return { row };
  }
}

onEveryAdapter('Loading', (boot) => {
  const start = async (denyObjectAs: 'forbidden' | 'not-found' = 'forbidden') => {
    answer = undefined;
    const app = await boot({
      imports: [HeaderAuthModule, witness.module(), PermissionsModule.forRoot({ denyObjectAs })],
      controllers: [RowsController, WritingController],
      providers: [Rows],
    });
    return { app, rows: app.get(Rows) };
  };

  it('[SEC-117] what is missing and what is hidden are answered alike, after the request was judged', async () => {
    const { app } = await start('not-found');
    for (const path of ['/rows/2', '/rows/99'])
      await witness.expectDenied(app, () => as(app, alice).get(path), REFUSALS.missing);
    for (const path of ['/rows/2', '/rows/99'])
      await witness.expectDenied(app, () => as(app, null).get(path), REFUSALS.guest);
    const open = await start();
    await witness.expectDenied(open.app, () => as(open.app, alice).get('/rows/2'), REFUSALS.forbidden);
    await witness.expectDenied(open.app, () => as(open.app, alice).get('/rows/99'), REFUSALS.missing);
  });

  it('[SEC-117] a request that is refused loads nothing', async () => {
    const { app, rows } = await start();
    await witness.expectDenied(app, () => as(app, null).get('/rows/1'), REFUSALS.guest);
    expect(rows.statements).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['undefined', () => undefined],
    ['null', () => null],
    ['a promise of nothing', async () => undefined],
    [
      'a NotFoundException',
      () => {
        throw new NotFoundException('row 7 of table rows');
      },
    ],
    [
      'a 404 of its own',
      async () => {
        throw new HttpException({ secret: 'row 7' }, 404);
      },
    ],
  ])('[SEC-117] a loader that answers %s has loaded nothing, and its words are not told', async (_name, make) => {
    const { app } = await start();
    answer = make;
    await witness.expectDenied(app, () => as(app, alice).get('/rows/1'), REFUSALS.missing);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('connection to db-7 lost');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('connection to db-7 lost');
      },
    ],
    ['throws undefined', () => raise(undefined)],
    [
      'throws a status of success',
      () => {
        throw new HttpException('row 7', 200);
      },
    ],
    [
      'throws a redirection',
      async () => {
        throw new HttpException('row 7', 302);
      },
    ],
    [
      'throws no status at all',
      () => {
        throw new HttpException('row 7', 1000);
      },
    ],
    [
      'throws what looks like a response',
      () => {
        throw Object.assign(new Error('row 7'), { statusCode: 200, status: 200 });
      },
    ],
    [
      'throws what looks like a missing row',
      () => {
        throw Object.assign(new Error('row 7'), { statusCode: 404, status: 404 });
      },
    ],
  ])('[SEC-119] a loader that %s is an error, and tells nothing of the row', async (_name, make) => {
    const { app } = await start('not-found');
    answer = make;
    await witness.expectDenied(app, () => as(app, alice).get('/rows/1'), REFUSALS.broken);
  });

  it('[SEC-119] a refusal of the loader keeps its status', async () => {
    const { app } = await start();
    answer = () => {
      throw new GoneException();
    };
    await witness.expectDenied(app, () => as(app, alice).get('/rows/1'), { statusCode: 410, message: 'Gone' });
    answer = () => {
      throw new BadRequestException('not like this');
    };
    await witness.expectDenied(app, () => as(app, alice).get('/rows/1'), {
      statusCode: 400,
      error: 'Bad Request',
      message: 'not like this',
    });
  });

  it.each<[string, () => unknown]>([
    ['an array', () => [{ ownerId: 1 }]],
    ['an empty array', () => []],
    ['a Set', () => new Set([{ ownerId: 1 }])],
    ['a Map', () => new Map([['ownerId', 1]])],
    ['an iterator', () => [{ ownerId: 1 }].values()],
    [
      'an asynchronous iterator',
      () =>
        (async function* () {
          yield { ownerId: 1 };
        })(),
    ],
    ['a promise of an array', async () => [{ ownerId: 1 }]],
    [
      'a class',
      () =>
        class {
          static readonly ownerId = 1;
        },
    ],
    ['a function', () => Object.assign(() => 1, { ownerId: 1 })],
    ['a text', () => 'row'],
    ['an empty text', () => ''],
    ['zero', () => 0],
    ['one', () => 1],
    ['true', () => true],
    ['false', () => false],
    ['a symbol', () => Symbol('row')],
    ['an Observable', () => ({ ownerId: 1, subscribe: () => undefined })],
  ])('[SEC-121] [SEC-122] a loader that answers %s is an error', async (_name, make) => {
    const { app } = await start();
    answer = make;
    await witness.expectDenied(app, () => as(app, alice).get('/rows/1'), REFUSALS.broken);
  });

  it.each([
    'abc',
    '1abc',
    '0x1',
    '1e0',
    '1.0',
    '1.5',
    '-',
    '--1',
    'NaN',
    'Infinity',
    'null',
    'undefined',
    'true',
    '[object Object]',
    '__proto__',
    'constructor',
    '1,2',
    '1;2',
    "1'--",
    '1%20OR%201=1',
    '%00',
    '1%00',
    '%F0%9F%92%A9',
    '٣',
    '１',
    '9007199254740993',
    '1'.repeat(400),
  ])('[SEC-120] [SEC-124] the id %s never reaches the store', async (id) => {
    const { app, rows } = await start();
    const response = await as(app, alice)
      .get(`/rows/${encodeURI(decodeURI(id))}`)
      .redirects(0);
    expect([400, 404, 414]).toContain(response.status);
    if (response.status !== 400) expect(rows.ids).toEqual([]);
    expect(rows.statements).toEqual([]);
  });

  it('[SEC-120] [SEC-124] [SEC-126] on the wire, only the number that is checked is the number that is used', async () => {
    const { app, rows } = await start();
    const written = [
      '1',
      '01',
      '001',
      '%31',
      '1?id=2',
      '1?id=2&id=3',
      '1?id[]=2',
      '1?__proto__=2',
      '+1',
      '-1',
      '0',
      '-0',
      '2',
      '%32',
      '1%2f',
      '1/',
      '1//',
      '1;id=2',
      '1#2',
      '1.',
      '',
      '%',
      '%zz',
      '../1',
      './1',
      '1\t',
      '1,2',
      '1e1',
      '%EF%BC%91',
      '99',
    ];
    for (const id of written) {
      rows.ids.length = 0;
      witness.entered.length = 0;
      const reply = await sendRaw(app, rawRequest('GET', `/rows/${id}`, [USER_HEADER]));
      expect(rows.ids.every((asked) => Number.isSafeInteger(asked))).toBe(true);
      expect(rows.ids.length).toBeLessThanOrEqual(1);
      if (statusOf(reply) === 200) {
        expect(rows.ids).toEqual([1]);
        expect(reply).toContain('{"row":{"id":1,"orgId":1,"ownerId":1},"id":1}');
      } else expect([id, witness.entered]).toEqual([id, []]);
    }
  });

  it('[SEC-120] an id of another kind is refused by its own pipe', async () => {
    const { app, rows } = await start();
    for (const id of ['1', 'x', '00000000-0000-0000-0000-00000000000g'])
      expect((await as(app, alice).get(`/uuids/${id}`)).status).toBe(400);
    expect(rows.statements).toEqual([]);
  });

  it('[SEC-120] a parameter that the route does not have is refused, and reaches no store as undefined', async () => {
    const { app, rows } = await start();
    witness.entered.length = 0;
    expect((await as(app, alice).get('/other/1')).status).toBeGreaterThanOrEqual(400);
    expect([witness.entered, rows.statements]).toEqual([[], []]);
  });

  it('[SEC-120] parameters that are spread, listed or printed hold the id', async () => {
    const { app, rows } = await start();
    answer = () => ({ ownerId: 1 });
    await witness.expectGranted(() => as(app, alice).get('/spread/7'));
    expect(rows.ids).toEqual([{ id: 7, keys: ['id'], json: '{"id":7}' }]);
  });

  it('[SEC-125] [SEC-126] ids in the body, the query and headers are not the id', async () => {
    const { app, rows } = await start();
    const send = (path: string) =>
      as(app, alice)
        .patch(`${path}?id=1&id=2&userId=2`)
        .set('x-id', '1')
        .send({ id: 1, ownerId: 1, params: { id: 1 } });
    await witness.expectDenied(app, () => send('/rows/2'), REFUSALS.forbidden);
    expect(rows.ids).toEqual([2]);
    const { body } = await witness.expectGranted(() => send('/rows/1'));
    expect(body.row).toBe(1);
    expect(rows.ids).toEqual([2, 1]);
  });

  it('[SEC-126] of a key that a body has twice, nothing reaches the check', async () => {
    const { app, rows } = await start();
    const body = '{"id":1,"id":2,"__proto__":{"ownerId":1},"constructor":{"prototype":{"ownerId":1}}}';
    const reply = await sendRaw(
      app,
      rawRequest('PATCH', '/rows/2', [USER_HEADER, 'Content-Type: application/json'], body),
    );
    expect([400, 403]).toContain(statusOf(reply));
    expect(rows.statements).not.toContain('update');
    expect(({} as { ownerId?: unknown }).ownerId).toBeUndefined();
  });

  it('[SEC-127] a row of another parent is missing', async () => {
    const { app } = await start();
    await witness.expectGranted(() => as(app, alice).get('/orgs/1/rows/1'));
    await witness.expectDenied(app, () => as(app, alice).get('/orgs/2/rows/1'), REFUSALS.missing);
    expect((await as(app, alice).get('/orgs/x/rows/1')).status).toBe(400);
  });

  it('[SEC-130] a change of the owner is judged before and after', async () => {
    const { app, rows } = await start();
    const refused = async (send: () => PromiseLike<{ status: number }>): Promise<void> => {
      witness.entered.length = 0;
      const [{ status }, unhandled] = await countingRejections(send);
      expect([status, unhandled, witness.entered.includes('handler')]).toEqual([403, [], false]);
    };
    await refused(() => as(app, alice).patch('/written/1').send({ ownerId: 2 }));
    await refused(() => as(app, bob).patch('/written/1').send({ ownerId: 2 }));
    await refused(() => as(app, bob).patch('/written/1').send({ ownerId: 1 }));
    expect(rows.statements).not.toContain('update');
    await witness.expectGranted(() => as(app, alice).patch('/written/1').send({ title: 'mine' }));
  });

  it('[SEC-145] what is about to be created is judged before it is written, and a swallowed refusal stands', async () => {
    const { app, rows } = await start();
    for (const ownerId of [2, '1', null, undefined]) {
      expect((await as(app, alice).post('/written').send({ ownerId })).status).toBe(403);
      expect(
        await as(app, alice)
          .post('/written/swallowed')
          .send({ ownerId })
          .then(({ status, body }) => [status, body]),
      ).toEqual([403, REFUSALS.forbidden]);
    }
    expect(rows.statements).toEqual([]);
    expect((await as(app, alice).post('/written').send({ ownerId: 1 })).status).toBe(201);
  });

  it('[SEC-136] whatever is refused has written nothing', async () => {
    const { app, rows } = await start();
    for (const user of [null, bob, { id: 99 }, {}]) {
      for (const send of [
        as(app, user).patch('/rows/1').send({ id: 1 }),
        as(app, user).delete('/rows/1'),
        as(app, user).patch('/written/1').send({ ownerId: 2 }),
        as(app, user).post('/written').send({ ownerId: 1 }),
        as(app, user).delete('/rows/99'),
        as(app, user).patch('/rows/x'),
      ]) {
        expect((await send).status).toBeGreaterThanOrEqual(400);
      }
    }
    expect(rows.statements.filter((statement) => statement !== 'select')).toEqual([]);
  });
});
