import { and } from '../../../lib/composition/and.js';
import { toExpression } from '../../../lib/composition/operand.js';
import { ActionPermissions } from '../../../lib/decorators/action-permissions.decorator.js';
import { Permissions } from '../../../lib/decorators/permissions.decorator.js';
import type { PermissionOperand } from '../../../lib/composition/expression.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { actionPermissions, classPermissions, handlerPermissions } from '../../../lib/policy/declarations.js';

const lost = undefined as unknown as PermissionOperand;
type List = [PermissionOperand];

describe('@Permissions', () => {
  @Permissions(IsAuthenticated)
  class PostsController {
    @Permissions(IsAuthenticated, IsAdminUser)
    update(): string {
      return 'updated';
    }

    list(): string {
      return 'listed';
    }
  }

  it('declares what is needed for a class, and for a handler, where several permissions mean AND', () => {
    expect(classPermissions(PostsController)).toEqual([
      { owner: PostsController, value: toExpression(IsAuthenticated, '', 1) },
    ]);
    expect(handlerPermissions(PostsController, 'update')?.value).toEqual(and(IsAuthenticated, IsAdminUser));
    expect(handlerPermissions(PostsController, 'list')).toBeUndefined();
  });

  it.each<[string, List, string]>([
    ['nothing', [] as unknown as List, 'the list is empty; write AllowAny'],
    ['undefined', [lost], 'operand 1 is undefined. Two files import each other'],
    ['undefined at the end', [AllowAny, lost] as unknown as List, 'operand 2 is undefined'],
    ['an array', [[AllowAny]] as unknown as List, 'operand 1 is an array'],
    ['a negation of JavaScript', [!AllowAny] as unknown as List, 'operand 1 is false. Operators of JavaScript'],
  ])('[SEC-019] [SEC-020] [SEC-060] refuses %s when it runs', (_text, list, problem) => {
    expect(() => {
      @Permissions(...list)
      class Broken {}
      return Broken;
    }).toThrow(`@Permissions() of Broken: ${problem}`);
    expect(() => {
      class Controller {
        @Permissions(...list)
        update(): string {
          return 'updated';
        }
      }
      return Controller;
    }).toThrow(`@Permissions() of Controller.update: ${problem}`);
  });

  it('[SEC-032] refuses a second declaration at one place', () => {
    expect(() => {
      @Permissions(AllowAny)
      @Permissions(IsAdminUser)
      class Twice {}
      return Twice;
    }).toThrow('Twice has @Permissions() twice: keep one, with everything in it.');
    expect(() => {
      class Controller {
        @Permissions(AllowAny)
        @Permissions(IsAdminUser)
        update(): string {
          return 'updated';
        }
      }
      return Controller;
    }).toThrow('Controller.update has @Permissions() twice');
  });

  it('lets a subclass say something of its own', () => {
    @Permissions(IsAdminUser)
    class Admin extends PostsController {
      @Permissions(AllowAny)
      override update(): string {
        return 'updated by an administrator';
      }
    }
    expect(classPermissions(Admin).map(({ owner }) => owner)).toEqual([Admin, PostsController]);
    expect(handlerPermissions(Admin, 'update')).toEqual({ owner: Admin, value: toExpression(AllowAny, '', 1) });
  });

  it('[SEC-027] keeps what stands on a method that a subclass overrides, or wraps', () => {
    class Overriding extends PostsController {
      override update(): string {
        return 'updated otherwise';
      }
    }
    expect(handlerPermissions(Overriding, 'update')).toEqual({
      owner: PostsController,
      value: and(IsAuthenticated, IsAdminUser),
    });
  });

  it('[SEC-036] refuses a static method, and takes a symbol for a name', () => {
    expect(() => {
      class Statics {
        @Permissions(AllowAny)
        static update(): string {
          return 'updated';
        }
      }
      return Statics;
    }).toThrow('@Permissions() of Statics.update: a static method is no handler.');
    const secret = Symbol('secret');
    expect(() => {
      class Symbols {
        @Permissions(lost)
        [secret](): string {
          return 'secret';
        }
      }
      return Symbols;
    }).toThrow('@Permissions() of Symbols.Symbol(secret): operand 1 is undefined');
  });
});

describe('@ActionPermissions', () => {
  it('declares lists, or single permissions, by the name of the action', () => {
    @ActionPermissions({ create: [IsAuthenticated, IsAdminUser], list: AllowAny })
    class PostsController {
      create(): string {
        return 'created';
      }

      list(): string {
        return 'listed';
      }
    }
    const [declared] = actionPermissions(PostsController);

    expect(declared).toEqual({
      owner: PostsController,
      value: {
        actions: new Map([
          ['create', and(IsAuthenticated, IsAdminUser)],
          ['list', toExpression(AllowAny, '', 1)],
        ]),
      },
    });
  });

  it('takes a function of the context', () => {
    const choose = (): undefined => undefined;

    @ActionPermissions(choose)
    class PostsController {}

    expect(actionPermissions(PostsController)).toEqual([{ owner: PostsController, value: { choose } }]);
  });

  it('refuses an empty list, and one with undefined, naming the action', () => {
    const declare = (list: unknown) => () => {
      @ActionPermissions({ create: list as List })
      class PostsController {
        create(): string {
          return 'created';
        }
      }
      return PostsController;
    };
    expect(declare([])).toThrow('@ActionPermissions({ create }) of PostsController: the list is empty');
    expect(declare([AllowAny, undefined])).toThrow(
      '@ActionPermissions({ create }) of PostsController: operand 2 is undefined',
    );
  });

  it('refuses to be written twice', () => {
    expect(() => {
      @ActionPermissions(() => undefined)
      @ActionPermissions(() => AllowAny)
      class PostsController {}
      return PostsController;
    }).toThrow('PostsController has @ActionPermissions() twice');
  });
});
