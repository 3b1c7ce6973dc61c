import {
  type ArgumentsHost,
  BadRequestException,
  Catch,
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  ImATeapotException,
  Injectable,
  NotFoundException,
  Param,
  UnauthorizedException,
} from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import {
  and,
  BasePermission,
  CheckObject,
  deny,
  type Denied,
  type DenyOptions,
  NotAuthenticated,
  not,
  ObjectNotFound,
  type ObjectCheck,
  or,
  PermissionDenied,
  type PermissionExpression,
  type PermissionOperand,
  Permissions,
  PermissionsModule,
  type PermissionsModuleOptions,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const user = { id: 'user-4711' };
const guest = null;

const FORBIDDEN = {
  statusCode: 403,
  error: 'Forbidden',
  message: 'You are not allowed to do this.',
  code: 'permission_denied',
};
const UNAUTHORIZED = {
  statusCode: 401,
  error: 'Unauthorized',
  message: 'Sign in to do this.',
  code: 'not_authenticated',
};
const BROKEN = { statusCode: 500, message: 'Internal server error' };

/** A permission that answers so, with these texts. */
function rule(
  answer: () => unknown,
  texts: { readonly message?: string; readonly code?: string } = {},
): BasePermission {
  class SecretRuleName extends BasePermission {
    override hasPermission(): boolean {
      return answer() as boolean;
    }
  }
  return Object.assign(new SecretRuleName(), texts);
}

const yes = rule(() => true);
const no = rule(() => false);
const noA = rule(() => false, { message: 'no from A', code: 'a' });
const noB = rule(() => false, { message: 'no from B', code: 'b' });
const denying = (options: DenyOptions): BasePermission =>
  rule(() => deny(options), { message: 'of the class', code: 'class' });
const throwing = (thrown: unknown): BasePermission =>
  rule(() => {
    throw thrown;
  });

@Injectable()
class DeniesObject extends BasePermission<{ readonly options?: DenyOptions }> {
  override message = 'Not this one.';
  override code = 'not_this';

  override hasObjectPermission(_context: unknown, { options }: { options?: DenyOptions }): boolean | Denied {
    return options !== undefined && deny(options);
  }
}

onEveryAdapter('refusals', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => {
    logger.errors.splice(0);
    logger.warnings.splice(0);
  });

  /** One handler with these permissions, at `/`. */
  const start = (permissions: PermissionOperand, options: PermissionsModuleOptions = {}) => {
    @Controller()
    class OnlyController {
      @Get()
      @Permissions(permissions)
      only(): string {
        return 'ran';
      }
    }
    return boot(
      { imports: [HeaderAuthModule, PermissionsModule.forRoot(options)], controllers: [OnlyController] },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );
  };

  describe('the status', () => {
    it('[C109] [C110] is 403 for a user and 401 for a guest, with exactly these bodies', async () => {
      const app = await start(no);

      const asUser = await as(app, user).get('/').expect(403);
      expect(asUser.text).toBe(JSON.stringify(FORBIDDEN));
      expect(asUser.headers['www-authenticate']).toBeUndefined();
      const asGuest = await as(app, guest).get('/').expect(401);
      expect(asGuest.text).toBe(JSON.stringify(UNAUTHORIZED));
    });

    it('[C103] [C106] a 401 carries a challenge, which an option replaces', async () => {
      const app = await start(noA);
      expect((await as(app, guest).get('/')).headers['www-authenticate']).toBe('Bearer');

      const other = await start(noA, { challenge: 'Basic realm="api"' });
      const answer = await as(other, guest).get('/').expect(401, UNAUTHORIZED);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="api"');
    });

    it.each([402, 403, 404, 405, 409, 423, 429, 451] as const)(
      'deny({ status: %d }) replaces the 403, and the 401',
      async (status) => {
        const app = await start(denying({ status, message: 'because' }));

        const expected = { statusCode: status, message: 'because', code: 'class' };
        const asUser = await as(app, user).get('/').expect(status);
        expect(asUser.body).toMatchObject(expected);
        expect(Object.keys(asUser.body)).toEqual(['statusCode', 'error', 'message', 'code']);
        const asGuest = await as(app, guest).get('/').expect(status);
        expect(asGuest.body).toEqual(asUser.body);
        expect(asGuest.headers['www-authenticate']).toBeUndefined();
      },
    );

    it('deny({ status: 401 }) asks a user to sign in again, with a challenge', async () => {
      const app = await start(denying({ status: 401, message: 'Enter your code.', code: 'mfa' }));

      const answer = await as(app, user).get('/').expect(401);
      expect(answer.body).toEqual({ statusCode: 401, error: 'Unauthorized', message: 'Enter your code.', code: 'mfa' });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      await as(app, guest).get('/').expect(401, UNAUTHORIZED);
    });

    it.each([400, 200, 302, 406, 500, 99])('deny({ status: %d }) is a broken rule', async (status) => {
      const app = await start(rule(() => deny({ status: status as never })));

      await as(app, user).get('/').expect(500, BROKEN);
      expect(logger.errors.join()).toMatch(new RegExp(`SecretRuleName.hasPermission .*\\b${status}\\b`));
    });

    it('[C119] a code never is one', async () => {
      const app = await start(rule(() => deny({ code: '401' })));

      await as(app, user)
        .get('/')
        .expect(403, { ...FORBIDDEN, code: '401' });
    });

    it.each([
      ['403 for a user', {}, user, 403],
      ['401 for a guest', {}, guest, 401],
      ['the status of deny() for a user', { status: 423 }, user, 423],
      ['the status of deny() for a guest', { status: 423 }, guest, 423],
      ['404 where it is hidden from a user', { hide: true }, user, 404],
      ['404 where it is hidden from a guest', { hide: true }, guest, 404],
      ['404 where it is hidden, whatever status was named', { hide: true, status: 423 }, user, 404],
    ] as const)('with an object it is %s', async (_rule, options, caller, status) => {
      @Controller()
      class ObjectController {
        @Get()
        @Permissions(DeniesObject)
        only(@CheckObject() check: ObjectCheck): unknown {
          return check({ options });
        }
      }
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        controllers: [ObjectController],
      });

      const answer = await as(app, caller).get('/').expect(status);
      expect(Object.keys(answer.body)).toEqual(['statusCode', 'error', 'message', 'code']);
      expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    });
  });

  describe('the texts', () => {
    it.each([
      ['[C109] of the class', noA, 'no from A', 'a'],
      [
        '[C111] a message without a code',
        rule(() => false, { message: 'only a message' }),
        'only a message',
        'permission_denied',
      ],
      ['a code without a message', rule(() => false, { code: 'only_a_code' }), FORBIDDEN.message, 'only_a_code'],
      ['[C118] an empty message is a message', rule(() => false, { message: '' }), '', 'permission_denied'],
      ['[C115] of deny() win over those of the class', denying({ message: 'dynamic', code: 'now' }), 'dynamic', 'now'],
      ['of the class fill in what deny() leaves out', denying({ code: 'now' }), 'of the class', 'now'],
      ['[C123] and(): of the first that denied', and(noA, noB), 'no from A', 'a'],
      ['[C124] and(): whatever grants before it', and(yes, noB, noA), 'no from B', 'b'],
      ['and(): none where that has none', and(no, noA), FORBIDDEN.message, 'permission_denied'],
      ['[C125] or(): of the last that has any', or(noA, noB), 'no from B', 'b'],
      ['or(): of the last that has any, whatever stands behind', or(noA, no), 'no from A', 'a'],
      ['or(): none where none has any', or(no, no), FORBIDDEN.message, 'permission_denied'],
      ['[C126] not(): its own', not(yes, { message: 'only others', code: 'others' }), 'only others', 'others'],
      ['not(): none', not(yes), FORBIDDEN.message, 'permission_denied'],
      ['not(): never those of what it turns', not(or(noA, yes)), FORBIDDEN.message, 'permission_denied'],
      ['nested, to any depth', or(no, and(yes, or(no, and(yes, noA)))), 'no from A', 'a'],
      ['twice not(): of the outer one', not(not(noA), { message: 'outer' }), 'outer', 'permission_denied'],
    ])('%s', async (_rule, expression: PermissionOperand, message, code) => {
      const app = await start(expression);

      await as(app, user).get('/').expect(403, { statusCode: 403, error: 'Forbidden', message, code });
      await as(app, guest).get('/').expect(401, UNAUTHORIZED);
    });

    it('[C113] [C114] of an object rule', async () => {
      @Controller()
      class ObjectController {
        @Get(':rule')
        @Permissions(or(no, DeniesObject))
        only(@CheckObject() check: ObjectCheck, @Param('rule') name: string): unknown {
          return check(name === 'own' ? {} : { options: { message: 'of deny()' } });
        }
      }
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        controllers: [ObjectController],
      });

      await as(app, user)
        .get('/own')
        .expect(403, { ...FORBIDDEN, message: 'Not this one.', code: 'not_this' });
      await as(app, user)
        .get('/deny')
        .expect(403, { ...FORBIDDEN, message: 'of deny()', code: 'not_this' });
    });

    it.each([
      ['a class', noA],
      ['an instance', no],
      ['not()', not(yes)],
      ['a failure', throwing(new Error('SecretRuleName failed for user-4711'))],
    ])('[SEC-232] [SEC-244] no name of a class, no id and no stack: %s', async (_what, expression) => {
      const app = await start(expression);

      for (const caller of [user, guest]) {
        const { text, headers } = await as(app, caller).get('/');
        expect(text + JSON.stringify(headers)).not.toMatch(/SecretRuleName|4711|\.ts|\bat /);
      }
    });
  });

  describe('what a rule throws ends the decision', () => {
    it.each([
      ['[C131] NotFoundException', new NotFoundException(), 404],
      ['[C133] ForbiddenException', new ForbiddenException('own text'), 403],
      ['[C135] UnauthorizedException', new UnauthorizedException(), 401],
      ['[C136] BadRequestException', new BadRequestException({ a: 'b' }), 400],
      ['[SEC-014] 418', new ImATeapotException(), 418],
      ['[SEC-014] 503', new HttpException('busy', 503), 503],
    ])('an HttpException keeps its status and its body: %s', async (_name, thrown, status) => {
      const app = await start(throwing(thrown));

      for (const caller of [user, guest]) {
        const { body } = await as(app, caller).get('/').expect(status);
        expect(body).toEqual(
          typeof thrown.getResponse() === 'string'
            ? { statusCode: status, message: thrown.message }
            : thrown.getResponse(),
        );
      }
    });

    it.each([200, 204, 302, 399, 0])('[SEC-014] an HttpException of %d is a 500', async (status) => {
      const app = await start(throwing(new HttpException('fine', status)));

      await as(app, user).get('/').expect(500, BROKEN);
    });

    it.each([
      ['[C139] an Error', new TypeError('user.roles is undefined')],
      ['[SEC-010] a text', 'text'],
      ['[SEC-010] nothing', undefined],
      ['[SEC-010] a frozen object', Object.freeze({})],
      ['[SEC-010] an object that cannot be printed', Object.create(null)],
    ])("all else is a 500 with Nest's body, and the log names the rule: %s", async (_what, thrown) => {
      const app = await start(throwing(thrown));

      await as(app, user).get('/').expect(500, BROKEN);
      await as(app, guest).get('/').expect(500, BROKEN);
      expect(logger.errors[0]).toContain('SecretRuleName.hasPermission');
    });

    const failing = throwing(new Error('the database is down'));

    it.each<[string, PermissionExpression]>([
      ['[SEC-044] not()', not(failing)],
      ['[SEC-047] not() of not()', not(not(failing))],
      ['or() with what would grant', or(failing, yes)],
      ['and() with what would deny', and(failing, no)],
      ['[SEC-047] not() of and()', not(and(yes, failing))],
    ])('through %s', async (_operator, expression) => {
      const app = await start(expression);

      await as(app, user).get('/').expect(500, BROKEN);
    });

    it.each<[string, PermissionExpression, number]>([
      ['[C093] [SEC-054] behind what denies', and(no, failing), 403],
      ['behind what grants', or(yes, failing), 200],
    ])('but only when it is asked: %s', async (_place, expression, status) => {
      const app = await start(expression);

      await as(app, user).get('/').expect(status);
    });

    it.each([
      ['[C050] nothing', undefined, /undefined.*\?\? false/],
      ['null', null, /null.*\?\? false/],
      ['[C051] a text', 'yes', /"yes".*=== true/],
      ['one', 1, /1.*=== true/],
      ['zero', 0, /0/],
      ['an object', { allowed: true }, /an object/],
      ['a function', () => true, /a function/],
    ])(
      '[SEC-004] an answer that is none is a 500 that names the rule and the remedy: %s',
      async (_what, answer, log) => {
        const app = await start(rule(() => answer));

        await as(app, user).get('/').expect(500, BROKEN);
        expect(logger.errors[0]).toMatch(/SecretRuleName\.hasPermission answered/);
        expect(logger.errors[0]).toMatch(log);
        const negated = await start(not(rule(() => Promise.resolve(answer))));
        await as(negated, user).get('/').expect(500, BROKEN);
      },
    );
  });

  describe('a rule that does not answer in time', () => {
    const never = rule(() => new Promise(() => undefined));
    const late = rule(() => new Promise((resolve) => setTimeout(resolve, 60, true)));

    it.each<[string, PermissionOperand]>([
      ['alone', never],
      ['[SEC-045] in not()', not(never)],
      ['in or(), before what would grant', or(never, yes)],
      ['that answers later', late],
    ])('[SEC-012] is a 503, and the handler does not run: %s', async (_where, expression) => {
      const app = await start(expression, { ruleTimeoutMs: 20 });

      await as(app, user).get('/').expect(503, { statusCode: 503, message: 'Service unavailable' });
      expect(logger.errors[0]).toMatch(/SecretRuleName\.hasPermission.*ruleTimeoutMs/);
    });

    it('is waited for where no limit is set', async () => {
      await as(await start(late), user)
        .get('/')
        .expect(200);
    });
  });

  describe('an exception filter', () => {
    @Catch()
    class Recording extends BaseExceptionFilter {
      readonly caught: Error[] = [];

      override catch(exception: Error, host: ArgumentsHost): void {
        this.caught.push(exception);
        super.catch(exception, host);
      }
    }

    async function caught(expression: PermissionOperand, caller: unknown): Promise<Error> {
      let filter: Recording | undefined;

      @Controller()
      class OnlyController {
        @Get()
        @Permissions(expression)
        only(): string {
          return 'ran';
        }
      }
      const app = await boot(
        { imports: [HeaderAuthModule, PermissionsModule.forRoot()], controllers: [OnlyController] },
        {
          configure: (starting) => {
            filter = new Recording(starting.getHttpAdapter());
            starting.useGlobalFilters(filter);
          },
        },
      );
      await as(app, caller).get('/');
      expect(filter?.caught).toHaveLength(1);
      return filter!.caught[0]!;
    }

    it.each([
      ['PermissionDenied', PermissionDenied, noA, user, 'a'],
      ['NotAuthenticated', NotAuthenticated, noA, guest, 'not_authenticated'],
      ['ObjectNotFound', ObjectNotFound, denying({ hide: true }), user, 'not_found'],
    ])(
      'sees %s, which is an HttpException, with its code and its cause',
      async (_name, type, expression, caller, code) => {
        const exception = await caught(expression, caller);

        expect(exception).toBeInstanceOf(type);
        expect(exception).toBeInstanceOf(PermissionDenied);
        expect(exception).toBeInstanceOf(HttpException);
        expect(exception).toMatchObject({ code });
        expect(exception.cause).toMatchObject({ by: 'SecretRuleName' });
      },
    );

    it('of which no stack was captured', async () => {
      const { stack } = await caught(noA, user);

      expect(stack ?? '').not.toMatch(/\n\s+at /);
      expect(new Error('afterwards').stack).toMatch(/\n\s+at /);
    });

    it('finds the failure of a rule in the cause, and nothing of it in the message', async () => {
      const failure = new Error('the database is down');
      const exception = await caught(throwing(failure), user);

      expect((exception.cause as Error).message).toContain('SecretRuleName.hasPermission');
      expect((exception.cause as Error).cause).toBe(failure);
      expect(exception.message).not.toContain('database');
    });

    it('[SEC-239] that answers 200 does not run the handler', async () => {
      @Catch(PermissionDenied)
      class Friendly {
        catch(_exception: unknown, host: ArgumentsHost): void {
          const response = host
            .switchToHttp()
            .getResponse<{ status: (code: number) => { send: (body: unknown) => void } }>();
          response.status(200).send({ friendly: true });
        }
      }
      let ran = false;

      @Controller()
      class OnlyController {
        @Get()
        @Permissions(no)
        only(): void {
          ran = true;
        }
      }
      const app = await boot(
        { imports: [HeaderAuthModule, PermissionsModule.forRoot()], controllers: [OnlyController] },
        { configure: (starting) => starting.useGlobalFilters(new Friendly()) },
      );

      await as(app, user).get('/').expect(200, { friendly: true });
      expect(ran).toBe(false);
    });
  });
});
