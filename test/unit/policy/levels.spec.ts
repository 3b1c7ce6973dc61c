import { Get, Next, Param, Res, type Type } from '@nestjs/common';
import { toExpression } from '../../../lib/composition/operand.js';
import { ActionPermissions } from '../../../lib/decorators/action-permissions.decorator.js';
import { Permissions } from '../../../lib/decorators/permissions.decorator.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { ReadOnly } from '../../../lib/permission/read-only.js';
import { classChain } from '../../../lib/policy/class-chain.js';
import { answersByItself } from '../../../lib/policy/declarations.js';
import { describeHandler, type Handler } from '../../../lib/policy/handler-source.js';
import { controllerLevels, isSafe } from '../../../lib/policy/levels.js';
import { host } from '../../support/permissions.js';

const ROUTED = { transport: 'http', isField: false, namesGuard: false } as const;
const handlerOf = (controller: Type, action: string): Handler =>
  (controller.prototype as Record<string, Handler>)[action]!;
const levels = (controller: Type, action = 'read', method: string | undefined = 'GET'): string[] =>
  controllerLevels({ controller, action, host, method, ...ROUTED, handler: handlerOf(controller, action) }).map(
    ({ name, owner }) => `${name} ${owner}`,
  );
const openTo = (decorated: Type | Handler, open: boolean): void => {
  Reflect.defineMetadata(Symbol.for('@nestjs/authentication:public'), open, decorated);
};

class Base {
  @Get()
  read(): string {
    return 'read';
  }
}

describe('what a controller says about a handler', () => {
  it('is nothing, where nothing is declared', () => {
    expect(levels(Base)).toEqual([]);
  });

  it('comes from the handler, the action and the class, nearest first', () => {
    @Permissions(IsAuthenticated)
    @ActionPermissions({ read: [IsAdminUser] })
    class Posts extends Base {
      @Permissions(IsAdminUser)
      override read(): string {
        return 'post';
      }
    }
    expect(levels(Posts)).toEqual(['handler Posts.read', 'action Posts', 'class Posts']);
  });

  it('comes from the nearest class first, and restrictions are inherited', () => {
    @Permissions(IsAuthenticated)
    class Posts extends Base {}
    @Permissions(IsAdminUser)
    class AdminPosts extends Posts {}

    expect(levels(AdminPosts)).toEqual(['class AdminPosts', 'class Posts']);
  });

  it('comes from the map of the action that is asked for only', () => {
    @ActionPermissions({ write: [IsAdminUser] })
    class Posts extends Base {
      write(): string {
        return 'written';
      }
    }
    expect(levels(Posts)).toEqual([]);
    expect(levels(Posts, 'write', 'POST')).toEqual(['action Posts']);
  });

  it('may come from a function, whatever the action', () => {
    @ActionPermissions(() => IsAdminUser)
    class Posts extends Base {}

    expect(levels(Posts)).toEqual(['action Posts']);
  });
});

