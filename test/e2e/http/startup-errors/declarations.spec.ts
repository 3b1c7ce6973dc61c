import { type CanActivate, Controller, Get, Injectable, type Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  CheckReturned,
  Inherited,
  IsAuthenticated,
  LoadObject,
  not,
  or,
  Permissions,
  PermissionsConfigurationError,
  PermissionsModule,
  type Where,
} from '../../../../lib/index.js';

class Loader {
  load(): object {
    return {};
  }
}

class Ruleless extends BasePermission {
  override message = 'never shown';
}

class TwoForms extends BasePermission {
  override hasObjectPermission(): boolean {
    return true;
  }

  override where(): Where<object> {
    return true;
  }
}

class GeneratorRule extends BasePermission {
  // @ts-expect-error: a generator is no rule
  override *hasPermission(): Generator<boolean> {
    yield true;
  }
}

class AccessorRule extends BasePermission {
  // @ts-expect-error: neither is a value
  override get hasPermission(): boolean {
    return true;
  }
}

class NoPermission {
  hasPermission(): boolean {
    return true;
  }
}

@Injectable()
class RolesGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

type Anything = (...permissions: readonly unknown[]) => ClassDecorator & MethodDecorator;
const AnyPermissions = Permissions as unknown as Anything;

/** Declares a controller whose handler has these permissions. */
function declareHandler(...permissions: readonly unknown[]): Type {
  @Controller('posts')
  class PostsController {
    @Get()
    @AnyPermissions(...permissions)
    list(): string {
      return 'list';
    }
  }
  return PostsController;
}

/** The message of the mistake that declaring this is. */
function mistakeIn(declaring: () => unknown): string {
  try {
    declaring();
  } catch (error) {
    expect(error).toBeInstanceOf(PermissionsConfigurationError);
    return (error as Error).message;
  }
  throw new Error('Nothing was thrown.');
}

const flag = true as boolean;

