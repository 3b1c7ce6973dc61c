import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  type INestApplication,
  ParseIntPipe,
  Patch,
  Post,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import fc from 'fast-check';
import {
  BasePermission,
  CheckObject,
  CheckReturned,
  deny,
  IsAdminUser,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  PermissionsService,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { LogRecorder } from '../support/log-recorder.js';
import { portOf, rawRequest, sendRaw, statusOf } from '../support/raw-socket.js';
import { countingRejections, REFUSALS, Witness } from '../support/witness.js';
import { USER_HEADER } from './fixtures/routes.js';
import { raise } from './fixtures/rules.js';

interface Row {
  readonly id: number;
  readonly ownerId: number;
}

const witness = new Witness();
const alice = { id: 1 };
let act: (context: PermissionContext) => unknown = () => true;

class TopSecretRule extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return act(context) as boolean;
  }
}

class IsMine extends BasePermission<Row, { id: number }> {
  override message = 'This row is not yours.';
  override code = 'not_yours';
  override hasObjectPermission({ user }: PermissionContext<{ id: number }>, row: Row): boolean {
    return row.ownerId === user?.id;
  }
}

class HidesOthers extends BasePermission<Row, { id: number }> {
  override hasObjectPermission({ user }: PermissionContext<{ id: number }>, row: Row) {
    return (
      row.ownerId === user?.id ||
      deny({ hide: true, message: 'It belongs to somebody else.', code: 'hidden', status: 423 })
    );
  }
}

class Store {
  find(id: number): Row | undefined {
    return id < 100 ? { id, ownerId: id } : undefined;
  }
}

const Loads = LoadObject(Store, (store, { id }) => store.find(id), { params: { id: ParseIntPipe } });

@Controller()
class ErrorsController {
  constructor(private readonly store: Store) {}

  @Get('rule')
  @Permissions(TopSecretRule)
  rule(): string {
    return witness.handled('in');
  }

  @Get('admin')
  @Permissions(IsAdminUser)
  admin(): string {
    return witness.handled('in');
  }

  @Post('body')
  @Permissions(IsAdminUser)
  body(@Body() body: unknown): string {
    return witness.handled(typeof body);
  }

  @Get('rows/:id')
  @Permissions(IsMine)
  @Loads
  row(@LoadedObject() row: Row): Row {
    return witness.handled(row);
  }

  @Patch('rows/:id')
  @Permissions(IsMine)
  @Loads
  change(@LoadedObject() row: Row, @Body() body: object): Row {
    return witness.handled({ ...row, ...body });
  }

  @Get('hiding/:id')
  @Permissions(HidesOthers)
  @Loads
  hiding(@LoadedObject() row: Row): Row {
    return witness.handled(row);
  }

  @Get('checked')
  @Permissions(IsMine)
  async checked(@CheckObject() check: ObjectCheck): Promise<unknown> {
    return check(this.store.find(asked));
  }

  @Get('returned')
  @Permissions(IsMine)
  @CheckReturned()
  returned(): unknown {
    return this.store.find(asked);
  }
}

let asked = 0;

