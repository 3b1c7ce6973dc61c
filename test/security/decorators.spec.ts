import { type CanActivate, Controller, Get, Injectable } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  DenyAll,
  IsAdminUser,
  IsAuthenticated,
  not,
  or,
  Permissions,
  PermissionsConfigurationError,
  PermissionsModule,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { expectBootFails } from '../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';

@Injectable()
class SomeGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

function* generated() {
  yield IsAuthenticated;
}

/** Every way to write permissions down, with operands that TypeScript would refuse. */
const PLACES: Readonly<Record<string, (...operands: readonly unknown[]) => unknown>> = {
  '@Permissions() of a class': (...operands) => {
    Permissions(...(operands as [never]))(class Posts {});
  },
  '@Permissions() of a handler': (...operands) => {
    class Posts {
      list(): void {
        return;
      }
    }
    Permissions(...(operands as [never]))(Posts.prototype, 'list', {});
  },
  '@ActionPermissions()': (...operands) => {
    ActionPermissions({ list: operands as never })(
      class Posts {
        list(): void {
          return;
        }
      },
    );
  },
  'forFeature()': (...operands) => PermissionsModule.forFeature(operands as never),
  'and()': (...operands) => and(...(operands as [never])),
  'or()': (...operands) => or(...(operands as [never])),
};

describe.each(Object.entries(PLACES))('%s', (_place, declare) => {
  it('[SEC-019] [SEC-041] [SEC-042] refuses an empty list', () => {
    expect(() => declare()).toThrow(PermissionsConfigurationError);
    expect(() => declare()).toThrow(/empty/);
  });

  it.each([
    [[undefined]],
    [[IsAuthenticated, undefined]],
    [[undefined, IsAuthenticated]],
    [[IsAuthenticated, , AllowAny]],
  ])('[SEC-020] refuses undefined, and names its place and the likely import cycle: %p', (operands) => {
    const position = [...(operands as unknown[])].findIndex((operand) => operand === undefined) + 1;
    expect(() => declare(...(operands as unknown[]))).toThrow(PermissionsConfigurationError);
    expect(() => declare(...(operands as unknown[]))).toThrow(new RegExp(`operand ${position} is undefined.*import`));
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'IsAuthenticated'],
    ['an empty text', ''],
    ['a number', 7],
    ['an object', {}],
    ['an array', [IsAuthenticated]],
    ['a generator', generated()],
    ['a Set', new Set([IsAuthenticated])],
    ['an instance without the mark', { hasPermission: () => true }],
    ['a function', () => true],
    ['a bound function', (() => true).bind(null)],
    ['a bound permission class', IsAuthenticated.bind(null)],
    [
      'a class without the mark',
      class Rule {
        hasPermission(): boolean {
          return true;
        }
      },
    ],
    ['a symbol', Symbol('rule')],
    ['a promise of a class', Promise.resolve(IsAuthenticated)],
  ])('[SEC-021] [SEC-022] refuses %s', (_name, operand) => {
    expect(() => declare(operand)).toThrow();
    expect(() => declare(IsAuthenticated, operand)).toThrow();
  });

  it('[SEC-022] refuses a guard of Nest, and says what to do with it', () => {
    expect(() => declare(SomeGuard)).toThrow(/the Nest guard SomeGuard.*@UseGuards/);
  });

  it.each([true, false, 0])('[SEC-060] refuses %p, and says how permissions are combined', (operand) => {
    expect(() => declare(operand)).toThrow(/and\(A, B\), or\(A, B\), not\(A\)/);
  });
});

describe('Declarations', () => {
  it('[SEC-020] of a permission that an import cycle has not made yet do not load', async () => {
    await expect(import('./fixtures/cycle/is-author.js')).rejects.toThrow(/IsAuthor|operand 1 is undefined/);
  });

  it('[SEC-024] refuse a second word on one target', () => {
    class Posts {
      list(): void {
        return;
      }
    }
    Permissions(AllowAny)(Posts);
    Permissions(IsAuthenticated)(Posts.prototype, 'list', {});
    expect(() => {
      Permissions(IsAdminUser)(Posts);
    }).toThrow(/Posts has @Permissions\(\) twice/);
    expect(() => {
      Permissions(AllowAny)(Posts.prototype, 'list', {});
    }).toThrow(/Posts\.list has @Permissions\(\) twice/);
  });

  it('[SEC-036] refuse static methods, which nothing routes to', () => {
    class Posts {
      static list(): void {
        return;
      }
    }
    expect(() => {
      Permissions(AllowAny)(Posts, 'list', {});
    }).toThrow(/static method/);
  });

  it('[SEC-044] not() refuses what is no permission', () => {
    for (const operand of [undefined, null, false, {}, 'x'])
      expect(() => not(operand as never)).toThrow(PermissionsConfigurationError);
  });
});

@Controller('posts')
class Posts {
  @Get()
  list(): string {
    return 'in';
  }
}

onEveryAdapter('The options of an application', (boot) => {
  const root = (options: unknown) => ({
    imports: [HeaderAuthModule, PermissionsModule.forRoot(options as never)],
    controllers: [Posts],
  });
  const attempt = (options: unknown) => async () => boot(root(options));

  it.each<[string, unknown]>([
    ['an empty list', []],
    ['an empty list of defaults', { defaultPermissions: [] }],
    ['undefined defaults', { defaultPermissions: undefined }],
    ['an empty floor', { requiredPermissions: [] }],
    ['an undefined floor', { requiredPermissions: undefined }],
    ['a list with undefined', [IsAuthenticated, undefined]],
    ['a Set', new Set([IsAdminUser])],
    ['a generator', generated()],
    ['a Map', new Map([['defaultPermissions', IsAdminUser]])],
    ['a text', 'IsAdminUser'],
    ['a function', () => [IsAdminUser]],
    ['a promise', Promise.resolve([IsAdminUser])],
    ['a misspelt option', { defaultPermission: [IsAdminUser] }],
    ['a null', null],
  ])('[SEC-019] [SEC-021] %s is refused, and never read as "no wishes"', async (_name, options) => {
    expect(
      await attempt(options)().then(
        () => 'started',
        () => 'refused',
      ),
    ).toBe('refused');
  });

  it('[SEC-021] a list that changes after it was read changes nothing', async () => {
    const list: unknown[] = [DenyAll];
    const options = root(list);
    const app = await boot(options);
    list.splice(0, 1, AllowAny);
    expect((await as(app, { id: 1, isStaff: true }).get('/posts')).status).toBe(403);
  });

  it('[SEC-037] a permission whose dependency nobody provides is named when the application starts', async () => {
    class Missing {
      readonly rows = [];
    }
    @Injectable()
    class NeedsMissing extends BasePermission {
      constructor(readonly missing: Missing) {
        super();
      }
      override hasPermission(): boolean {
        return true;
      }
    }
    await expectBootFails(boot, root([NeedsMissing]), /NeedsMissing cannot be made/, /Missing/);
  });

  it('[SEC-026] a permission whose constructor throws keeps the application from starting', async () => {
    class Throws extends BasePermission {
      constructor() {
        super();
        throw new Error('no connection');
      }
      override hasPermission(): boolean {
        return true;
      }
    }
    await expectBootFails(boot, root([Throws]), /Throws cannot be made.*no connection/);
  });
});