describe('a decorator refuses, where it stands,', () => {
  describe('[C016] [SEC-019] an empty list', () => {
    it('of a handler, with the place and the remedy', () => {
      const message = mistakeIn(() => declareHandler());

      expect(message).toContain('PostsController.list');
      expect(message).toContain('AllowAny');
    });

    it.each([
      ['a class', () => AnyPermissions()(class PostsController {})],
      [
        'an action',
        () => (ActionPermissions as (map: object) => ClassDecorator)({ list: [] })(class PostsController {}),
      ],
      [
        'and()',
        () => {
          (and as unknown as () => void)();
        },
      ],
      [
        'or()',
        () => {
          (or as unknown as () => void)();
        },
      ],
      ['forFeature()', () => PermissionsModule.forFeature([] as never)],
    ])('of %s', (place, declaring) => {
      const message = mistakeIn(declaring);

      expect(message).toMatch(/empty/);
      expect(message).toMatch(place.endsWith('()') ? place : /PostsController/);
    });
  });

  describe('[C100] [SEC-020] undefined', () => {
    it('in a list, with its position, and says that two files import each other', () => {
      const message = mistakeIn(() => declareHandler(IsAuthenticated, undefined));

      expect(message).toContain('PostsController.list');
      expect(message).toMatch(/operand 2 is undefined/);
      expect(message).toMatch(/import/);
    });

    it('in a hole of a list', () => {
      const message = mistakeIn(() => PermissionsModule.forFeature([IsAuthenticated, , AllowAny] as never));

      expect(message).toMatch(/operand 2 is undefined/);
    });

    it.each([
      ['and()', () => and(IsAuthenticated, undefined as never)],
      ['or()', () => or(undefined as never)],
      ['not()', () => not(undefined as never)],
      ['@LoadObject()', () => LoadObject(undefined as never, () => undefined)(class PostsController {})],
    ])('in %s', (place, declaring) => {
      const message = mistakeIn(declaring);

      expect(message).toContain(place);
      expect(message).toMatch(/undefined.*import/s);
    });
  });

  describe('[SEC-022] what is no permission:', () => {
    it.each([
      ['null', null, /null/],
      ['a text', 'IsAdmin', /string/],
      ['a number', 5, /number/],
      ['an object', { hasPermission: () => true }, /object/],
      ['an array', [IsAuthenticated], /and\(/],
      ['a function', () => true, /BasePermission/],
      ['a class that only looks like one', NoPermission, /NoPermission.*BasePermission/],
      ['an instance that only looks like one', new NoPermission(), /BasePermission/],
    ])('%s', (_what, permission, remedy) => {
      const message = mistakeIn(() => declareHandler(IsAuthenticated, permission));

      expect(message).toContain('PostsController.list');
      expect(message).toMatch(/operand 2/);
      expect(message).toMatch(remedy);
    });

    it.each([
      ['a guard', RolesGuard],
      ['a guard of passport', AuthGuard('jwt')],
    ])('%s, which belongs into @UseGuards()', (_what, guard) => {
      const message = mistakeIn(() => declareHandler(guard));

      expect(message).toContain(guard.name);
      expect(message).toContain('@UseGuards()');
    });

    it.each([
      ['!A', flag ? false : IsAuthenticated],
      ['A & B', 0],
      ['A == B', flag ? false : IsAuthenticated],
    ])('[SEC-060] what an operator of JavaScript made of it: %s', (_operator, result) => {
      const message = mistakeIn(() => declareHandler(result));

      expect(message).toMatch(/and\(A, B\).*or\(A, B\).*not\(A\)/);
    });
  });

  it.each([
    [
      '[C013] [SEC-017] a class without a rule',
      Ruleless,
      /Ruleless.*hasPermission\(\).*hasObjectPermission\(\).*where\(\)/,
    ],
    ['a class with both forms of an object rule', TwoForms, /TwoForms.*hasObjectPermission\(\).*where\(\)/],
    ['a rule that is a generator', GeneratorRule, /GeneratorRule\.hasPermission/],
    ['a rule that is a value', AccessorRule, /AccessorRule\.hasPermission/],
    ['a base class', BasePermission, /BasePermission/],
  ])('%s', (_what, Rule, named) => {
    expect(mistakeIn(() => declareHandler(Rule))).toMatch(named);
    expect(mistakeIn(() => and(IsAuthenticated, Rule as never))).toMatch(named);
  });

  it('a rule that is only a field', () => {
    class ArrowRule extends BasePermission {
      override hasPermission = (): boolean => true;
    }

    expect(mistakeIn(() => declareHandler(ArrowRule))).toMatch(/ArrowRule/);
  });

  describe('[SEC-005] [SEC-032] two declarations on one target:', () => {
    it('@Permissions() of a handler', () => {
      const message = mistakeIn(() => {
        @Controller()
        class PostsController {
          @Get()
          @Permissions(IsAuthenticated)
          @Permissions(AllowAny)
          list(): void {
            return undefined;
          }
        }
        return PostsController;
      });

      expect(message).toMatch(/PostsController\.list.*@Permissions\(\) twice/);
    });

    it.each([
      ['@Permissions()', Permissions(IsAuthenticated)],
      ['@ActionPermissions()', ActionPermissions(() => undefined)],
      ['@LoadObject()', LoadObject(Loader, (loader) => loader.load())],
    ])('%s of a class', (decorator, declare) => {
      class PostsController {}
      declare(PostsController);

      const message = mistakeIn(() => declare(PostsController));
      expect(message).toContain('PostsController');
      expect(message).toContain(decorator);
    });

    it('@CheckReturned() of a handler', () => {
      class PostsController {
        list(): void {
          return undefined;
        }
      }
      const declare = (): unknown =>
        CheckReturned()(
          PostsController.prototype,
          'list',
          Object.getOwnPropertyDescriptor(PostsController.prototype, 'list')!,
        );
      declare();

      expect(mistakeIn(declare)).toMatch(/PostsController\.list.*@CheckReturned\(\) twice/);
    });
  });

  it('[SEC-036] a static method, which is no handler', () => {
    const message = mistakeIn(() => {
      class PostsController {
        @Permissions(IsAuthenticated)
        static list(): void {
          return undefined;
        }
      }
      return PostsController;
    });

    expect(message).toMatch(/PostsController\.list.*static/);
  });

  it.each([
    [
      '@LoadObject()',
      () => LoadObject(Loader, (loader) => loader.load(), { param: {} } as never)(class PostsController {}),
    ],
    [
      '@CheckReturned()',
      () => CheckReturned({ ondenied: 'filter' } as never)(class PostsController {}.prototype, 'list', {}),
    ],
  ])('[SEC-214] an option of %s that does not exist', (decorator, declaring) => {
    const message = mistakeIn(declaring);

    expect(message).toContain(decorator);
    expect(message).toMatch(/no option "(param|ondenied)"/);
  });

  it.each([
    [
      '@LoadObject({ denyObjectAs })',
      () =>
        LoadObject(Loader, (loader) => loader.load(), { denyObjectAs: 'hidden' as never })(class PostsController {}),
    ],
    [
      '@CheckReturned({ onDenied })',
      () => CheckReturned({ onDenied: 'drop' as never })(class PostsController {}.prototype, 'list', {}),
    ],
  ])('[SEC-214] a value that an option does not have: %s', (_option, declaring) => {
    expect(mistakeIn(declaring)).toContain('PostsController');
  });

  it('[SEC-057] an expression that is nested without end', () => {
    let deep = not(IsAuthenticated);

    expect(
      mistakeIn(() => {
        for (;;) deep = not(deep);
      }),
    ).toMatch(/nested/);
  });

  it('and takes everything that is a permission', () => {
    expect(
      declareHandler(IsAuthenticated, new IsAuthenticated(), or(AllowAny, not(AllowAny)), Inherited),
    ).toBeDefined();
  });
});