describe('openness', () => {
  @Permissions(AllowAny)
  class Open extends Base {
    override read(): string {
      return 'open';
    }
  }
  @Permissions(AllowAny)
  class OpenOnly {
    read(): string {
      return 'read';
    }
  }

  it('of a class is for the handlers that it declares', () => {
    class Extended extends Open {
      more(): string {
        return 'more';
      }
    }
    expect(levels(Open)).toEqual(['class Open']);
    expect(levels(Extended)).toEqual(['class Open']);
    expect(levels(Extended, 'more')).toEqual([]);
  });

  it('of a class does not reach a handler that it inherits', () => {
    @Permissions(AllowAny)
    class Opened extends Base {}

    expect(levels(Opened)).toEqual([]);
  });

  it('[SEC-029] [SEC-030] of a handler ends at a subclass that speaks for all of its handlers', () => {
    class Reading {
      @Permissions(AllowAny)
      read(): string {
        return 'read';
      }
    }
    @Permissions(IsAdminUser)
    class Restricted extends Reading {}
    @Permissions(AllowAny)
    class Reopened extends Reading {}

    expect(levels(Reading)).toEqual(['handler Reading.read']);
    expect(levels(Restricted)).toEqual(['class Restricted']);
    expect(levels(Reopened)).toEqual([]);
  });

  it('[SEC-030] ends nowhere for a restriction', () => {
    class Reading {
      @Permissions(IsAuthenticated)
      read(): string {
        return 'read';
      }
    }
    @Permissions(IsAdminUser)
    class Restricted extends Reading {}

    expect(levels(Restricted)).toEqual(['handler Reading.read', 'class Restricted']);
  });

  it('of an action ends there as well', () => {
    @ActionPermissions({ read: [AllowAny] })
    class Posts extends Base {}
    @Permissions(IsAdminUser)
    class AdminPosts extends Posts {}

    expect(levels(Posts)).toEqual(['action Posts']);
    expect(levels(AdminPosts)).toEqual(['class AdminPosts']);
  });

  it.each([
    ['GET', []],
    ['POST', ['class Library']],
    [undefined, ['class Library']],
  ])('is what grants for the method of the route: ReadOnly on %s', (method, expected) => {
    @Permissions(ReadOnly)
    class Library {}
    class Books extends Library {
      read(): string {
        return 'book';
      }
    }
    const source = { controller: Books, action: 'read', host, method, ...ROUTED, handler: handlerOf(Books, 'read') };

    expect(controllerLevels(source).map(({ name, owner }) => `${name} ${owner}`)).toEqual(expected);
  });

  it('of an open class that is extended twice stays with its handlers', () => {
    class Extended extends OpenOnly {
      override read(): string {
        return 'overridden';
      }
    }
    expect(levels(Extended)).toEqual([]);
  });
});

describe('the mark of the official authentication', () => {
  it('opens a handler', () => {
    class Marked {
      read(): string {
        return 'read';
      }
    }
    openTo(handlerOf(Marked, 'read'), true);

    const [level] = controllerLevels({
      controller: Marked,
      action: 'read',
      host,
      ...ROUTED,
      method: 'GET',
      handler: handlerOf(Marked, 'read'),
    });
    expect(level).toEqual({ name: 'public', owner: 'Marked', rule: toExpression(AllowAny, '', 1) });
  });

  it('opens the handlers that a class declares, and none that it inherits or that take it back', () => {
    class Marked extends Base {
      own(): string {
        return 'own';
      }

      back(): string {
        return 'back';
      }
    }
    openTo(Marked, true);
    openTo(handlerOf(Marked, 'back'), false);

    expect(levels(Marked, 'own')).toEqual(['public Marked']);
    expect(levels(Marked)).toEqual([]);
    expect(levels(Marked, 'back')).toEqual([]);
  });

  it('[SEC-024] says nothing where permissions are declared', () => {
    @Permissions(IsAdminUser)
    class Marked {
      read(): string {
        return 'read';
      }
    }
    openTo(handlerOf(Marked, 'read'), true);

    expect(levels(Marked)).toEqual(['class Marked']);
  });
});

describe('a route', () => {
  it.each([
    ['GET', true],
    ['HEAD', true],
    ['OPTIONS', true],
    ['POST', false],
    ['SEARCH', false],
    [undefined, undefined],
  ])('by %s only reads: %p', (method, safe) => {
    expect(isSafe({ method })).toBe(safe);
  });

  it('is called by its controller and action', () => {
    expect(describeHandler({ controller: Base, action: 'read' })).toBe('Base.read');
  });
});

describe('a class', () => {
  it('has a chain of those that it extends, nearest first', () => {
    class Middle extends Base {}
    class Last extends Middle {}

    expect(classChain(Last)).toEqual([Last, Middle, Base]);
  });

  it.each([
    ['taken', true],
    ['passed', false],
    ['next', true],
    ['plain', false],
    ['absent', false],
  ])('answers by itself where a handler takes the response: %s', (action, expected) => {
    class Files {
      taken(@Res() response: object): object {
        return response;
      }

      passed(@Res({ passthrough: true }) response: object): object {
        return response;
      }

      next(@Next() next: object): object {
        return next;
      }

      plain(@Param('id') id: string): string {
        return id;
      }
    }
    expect(answersByItself(Files, action)).toBe(expected);
  });
});
