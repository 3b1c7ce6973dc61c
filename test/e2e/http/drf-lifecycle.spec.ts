import {
  BadRequestException,
  Body,
  type CanActivate,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  Module,
  ParseIntPipe,
  Patch,
  type PipeTransform,
  Post as HttpPost,
  Put,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  AllowAny,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  Inherited,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  Permissions,
  type PermissionContext,
  PermissionsModule,
  type Scope,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { problemsOf } from '../../support/startup.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, Post, Posts, type User } from './objects/posts.js';

/** What was asked, in order: `r` for the request, `o` for an object. */
const asked: string[] = [];

@Injectable()
class AsksRequest extends BasePermission {
  override hasPermission({ method, action }: PermissionContext): boolean {
    asked.push(`r:${method}:${action}`);
    return true;
  }
}

@Injectable()
class AsksObject extends BasePermission<Post> {
  override hasObjectPermission({ method, action }: PermissionContext): boolean {
    asked.push(`o:${method}:${action}`);
    return true;
  }
}

@Injectable()
class IsAuthorOf extends IsAuthor {
  override where(context: PermissionContext<User>) {
    asked.push('w');
    return super.where(context);
  }
}

const titled: PipeTransform = {
  transform(body: { title?: unknown } | undefined) {
    asked.push('body');
    if (typeof body?.title !== 'string') throw new BadRequestException('title');
    return body;
  },
};

const ById = () => LoadObject(Posts, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } });

@Controller('posts')
@Permissions(AsksRequest)
@ById()
class PostsController {
  constructor(private readonly posts: Posts) {}

  @Get()
  list(): Post[] {
    return this.posts.rows;
  }

  @HttpPost()
  create(@Body(titled) body: object): object {
    return body;
  }

  @Get('stats')
  stats(): string {
    return 'stats';
  }

  @Get(':id')
  @Permissions(Inherited, AsksObject)
  retrieve(@LoadedObject() post: Post): Post {
    return post;
  }

  @Put(':id')
  @Permissions(Inherited, AsksObject)
  update(@LoadedObject() post: Post, @Body(titled) body: object): object {
    return { id: post.id, ...body };
  }

  @Patch(':id')
  @Permissions(Inherited, AsksObject)
  partialUpdate(@LoadedObject() post: Post, @Body(titled) body: object): object {
    return { id: post.id, ...body };
  }

  @Delete(':id')
  @HttpCode(204)
  @Permissions(Inherited, AsksObject)
  destroy(@LoadedObject() post: Post): void {
    asked.push(`destroyed ${post.id}`);
  }

  @HttpPost(':id/publish')
  @Permissions(Inherited, AsksObject)
  publish(@LoadedObject() post: Post): number {
    return post.id;
  }
}

