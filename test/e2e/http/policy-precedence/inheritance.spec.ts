import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  hasRole,
  Permissions,
  PermissionsModule,
  ReadOnly,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { HeaderAuthModule } from '../../../support/header-authentication.js';
import { whoMay } from './who-may.js';

const EVERYBODY = expect.arrayContaining(['guest', 'handler', 'class']);

onEveryAdapter('what a controller inherits', (boot) => {
  const start = (...controllers: Type[]) =>
    boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot([hasRole('defaults')])], controllers });

  describe('restrictions', () => {
    @Permissions(hasRole('class'))
    @ActionPermissions({ mapped: [hasRole('action')] })
    class BaseController {
      @Get('plain')
      plain(): string {
        return 'base';
      }

      @Get('declared')
      @Permissions(hasRole('handler'))
      declared(): string {
        return 'base';
      }

      @Get('mapped')
      mapped(): string {
        return 'base';
      }
    }

    @Controller('silent')
    class SilentController extends BaseController {
      @Get('added')
      added(): string {
        return 'child';
      }
    }

    @Controller('overriding')
    class OverridingController extends BaseController {
      @Get('plain')
      override plain(): string {
        return 'child';
      }

      @Get('declared')
      override declared(): string {
        return 'child';
      }

      @Get('mapped')
      override mapped(): string {
        return 'child';
      }
    }

    @Controller('speaking')
    @Permissions(hasRole('subclass'))
    class SpeakingController extends BaseController {
      @Get('added')
      added(): string {
        return 'child';
      }

      @Get('mapped')
      override mapped(): string {
        return 'child';
      }
    }

    @Controller('replacing')
    class ReplacingController extends BaseController {
      @Get('declared')
      @Permissions(hasRole('subclass'))
      override declared(): string {
        return 'child';
      }
    }

    @Controller('grandchild')
    class GrandchildController extends OverridingController {
      @Get('declared')
      override declared(): string {
        return 'grandchild';
      }

      @Get('added')
      added(): string {
        return 'grandchild';
      }
    }

    it.each([
      ['of the class are inherited by its handlers', '/silent/plain', 'class'],
      ['of the class are inherited by handlers that a subclass adds', '/silent/added', 'class'],
      ['of a handler are inherited', '/silent/declared', 'handler'],
      ['of @ActionPermissions() are inherited', '/silent/mapped', 'action'],
      ['of the class are inherited by an override', '/overriding/plain', 'class'],
      ['[SEC-027] of a handler are inherited by an override that declares none', '/overriding/declared', 'handler'],
      ['of @ActionPermissions() are inherited by an override', '/overriding/mapped', 'action'],
      ['are inherited over several classes', '/grandchild/declared', 'handler'],
      ['are inherited over several classes by what is added', '/grandchild/added', 'class'],
      ['of the nearest class win over those of its base class', '/speaking/plain', 'subclass'],
      ['of the nearest class hold for what it adds', '/speaking/added', 'subclass'],
      ['[SEC-030] of an inherited handler win over the class of the subclass', '/speaking/declared', 'handler'],
      ['of an inherited @ActionPermissions() win over the class of the subclass', '/speaking/mapped', 'action'],
      ['[SEC-029] of a handler are replaced by an override that declares its own', '/replacing/declared', 'subclass'],
    ])('%s', async (_rule, path, role) => {
      const app = await start(
        SilentController,
        OverridingController,
        SpeakingController,
        ReplacingController,
        GrandchildController,
      );

      expect(await whoMay(app, path)).toEqual([role]);
    });

    it('[SEC-035] of two subclasses do not meet on the function that both inherit', async () => {
      const app = await start(SilentController, SpeakingController, OverridingController);

      expect(await whoMay(app, '/silent/plain')).toEqual(['class']);
      expect(await whoMay(app, '/speaking/plain')).toEqual(['subclass']);
    });
  });

  describe('openness', () => {
    @Controller('open')
    @Permissions(AllowAny)
    class OpenController {
      @Get('plain')
      plain(): string {
        return 'base';
      }

      @Get('restricted')
      @Permissions(hasRole('handler'))
      restricted(): string {
        return 'base';
      }
    }

    @Controller('silent')
    class SilentController extends OpenController {
      @Get('added')
      added(): string {
        return 'child';
      }
    }

    @Controller('overriding')
    class OverridingController extends OpenController {
      @Get('plain')
      override plain(): string {
        return 'child';
      }

      @Get('restricted')
      override restricted(): string {
        return 'child';
      }
    }

    @Controller('speaking')
    @Permissions(hasRole('subclass'))
    class SpeakingController extends OpenController {}

    @Controller('reopened')
    @Permissions(AllowAny)
    class ReopenedController extends SpeakingController {
      @Get('added')
      added(): string {
        return 'grandchild';
      }
    }

    it.each([
      ['of a class holds for the handlers that the class itself declares', '/open/plain', EVERYBODY],
      ['of a class never undoes what a handler declares', '/open/restricted', ['handler']],
      ['of a class holds for its handlers where they are inherited as they are', '/silent/plain', EVERYBODY],
      ['of a class does not hold for what a subclass adds', '/silent/added', ['defaults']],
      ['of a class does not hold for what a subclass overrides', '/overriding/plain', ['defaults']],
      ['does not come with an override of a restricted handler', '/overriding/restricted', ['handler']],
      ['of a class ends at a subclass that says something', '/speaking/plain', ['subclass']],
      ['of a class never undoes what an inherited handler declares', '/speaking/restricted', ['handler']],
      ['of a subclass holds for the handlers that it declares itself', '/reopened/added', EVERYBODY],
      ['of a subclass does not hold for what it inherits', '/reopened/plain', ['subclass']],
    ])('%s', async (_rule, path, may) => {
      const app = await start(
        OpenController,
        SilentController,
        OverridingController,
        SpeakingController,
        ReopenedController,
      );

      expect(await whoMay(app, path)).toEqual(may);
    });

    describe('of a handler', () => {
      class BaseController {
        @Get('declared')
        @Permissions(AllowAny)
        declared(): string {
          return 'base';
        }
      }

      @Controller('silent')
      class Silent extends BaseController {}

      @Controller('overriding')
      class Overriding extends BaseController {
        @Get('declared')
        override declared(): string {
          return 'child';
        }
      }

      @Controller('speaking')
      @Permissions(hasRole('class'))
      class Speaking extends BaseController {}

      @Controller('overriding-and-speaking')
      @Permissions(hasRole('class'))
      class OverridingAndSpeaking extends BaseController {
        @Get('declared')
        override declared(): string {
          return 'child';
        }
      }

      @Controller('grandchild')
      class Grandchild extends Speaking {}

      it.each([
        ['is inherited with it', '/silent/declared', EVERYBODY],
        ['is kept by an override that declares none', '/overriding/declared', EVERYBODY],
        ['ends at a subclass that declares class-level permissions', '/speaking/declared', ['class']],
        ['ends there for an override too', '/overriding-and-speaking/declared', ['class']],
        ['stays ended below', '/grandchild/declared', ['class']],
      ])('%s', async (_rule, path, may) => {
        const app = await start(Silent, Overriding, Speaking, OverridingAndSpeaking, Grandchild);

        expect(await whoMay(app, path)).toEqual(may);
      });
    });

    describe('of @ActionPermissions()', () => {
      @ActionPermissions({ mapped: [AllowAny] })
      class BaseController {
        @Get('mapped')
        mapped(): string {
          return 'base';
        }
      }

      @Controller('silent')
      class Silent extends BaseController {}

      @Controller('speaking')
      @Permissions(hasRole('class'))
      class Speaking extends BaseController {}

      @Controller('function')
      @ActionPermissions(() => [AllowAny])
      class ByFunction {
        @Get('own')
        own(): string {
          return 'base';
        }
      }

      @Controller('function-child')
      class ByFunctionChild extends ByFunction {
        @Get('added')
        added(): string {
          return 'child';
        }
      }

      @Controller('function-speaking')
      @Permissions(hasRole('class'))
      class ByFunctionSpeaking extends ByFunction {}

      it.each([
        ['in a map is inherited with the handler', '/silent/mapped', EVERYBODY],
        ['in a map ends at a subclass that declares class-level permissions', '/speaking/mapped', ['class']],
        ['out of a function holds for the handlers of its class', '/function/own', EVERYBODY],
        ['out of a function is inherited with the handler', '/function-child/own', EVERYBODY],
        ['out of a function does not hold for what a subclass adds', '/function-child/added', ['defaults']],
        [
          'out of a function ends at a subclass that declares class-level permissions',
          '/function-speaking/own',
          ['class'],
        ],
      ])('%s', async (_rule, path, may) => {
        const app = await start(Silent, Speaking, ByFunction, ByFunctionChild, ByFunctionSpeaking);

        expect(await whoMay(app, path)).toEqual(may);
      });
    });

    it('by the method of the route is no less openness', async () => {
      @Controller('base')
      @Permissions(ReadOnly)
      class ReadOnlyController {
        @Get('plain')
        plain(): string {
          return 'base';
        }

        @Post('plain')
        write(): string {
          return 'base';
        }
      }

      @Controller('child')
      class ChildController extends ReadOnlyController {
        @Get('added')
        added(): string {
          return 'child';
        }
      }
      const app = await start(ReadOnlyController, ChildController);

      expect(await whoMay(app, '/child/plain')).toEqual(EVERYBODY);
      expect(await whoMay(app, '/child/added')).toEqual(['defaults']);
    });

    it('of a feature holds for its own controllers only', async () => {
      @Controller('feature')
      class FeatureController {
        @Get()
        list(): string {
          return '';
        }
      }

      @Module({ imports: [PermissionsModule.forFeature([AllowAny])], controllers: [FeatureController] })
      class FeatureModule {}

      @Controller('other')
      class OtherController {
        @Get()
        list(): string {
          return '';
        }
      }

      @Module({ imports: [FeatureModule], controllers: [OtherController] })
      class OtherModule {}
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot([hasRole('defaults')]), OtherModule],
      });

      expect(await whoMay(app, '/feature')).toEqual(EVERYBODY);
      expect(await whoMay(app, '/other')).toEqual(['defaults']);
    });
  });

  it('[SEC-031] controllers out of a factory have each their own', async () => {
    function Crud(role: string) {
      @Permissions(hasRole(role))
      abstract class CrudController {
        @Get()
        list(): string {
          return role;
        }
      }
      return CrudController;
    }

    @Controller('one')
    class OneController extends Crud('class') {}

    @Controller('other')
    class OtherController extends Crud('module') {
      @Get()
      override list(): string {
        return 'override';
      }
    }
    const app = await start(OneController, OtherController);

    expect(await whoMay(app, '/one')).toEqual(['class']);
    expect(await whoMay(app, '/other')).toEqual(['module']);
  });

  describe('[SEC-034] [C179] a foreign decorator that wraps the method', () => {
    /** Wraps the function, and takes along what Nest wrote on it, as such decorators do. */
    function Wrapped() {
      return (_target: object, _property: string, descriptor: PropertyDescriptor): void => {
        const original = descriptor.value as (...values: unknown[]) => unknown;
        function wrapper(this: unknown, ...values: unknown[]): unknown {
          return original.apply(this, values);
        }
        for (const key of Reflect.getMetadataKeys(original) as string[]) {
          Reflect.defineMetadata(key, Reflect.getMetadata(key, original), wrapper);
        }
        descriptor.value = wrapper;
      };
    }

    @Controller()
    class WrappedController {
      @Wrapped()
      @Get('one')
      @Permissions(hasRole('handler'))
      one(): string {
        return '';
      }

      @Get('two')
      @Wrapped()
      @Permissions(hasRole('handler'))
      two(): string {
        return '';
      }

      @Get('three')
      @Permissions(hasRole('handler'))
      @Wrapped()
      three(): string {
        return '';
      }

      @Permissions(hasRole('handler'))
      @Wrapped()
      @Get('four')
      four(): string {
        return '';
      }
    }

    it.each(['one', 'two', 'three', 'four'])('leaves the permissions on it: order %s', async (path) => {
      const app = await start(WrappedController);

      expect(await whoMay(app, `/${path}`)).toEqual(['handler']);
    });
  });

  describe('the marks of the official authentication', () => {
    const Mark = (open: boolean): ClassDecorator & MethodDecorator => {
      return (target: object, _property?: string | symbol, descriptor?: PropertyDescriptor) => {
        Reflect.defineMetadata(
          Symbol.for('@nestjs/authentication:public'),
          open,
          (descriptor?.value as object | undefined) ?? target,
        );
      };
    };

    @Controller('marked')
    @Mark(true)
    class MarkedController {
      @Get('plain')
      plain(): string {
        return '';
      }

      @Get('taken-back')
      @Mark(false)
      takenBack(): string {
        return '';
      }

      @Get('declared')
      @Permissions(hasRole('handler'))
      declared(): string {
        return '';
      }
    }

    @Controller('child')
    class ChildController extends MarkedController {
      @Get('added')
      added(): string {
        return '';
      }
    }

    @Controller('method')
    class MethodController {
      @Get('marked')
      @Mark(true)
      marked(): string {
        return '';
      }

      @Get('marked-and-declared')
      @Mark(true)
      @Permissions(hasRole('handler'))
      markedAndDeclared(): string {
        return '';
      }

      @Get('plain')
      plain(): string {
        return '';
      }
    }

    @Controller('declared')
    @Permissions(hasRole('class'))
    class DeclaredController {
      @Get('marked')
      @Mark(true)
      marked(): string {
        return '';
      }
    }

    it.each([
      ['open the handlers of a class', '/marked/plain', EVERYBODY],
      ['can be taken back for a handler', '/marked/taken-back', ['defaults']],
      ['never undo what a handler declares', '/marked/declared', ['handler']],
      ['of a class do not hold for what a subclass adds', '/child/added', ['defaults']],
      ['open a handler', '/method/marked', EVERYBODY],
      ['of a handler never undo what it declares', '/method/marked-and-declared', ['handler']],
      ['of a handler do not open others', '/method/plain', ['defaults']],
      ['never undo what the class declares', '/declared/marked', ['class']],
    ])('%s', async (_rule, path, may) => {
      const app = await start(MarkedController, ChildController, MethodController, DeclaredController);

      expect(await whoMay(app, path)).toEqual(may);
    });

    it('never undo requiredPermissions', async () => {
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot({ requiredPermissions: [hasRole('module')] })],
        controllers: [MarkedController],
      });

      expect(await whoMay(app, '/marked/plain')).toEqual(['module']);
    });
  });
});
