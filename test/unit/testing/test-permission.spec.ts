import { ConsoleLogger, GoneException, Injectable, Logger } from '@nestjs/common';
import {
  and,
  BasePermission,
  deny,
  hasRole,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  not,
  type PermissionContext,
  ReadOnly,
  type Where,
} from '../../../lib/index.js';
import { testPermission } from '../../../lib/testing/index.js';
import { LogRecorder } from '../../support/log-recorder.js';

const alice = { id: 1, roles: ['editor'] };

class IsAuthor extends BasePermission<{ authorId: number }, typeof alice> {
  override message = 'Only the author may do this.';
  override code = 'not_author';
  where({ user }: PermissionContext<typeof alice>): Where<{ authorId: number }> {
    return user ? { authorId: user.id } : false;
  }
}

class Clock {
  hour(): number {
    return new Date().getHours();
  }
}

@Injectable()
class IsOfficeHour extends BasePermission {
  constructor(private readonly clock: Clock) {
    super();
  }

  hasPermission() {
    return this.clock.hour() >= 9;
  }
}

/** A permission of this one rule. */
function permission(rule: (context: PermissionContext) => unknown): BasePermission {
  return new (class IsTold extends BasePermission {
    hasPermission(context: PermissionContext) {
      return rule(context) as boolean;
    }
  })();
}

describe('testPermission()', () => {
  it('asks a class about an object', async () => {
    expect(await testPermission(IsAuthor, { user: alice, object: { authorId: 1 } })).toMatchObject({
      verdict: 'granted',
    });
    expect(await testPermission(IsAuthor, { user: alice, object: { authorId: 2 } })).toMatchObject({
      verdict: 'denied',
      deniedBy: 'IsAuthor',
      refusal: { status: 403, message: 'Only the author may do this.', code: 'not_author' },
    });
  });

  it('leaves pending what depends on an object, where there is none', async () => {
    expect(await testPermission(IsAuthor, { user: alice })).toMatchObject({ verdict: 'pending' });
  });

  it('asks for a guest unless there is a user', async () => {
    expect(await testPermission(IsAuthor)).toMatchObject({ refusal: { status: 401, code: 'not_authenticated' } });
  });

  it('asks an instance, what a factory made, and an expression', async () => {
    expect(await testPermission(new IsAuthor(), { user: alice })).toMatchObject({ verdict: 'pending' });
    expect(await testPermission(hasRole('editor'), { user: alice })).toMatchObject({ verdict: 'granted' });
    expect(await testPermission(and(IsAuthenticated, not(hasRole('editor'))), { user: alice })).toMatchObject({
      verdict: 'denied',
      deniedBy: "not(hasRole('editor'))",
    });
  });

  it('says what every operand said', async () => {
    const { trace } = await testPermission(and(IsAuthenticated, isOwner('authorId')));
    expect(trace.operands).toMatchObject([{ verdict: 'denied' }, { verdict: 'not asked' }]);
  });

  it('makes a class with what it asks for', async () => {
    const providers = [{ provide: Clock, useValue: { hour: () => 3 } }];
    expect(await testPermission(IsOfficeHour, { user: alice, providers })).toMatchObject({ verdict: 'denied' });
    class ClockModule {}
    const imports = [
      { module: ClockModule, providers: [{ provide: Clock, useValue: { hour: () => 12 } }], exports: [Clock] },
    ];
    expect(await testPermission(IsOfficeHour, { user: alice, imports })).toMatchObject({ verdict: 'granted' });
    await expect(testPermission(IsOfficeHour)).rejects.toThrow('IsOfficeHour cannot be made in TestedModule');
  });

  it('asks about the method of a route, as the guard does', async () => {
    expect(await testPermission(ReadOnly)).toMatchObject({ verdict: 'granted' });
    expect(await testPermission(ReadOnly, { method: 'delete' })).toMatchObject({ verdict: 'denied' });
    await expect(testPermission(ReadOnly, { method: 'FETCH' })).rejects.toThrow('there is no method "FETCH"');
  });

  it('gives the rule the action, the method, the params and the request', async () => {
    const seen: unknown[] = [];
    const looks = permission(({ action, method, params, request, transport }) => {
      seen.push(action, method, params, request, transport);
      return true;
    });
    const request = { headers: { 'x-tenant': 'a' } };
    await testPermission(looks, { action: 'publish', method: 'POST', params: { id: '7' }, request });
    expect(seen).toEqual(['publish', 'POST', { id: '7' }, request, undefined]);
  });

  it.each(['params', 'request'] as const)(
    'names the remedy for a rule that reads context.%s, which is not given',
    async (part) => {
      const reads = permission((context) => context[part] !== undefined);
      await expect(testPermission(reads)).rejects.toThrow(`There is no \`context.${part}\` outside of a request`);
    },
  );

  it('throws what the log says of a broken rule, and the error of a rule that throws', async () => {
    await expect(testPermission(permission(() => undefined))).rejects.toThrow(
      'IsTold.hasPermission answered undefined',
    );
    const throwing = (error: Error) => () =>
      testPermission(
        permission(() => {
          throw error;
        }),
      );
    await expect(throwing(new Error('the database\nis gone'))).rejects.toThrow('the database\\u000ais gone');
    await expect(throwing(new GoneException('It\nis gone'))).rejects.toThrow('GoneException: It is gone');
    await expect(throwing(new GoneException('x'.repeat(400)))).rejects.toThrow(/x{280}…$/);
  });

  it('knows users and administrators as the application does', async () => {
    const getUserId = ({ email }: { email: string }): string => email;
    const isAdmin = ({ root }: { root: boolean }): boolean => root;
    const user = { email: 'a@b.example', root: true };
    expect(await testPermission(IsAdminUser, { user, options: { getUserId, isAdmin } })).toMatchObject({
      verdict: 'granted',
    });
    expect(await testPermission(IsAdminUser, { user })).toMatchObject({ refusal: { status: 401 } });
  });

  it('hides as the application does', async () => {
    const question = { user: alice, object: { authorId: 2 }, options: { denyObjectAs: 'not-found' } } as const;
    expect(await testPermission(IsAuthor, question)).toMatchObject({ refusal: { status: 404 } });
    const hidden = permission(() => deny({ hide: true }));
    expect(await testPermission(hidden, { user: alice })).toMatchObject({ refusal: { status: 404 } });
  });

  it('logs nothing, and leaves the logger as it was, also when several are asked at once', async () => {
    const log = new LogRecorder();
    Logger.overrideLogger(log);
    try {
      await Promise.all([1, 2, 3].map((id) => testPermission(IsAuthor, { user: { id } })));
      await testPermission(permission(() => undefined)).catch(() => undefined);
      expect(log.calls).toEqual([]);
      new Logger().warn('still there');
      expect(log.of('warn')).toEqual(['still there']);
      Logger.overrideLogger(false);
      await testPermission(IsAuthor);
      new Logger().warn('to nobody');
      expect(log.of('warn')).toEqual(['still there']);
    } finally {
      Logger.overrideLogger(new ConsoleLogger());
    }
  });
});