onEveryAdapter('Errors, logs and leaks', (boot) => {
  const start = async (configure?: (app: INestApplication) => void, filter?: ExceptionFilter) =>
    boot(
      {
        imports: [
          HeaderAuthModule,
          witness.module(),
          PermissionsModule.forRoot({ denyObjectAs: 'not-found', ruleTimeoutMs: 40 }),
        ],
        controllers: [ErrorsController],
        providers: [Store, ...(filter === undefined ? [] : [{ provide: APP_FILTER, useValue: filter }])],
      },
      configure === undefined ? {} : { configure },
    );

  /** Every line that the application logged is one line, and short, whatever was thrown or answered. */
  const expectHarmless = (log: LogRecorder): void => {
    for (const { text } of log.calls) {
      const [first = '', ...frames] = text.split('\n');
      expect(first.length).toBeLessThanOrEqual(1_200);
      // eslint-disable-next-line no-control-regex -- they are what must not be there
      expect(first).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      for (const frame of frames) expect(frame).toMatch(/^ {4}at [\x20-\x7e]*$/);
    }
    log.calls.length = 0;
  };

  it('[SEC-231] what a rule throws or answers writes no lines, no colours and no megabytes into the log', async () => {
    const log = new LogRecorder();
    const app = await start((configured) => {
      configured.useLogger(log);
    });
    await app.listen(0, '127.0.0.1');
    log.calls.length = 0;
    const hostile = [
      '\r\n[Nest] 1 - ERROR forged',
      '\u001b[2J\u001b[31m',
      '\0',
      '\u202egnp.exe',
      '%s %d %j',
      '"}\n{"level":"info"}',
      '\u2028\u2029\u0085',
      'x'.repeat(1_000_000),
      '\n    at forged (/etc/passwd:1:1)\nforged',
    ];
    const throwers: ((text: string) => unknown)[] = [
      (text) => {
        throw new Error(text);
      },
      (text) => {
        throw Object.assign(new Error('x'), { name: text });
      },
      (text) => raise(text),
      (text) => raise({ toString: () => text }),
      (text) => text,
      async (text) => Promise.reject(new TypeError(text)),
    ];
    for (const text of hostile) {
      for (const thrower of throwers) {
        act = () => thrower(text);
        expect((await as(app, alice).get('/rule')).body).toEqual(REFUSALS.broken);
        expectHarmless(log);
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.constantFrom(...throwers), async (text, thrower) => {
        act = () => thrower(text);
        await as(app, alice).get('/rule');
        expectHarmless(log);
      }),
      { numRuns: 150, seed: 231 },
    );
  });

  it('[SEC-231] [SEC-010] an error is logged with its class and method', async () => {
    const log = new LogRecorder();
    const app = await start((configured) => {
      configured.useLogger(log);
    });
    act = () => {
      throw new Error('no connection');
    };
    await as(app, alice).get('/rule');
    expect(log.of('error').join('\n')).toMatch(/TopSecretRule\.hasPermission threw Error: no connection/);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    log.calls.length = 0;
    act = () => raise(proxy);
    await as(app, alice).get('/rule');
    expect(log.of('error').join('\n')).toMatch(/TopSecretRule\.hasPermission/);
  });

  it('[SEC-232] no class, id, path, statement or stack is told to the client', async () => {
    const app = await start();
    const failures = [
      () => {
        throw new Error('SELECT * FROM users WHERE id = 4711');
      },
      () => 'not an answer 4711',
      () => ({ secret: 4711 }),
      () => new Promise(() => undefined),
      () => false,
      async () => {
        throw Object.assign(new Error('4711'), { status: 200, statusCode: 201, response: { secret: 4711 } });
      },
    ];
    for (act of failures) {
      for (const user of [null, { id: 4711 }]) {
        const { text, headers } = await as(app, user).get('/rule');
        expect(text + JSON.stringify(headers)).not.toMatch(
          /4711|TopSecret|Rule|SELECT|at .*:\d+|node_modules|\/work|lib\//,
        );
      }
    }
    for (const path of ['/rows/2', '/rows/999', '/hiding/2', '/admin']) {
      const { text } = await as(app, alice).get(path);
      expect(text).not.toMatch(/IsMine|Hides|Store|ErrorsController|999|"2"|somebody/);
    }
  });

  const differing = /^(date|x-request-id): .*$/gim;
  const answerTo = async (
    app: INestApplication,
    method: string,
    path: string,
    headers: readonly string[],
  ): Promise<string> => (await sendRaw(app, rawRequest(method, path, headers))).replaceAll(differing, '');

  it.each([
    ['GET', '/rows/2', '/rows/999'],
    ['HEAD', '/rows/2', '/rows/999'],
    ['PATCH', '/rows/2', '/rows/999'],
    ['GET', '/hiding/2', '/hiding/999'],
    ['HEAD', '/hiding/2', '/hiding/999'],
  ])(
    '[SEC-234] [SEC-235] %s of a hidden and of a missing object is the same to the last byte',
    async (method, hidden, missing) => {
      const app = await start();
      for (const headers of [
        [USER_HEADER],
        [],
        [USER_HEADER, 'If-None-Match: *'],
        [USER_HEADER, 'Accept: text/html', 'Cookie: a=b'],
        [USER_HEADER, 'Range: bytes=0-1'],
      ]) {
        const [one, other] = [
          await answerTo(app, method, hidden, headers),
          await answerTo(app, method, missing, headers),
        ];
        expect(one).toBe(other);
        expect(statusOf(one)).toBe(404);
        expect(one.toLowerCase()).not.toContain('www-authenticate');
      }
    },
  );

  it.each(['/checked', '/returned'])(
    '[SEC-235] %s answers a hidden and a missing object with the same bytes, too',
    async (path) => {
      const app = await start();
      for (const headers of [[USER_HEADER], []]) {
        const answers: string[] = [];
        for (asked of [2, 999]) answers.push(await answerTo(app, 'GET', path, headers));
        expect(answers[0]).toBe(answers[1]);
        expect(statusOf(answers[0] ?? '')).toBe(404);
      }
    },
  );

  it('[SEC-239] a filter that answers 200 does not make the handler run', async () => {
    @Catch()
    class Forgives implements ExceptionFilter {
      catch(_exception: unknown, host: ArgumentsHost): void {
        app.get(HttpAdapterHost).httpAdapter.reply(host.switchToHttp().getResponse(), { forgiven: true }, 200);
      }
    }
    const app = await start(undefined, new Forgives());
    for (const path of ['/admin', '/rows/2', '/checked']) {
      witness.entered.length = 0;
      const { status, body } = await as(app, alice).get(path);
      expect([status, body]).toEqual([200, { forgiven: true }]);
      expect(witness.entered).not.toContain('handler');
    }
  });

  it('[SEC-240] a filter that throws brings nothing down, and nobody in', async () => {
    @Catch()
    class Throws implements ExceptionFilter {
      catch(): never {
        throw new Error('filter');
      }
    }
    const app = await start(undefined, new Throws());
    for (const path of ['/admin', '/rows/2']) {
      witness.entered.length = 0;
      const [{ status }, unhandled] = await countingRejections(() => as(app, alice).get(path));
      expect([status, unhandled, witness.entered]).toEqual([500, [], []]);
    }
    await witness.expectGranted(() => as(app, alice).get('/rows/1'));
  });

  it('[SEC-241] malformed requests crash nothing, and run nothing', async () => {
    const app = await start();
    await portOf(app);
    witness.entered.length = 0;
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const json = ['Content-Type: application/json', USER_HEADER];
    const requests: (string | Buffer)[] = [
      '',
      '\r\n\r\n',
      'GET',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /admin HTTP/1.1\r\n\r\n',
      rawRequest('GET', '/admin', [`X-Bomb: ${'a'.repeat(100_000)}`]),
      rawRequest('GET', `/${'a'.repeat(100_000)}`),
      rawRequest('GET', '/rows/%E0%A4%A'),
      rawRequest('GET', '/admin', ['Content-Length: 5', 'Transfer-Encoding: chunked']),
      rawRequest('GET', '/admin', ['Upgrade: websocket', 'Sec-WebSocket-Version: 13']),
      rawRequest('GET', '/admin', ['Expect: 100-continue']),
      rawRequest('GET', '/admin', ['x-test-user: {broken']),
      rawRequest('POST', '/body', json, deep),
      rawRequest('POST', '/body', json, '{"a":'),
      rawRequest('POST', '/body', ['Content-Type: text/plain; charset=utf-42', USER_HEADER], 'x'),
      rawRequest('POST', '/body', [...json, 'Content-Encoding: gzip'], 'not gzip'),
      `POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n${USER_HEADER}\r\n\r\n{"a"`,
      Buffer.concat([
        Buffer.from(
          `POST /body HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${json.join('\r\n')}\r\nContent-Length: 4\r\n\r\n`,
        ),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
      ]),
    ];
    const [, unhandled] = await countingRejections(async () => {
      for (const request of requests) {
        const status = statusOf(await sendRaw(app, request));
        expect([String(request).slice(0, 60), status === undefined || status >= 400]).toEqual([
          String(request).slice(0, 60),
          true,
        ]);
      }
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, framed) => {
          const body = Buffer.from(bytes);
          const head = `POST /body HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${json.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`;
          const status = statusOf(await sendRaw(app, framed ? Buffer.concat([Buffer.from(head), body]) : body));
          expect(status === undefined || status >= 400).toBe(true);
        }),
        { numRuns: 200, seed: 241 },
      );
    });
    expect([unhandled, witness.entered]).toEqual([[], []]);
    await witness.expectGranted(() => as(app, alice).get('/rows/1'));
  });

  it('[SEC-244] what explain() tells holds no user, no object and no token, and no response holds what it tells', async () => {
    const app = await start();
    const decision = await app
      .get(PermissionsService)
      .explain(IsMine, { id: 'id-of-user', token: 'token-of-user' }, { ownerId: 'id-of-owner', text: 'text-of-row' });
    expect(decision.verdict).toBe('denied');
    expect(JSON.stringify(decision)).not.toMatch(/of-user|of-owner|of-row/);
    const { body } = await as(app, alice)
      .get('/admin?explain=1&trace=1&debug=1')
      .set('x-explain', '1')
      .set('x-debug', 'true');
    expect(body).toEqual(REFUSALS.forbidden);
  });

  it('[SEC-245] a decision in flight is answered when the application is shut down', async () => {
    const app = await start();
    await portOf(app);
    const reached = new Promise<(answer: boolean) => void>((resolve) => {
      act = () =>
        new Promise<boolean>((answer) => {
          resolve(answer);
        });
    });
    const sent = countingRejections(() => sendRaw(app, rawRequest('GET', '/rule', [USER_HEADER])));
    const answer = await reached;
    const closed = app.close();
    answer(true);
    const [reply, unhandled] = await sent;
    await closed;
    expect([[200, 503].includes(statusOf(reply) ?? 0), unhandled]).toEqual([true, []]);
  });
});