onEveryAdapter('the life of a request, as in Django REST Framework:', (boot) => {
  beforeEach(() => asked.splice(0));

  const imports = [HeaderAuthModule, PermissionsModule.forRoot()];
  const start = (controller: new (...dependencies: never[]) => object = PostsController) =>
    boot({ imports, controllers: [controller], providers: [Posts] });

  describe('which checks run for which operation, in order', () => {
    it.each([
      ['[C153] list', 'get', '/posts', undefined, 200, ['r:GET:list']],
      ['[C154] HEAD of a list', 'head', '/posts', undefined, 200, ['r:HEAD:list']],
      ['[C155] create', 'post', '/posts', { title: 'New' }, 201, ['r:POST:create', 'body']],
      ['[C151] [C156] create, with an invalid body', 'post', '/posts', {}, 400, ['r:POST:create', 'body']],
      ['[C204] retrieve', 'get', '/posts/1', undefined, 200, ['r:GET:retrieve', 'o:GET:retrieve']],
      ['[C158] HEAD of an object', 'head', '/posts/1', undefined, 200, ['r:HEAD:retrieve', 'o:HEAD:retrieve']],
      ['[C159] retrieve, missing', 'get', '/posts/9', undefined, 404, ['r:GET:retrieve']],
      ['[C160] update', 'put', '/posts/1', { title: 'New' }, 200, ['r:PUT:update', 'o:PUT:update', 'body']],
      [
        '[C161] partial update',
        'patch',
        '/posts/1',
        { title: 'New' },
        200,
        ['r:PATCH:partialUpdate', 'o:PATCH:partialUpdate', 'body'],
      ],
      ['[C150] update, with an invalid body', 'put', '/posts/1', {}, 400, ['r:PUT:update', 'o:PUT:update', 'body']],
      ['update, missing, with an invalid body', 'put', '/posts/9', {}, 404, ['r:PUT:update']],
      ['destroy', 'delete', '/posts/1', undefined, 204, ['r:DELETE:destroy', 'o:DELETE:destroy', 'destroyed 1']],
      ['destroy, missing', 'delete', '/posts/9', undefined, 404, ['r:DELETE:destroy']],
      ['an action of one object', 'post', '/posts/1/publish', undefined, 201, ['r:POST:publish', 'o:POST:publish']],
      ['[C169] an action of the list', 'get', '/posts/stats', undefined, 200, ['r:GET:stats']],
      ['[C165] a method that nothing is mapped to is not asked about', 'delete', '/posts', undefined, 404, []],
      ['[C170] nor is a wrong method of an action', 'get', '/posts/1/publish', undefined, 404, []],
      ['[C141] [C143] nor for a path that does not exist', 'put', '/nothing', undefined, 404, []],
    ] as const)('%s', async (_what, verb, path, body, status, checks) => {
      const app = await start();

      const sent = as(app, alice)[verb](path);
      await (body === undefined ? sent : sent.send(body)).expect(status);
      expect(asked).toEqual(checks);
    });

    it('a route of the list is not taken for one of an object', async () => {
      const app = await start();

      await as(app, alice).get('/posts/stats').expect(200, 'stats');
      expect(app.get(Posts).asked).toEqual([]);
    });
  });

  it.each([
    ['[C168] an action that loads by itself', IsAuthorLater],
    ['[C171] [C176] a list that nothing filters', IsAuthorOf],
  ])('%s is no silent hole: the application does not start', async (_what, Rule) => {
    @Controller('posts')
    @Permissions(Rule)
    class SneakyController {
      @HttpPost(':id/sneaky')
      sneaky(): string {
        return 'secret';
      }
    }

    expect(await problemsOf(start(SneakyController))).toEqual([expect.stringContaining('SneakyController.sneaky')]);
  });

  it('[C175] nor is an override of the handler that forgets the check', async () => {
    @Controller('posts')
    @Permissions(IsAuthorLater)
    class BaseController {
      @Get(':id')
      retrieve(@CheckObject() check: ObjectCheck): unknown {
        return check(new Post(1, alice.id, true));
      }
    }

    @Controller('posts')
    class ForgetfulController extends BaseController {
      @Get(':id')
      override retrieve(@CheckObject() check: ObjectCheck): unknown {
        return { secret: typeof check };
      }
    }
    const app = await start(ForgetfulController);

    await as(app, alice).get('/posts/1').expect(500, { statusCode: 500, message: 'Internal server error' });
  });

  it('[C171] [C174] [SEC-187] the rule of an object is the filter of the list, and is asked for every request anew', async () => {
    @Controller('posts')
    @Permissions(IsAuthorOf)
    @ById()
    class OwnController {
      constructor(private readonly posts: Posts) {}

      @Get()
      list(@AuthorizedScope() scope: Scope<Post>): number[] {
        return scope.filter(this.posts.rows).map(({ id }) => id);
      }

      @Get(':id')
      retrieve(@LoadedObject() post: Post): number {
        return post.id;
      }
    }
    const app = await start(OwnController);

    await as(app, bob).get('/posts').expect(200, [3]);
    await as(app, bob).get('/posts/3').expect(200, '3');
    app.get(Posts).rows[2]!.authorId = alice.id;
    await as(app, bob).get('/posts').expect(200, []);
    await as(app, bob).get('/posts/3').expect(403);
    expect(asked).toEqual(['w', 'w', 'w', 'w']);
  });

  it('[C178] [C180] [C186] what a handler declares replaces what its class does', async () => {
    @Controller('posts')
    @Permissions(IsAuthorLater)
    class OverridingController {
      @Get()
      @Permissions(AllowAny)
      list(): string {
        return 'list';
      }

      @Get(':id')
      @ById()
      retrieve(@LoadedObject() post: Post): number {
        return post.id;
      }
    }
    const app = await start(OverridingController);

    await as(app, guest).get('/posts').expect(200);
    await as(app, guest).get('/posts/1').expect(401);
    await as(app, bob).get('/posts/1').expect(403);
  });

  it.each([
    ['last', ['throttle', 'r:GET:stats']],
    ['as-imported', ['r:GET:stats', 'throttle']],
  ] as const)("[C145] other guards run before, unless guardOrder says otherwise: '%s'", async (guardOrder, order) => {
    @Injectable()
    class ThrottlerGuard implements CanActivate {
      canActivate(): boolean {
        asked.push('throttle');
        return true;
      }
    }

    @Module({ providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }] })
    class ThrottlerModule {}
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ guardOrder }), ThrottlerModule],
      controllers: [PostsController],
      providers: [Posts],
    });

    await as(app, alice).get('/posts/stats').expect(200);
    expect(asked).toEqual(order);
  });

  it('[C144] a guard that stands after ours does not count what ours refuses', async () => {
    @Controller('posts')
    @UseGuards({ canActivate: () => asked.push('counted') > 0 })
    class CountedController {
      @Get()
      @Permissions(IsAuthenticated)
      list(): string {
        return 'list';
      }
    }
    const app = await start(CountedController);

    await as(app, guest).get('/posts').expect(401);
    expect(asked).toEqual([]);
    await as(app, alice).get('/posts').expect(200);
    expect(asked).toEqual(['counted']);
  });
});
