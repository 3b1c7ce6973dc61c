import { Controller, Delete, Get, Injectable, Param, Post, type Type } from '@nestjs/common';
import {
  ActionPermissions,
  type ActionPermissionList,
  type ActionPermissionsFunction,
  AllowAny,
  and,
  BasePermission,
  DenyAll,
  hasRole,
  Inherited,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  not,
  or,
  Permissions,
  PermissionsAuditor,
  type PermissionContext,
  PermissionsModule,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, Posts } from './objects/posts.js';

const staff = { id: 5, isStaff: true };
const BROKEN = { statusCode: 500, message: 'Internal server error' };

/** Counts its instances and its calls. */
@Injectable()
class Counting extends BasePermission {
  static instances = 0;
  static calls = 0;

  constructor() {
    super();
    Counting.instances++;
  }

  override hasPermission(): boolean {
    Counting.calls++;
    return true;
  }
}

onEveryAdapter('@ActionPermissions', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => {
    logger.errors.splice(0);
    Counting.instances = 0;
    Counting.calls = 0;
  });

  const start = (...controllers: Type[]) =>
    boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot([hasRole('defaults')])],
        controllers,
        providers: [Posts],
      },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );

  describe('as a map', () => {
    @Controller('posts')
    @Permissions(IsAuthenticated)
    @ActionPermissions({
      list: [AllowAny],
      create: hasRole('editor'),
      destroy: [Inherited, hasRole('editor'), not(hasRole('intern'))],
      retrieve: [or(IsAuthor, hasRole('editor'))],
    })
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }

      @Get(':id')
      @LoadObject(Posts, (posts, { id }) => posts.findOne(Number(id)))
      retrieve(@LoadedObject() post: object): object {
        return post;
      }

      @Post()
      create(): string {
        return 'created';
      }

      @Delete(':id')
      destroy(@Param('id') id: string): string {
        return id;
      }

      @Post('other')
      other(): string {
        return 'other';
      }
    }

    it.each([
      ['opens one action', 'get', '/posts', guest, 200],
      ['takes one permission without a list', 'post', '/posts', { id: 1, roles: ['editor'] }, 201],
      ['refuses by it', 'post', '/posts', { id: 1 }, 403],
      ['means AND by a list', 'delete', '/posts/1', { id: 1, roles: ['editor'] }, 200],
      ['all of it', 'delete', '/posts/1', { id: 1, roles: ['editor', 'intern'] }, 403],
      ['takes object rules', 'get', '/posts/2', alice, 200],
      ['and refuses by them', 'get', '/posts/2', bob, 403],
      ['leaves all other actions alone', 'post', '/posts/other', { id: 1 }, 201],
      ['which stay closed', 'post', '/posts/other', guest, 401],
    ] as const)('%s', async (_rule, verb, path, user, status) => {
      const app = await start(PostsController);

      await as(app, user)[verb](path).expect(status);
    });

    it('of a subclass wins over that of its base class, action by action', async () => {
      @Controller('children')
      @ActionPermissions({ create: [hasRole('chief')] })
      class ChildController extends PostsController {}
      const app = await start(ChildController);

      await as(app, { id: 1, roles: ['chief'] })
        .post('/children')
        .expect(201);
      await as(app, { id: 1, roles: ['editor'] })
        .post('/children')
        .expect(403);
      await as(app, { id: 1, roles: ['editor'] })
        .delete('/children/1')
        .expect(200);
      await as(app, guest).delete('/children/1').expect(401);
    });
  });

  describe('as a function', () => {
    /** A controller whose function this is. */
    function controllerWith(choose: ActionPermissionsFunction): Type {
      @Controller('posts')
      @Permissions(hasRole('class'))
      @ActionPermissions(choose)
      class PostsController {
        @Get()
        list(): string {
          return 'list';
        }

        @Post()
        create(): string {
          return 'created';
        }

        @Get(':id')
        @LoadObject(Posts, (posts, { id }) => posts.findOne(Number(id)))
        retrieve(@LoadedObject() post: object): object {
          return post;
        }

        @Post('declared')
        @Permissions(AllowAny)
        declared(): string {
          return 'declared';
        }
      }
      return PostsController;
    }

    it('chooses by what the context tells: the action, the method, the user, the parameters', async () => {
      const app = await start(
        controllerWith((context: PermissionContext<{ id: number }>) => {
          if (context.action === 'list') return context.user === null ? DenyAll : AllowAny;
          if (context.method === 'POST') return [IsAuthenticated];
          return context.params['id'] === '1' ? [AllowAny] : [IsAuthor];
        }),
      );

      await as(app, guest).get('/posts').expect(401);
      await as(app, bob).get('/posts').expect(200);
      await as(app, bob).post('/posts').expect(201);
      await as(app, guest).get('/posts/1').expect(200);
      await as(app, bob).get('/posts/2').expect(403);
      await as(app, alice).get('/posts/2').expect(200);
    });

    it('[C190] that has nothing to say leaves it to the next level', async () => {
      const app = await start(controllerWith(({ action }) => (action === 'create' ? [AllowAny] : undefined)));

      await as(app, guest).post('/posts').expect(201);
      await as(app, guest).get('/posts').expect(401);
      await as(app, { id: 1, roles: ['class'] })
        .get('/posts')
        .expect(200);
    });

    it('that has nothing to say leaves it to the function of the base class', async () => {
      @Controller('children')
      @ActionPermissions(({ action }) => (action === 'create' ? hasRole('child') : undefined))
      class ChildController extends controllerWith(() => hasRole('base')) {}
      const app = await start(ChildController);

      await as(app, { id: 1, roles: ['child'] })
        .post('/children')
        .expect(201);
      await as(app, { id: 1, roles: ['base'] })
        .post('/children')
        .expect(403);
      await as(app, { id: 1, roles: ['base'] })
        .get('/children')
        .expect(200);
    });

    it('loses to the handler', async () => {
      const app = await start(controllerWith(() => DenyAll));

      await as(app, guest).post('/posts/declared').expect(201);
      await as(app, staff).get('/posts').expect(403);
    });

    it('may say Inherited', async () => {
      const app = await start(controllerWith(() => [or(Inherited, hasRole('chosen'))]));

      await as(app, { id: 1, roles: ['class'] })
        .get('/posts')
        .expect(200);
      await as(app, { id: 1, roles: ['chosen'] })
        .get('/posts')
        .expect(200);
      await as(app, bob).get('/posts').expect(403);
    });

    it('is called once for each request, also where the object is judged too', async () => {
      const calls: string[] = [];
      const app = await start(
        controllerWith(({ action }) => {
          calls.push(action);
          return [or(and(IsAuthor, IsAuthorLater), hasRole('editor'))];
        }),
      );

      await as(app, alice).get('/posts/2').expect(200);
      await as(app, bob).get('/posts/2').expect(403);
      expect(calls).toEqual(['retrieve', 'retrieve']);
    });

    it('gives one structure, which is bound once, however often it is built', async () => {
      const app = await start(controllerWith(() => [and(Counting, or(Counting, hasRole('any')))]));

      for (let request = 0; request < 5; request++) await as(app, bob).get('/posts').expect(200);
      expect(Counting.instances).toBeLessThanOrEqual(2);
      expect(Counting.calls).toBe(5);
    });

    it.each([
      ['roles of other names', [hasRole('a')], [hasRole('b')]],
      ['and() and or()', [and(hasRole('a'), hasRole('b'))], [or(hasRole('a'), hasRole('b'))]],
      ['not()', [not(hasRole('b'))], [hasRole('b')]],
      ['texts of not()', [not(hasRole('a'), { message: 'one' })], [not(hasRole('a'), { message: 'other' })]],
      ['quoted names', [hasRole("a', 'b")], [hasRole('a', 'b')]],
      ['two classes of one name', [same(true)], [same(false)]],
    ])('[SEC-184] never takes one structure for another: %s', async (_what, one, other) => {
      const app = await start(
        controllerWith(({ params }) => (params['id'] === '1' ? one : other) as unknown as ActionPermissionList),
      );
      const answers = async (id: number) => {
        const { status, body } = await as(app, { id: 1, roles: ['a'] }).get(`/posts/${id}`);
        return `${status} ${String(body.message)}`;
      };

      const first = [await answers(1), await answers(2)];
      const second = [await answers(1), await answers(2)];
      expect(second).toEqual(first);
      expect(first[0]).not.toBe(first[1]);
    });

    it.each([
      ['null', null],
      ['false', false],
      ['an empty list', []],
      ['undefined in a list', [IsAuthenticated, undefined]],
      ['a text', 'IsAuthenticated'],
      ['a class that is no permission', Posts],
      ['a list in a list', [[IsAuthenticated]]],
    ])('whose answer is no list of permissions is a 500 that names it: %s', async (_what, answer) => {
      const app = await start(controllerWith(() => answer as never));

      await as(app, staff).get('/posts').expect(500, BROKEN);
      await as(app, guest).get('/posts').expect(500, BROKEN);
      expect(logger.errors[0]).toContain('PostsController');
    });

    it('that is asynchronous is a 500 that says so', async () => {
      const app = await start(controllerWith((async () => Promise.resolve([AllowAny])) as never));

      await as(app, staff).get('/posts').expect(500, BROKEN);
      expect(logger.errors[0]).toMatch(/PostsController.*synchronous/);
    });

    it('that throws is a 500', async () => {
      const app = await start(
        controllerWith(() => {
          throw new Error('no such tenant');
        }),
      );

      await as(app, staff).get('/posts').expect(500, BROKEN);
      expect(logger.errors[0]).toMatch(/PostsController.*no such tenant/);
    });

    it('whose choice depends on an object that nothing loads is a 500', async () => {
      const app = await start(controllerWith(({ action }) => (action === 'list' ? [IsAuthor] : undefined)));

      await as(app, alice).get('/posts').expect(500, BROKEN);
      expect(logger.errors[0]).toMatch(/PostsController\.list.*object/);
    });

    it('whose choice cannot be made is a 500', async () => {
      @Injectable()
      class NeedsMore extends BasePermission {
        constructor(readonly missing: Map<string, string>) {
          super();
        }

        override hasPermission(): boolean {
          return true;
        }
      }
      const app = await start(controllerWith(() => [NeedsMore]));

      await as(app, alice).get('/posts').expect(500, BROKEN);
      expect(logger.errors[0]).toContain('NeedsMore');
    });

    it('is reported as dynamic', async () => {
      const app = await start(controllerWith(() => undefined));

      const { handlers } = app.get(PermissionsAuditor).audit();
      expect(Object.fromEntries(handlers.map(({ action, dynamic }) => [action, dynamic]))).toEqual({
        create: true,
        declared: false,
        list: true,
        retrieve: true,
      });
    });
  });
});

/** A permission of a class that is always called Same. */
function same(answer: boolean): BasePermission {
  class Same extends BasePermission {
    override hasPermission(): boolean {
      return answer;
    }
  }
  return new Same();
}
