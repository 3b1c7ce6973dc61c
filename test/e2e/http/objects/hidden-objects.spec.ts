import { Controller, Delete, Get, Injectable, Param, ParseIntPipe } from '@nestjs/common';
import {
  AllowAny,
  and,
  BasePermission,
  CheckObject,
  CheckReturned,
  deny,
  type Denied,
  type DenyObjectAs,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  not,
  type ObjectCheck,
  or,
  Permissions,
  type PermissionContext,
  PermissionsModule,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { wire } from '../../../support/wire.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, NOT_FOUND, type Post, Posts, type User } from './posts.js';

@Injectable()
class HidesDrafts extends BasePermission<Post, User> {
  override hasObjectPermission({ user }: PermissionContext<User>, post: Post): boolean | Denied {
    return post.published || user?.id === post.authorId || deny({ hide: true, message: 'a draft', code: 'draft' });
  }
}

@Injectable()
class HidesDraftsFromQueries extends BasePermission<Post, User> {
  override where(): Denied {
    return deny({ hide: true });
  }
}

@Injectable()
class HidesInRequest extends BasePermission {
  override hasPermission(): Denied {
    return deny({ hide: true, status: 423 });
  }
}

const load = (denyObjectAs?: DenyObjectAs) =>
  LoadObject(Posts, (posts, { id }) => posts.findOne(id), {
    params: { id: ParseIntPipe },
    ...(denyObjectAs !== undefined && { denyObjectAs }),
  });

@Controller()
class PostsController {
  @Get('module/:id')
  @Permissions(IsAuthor)
  @load()
  byModule(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('hidden/:id')
  @Permissions(IsAuthor)
  @load('not-found')
  hidden(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('forbidden/:id')
  @Permissions(IsAuthor)
  @load('forbidden')
  forbidden(@LoadedObject() post: Post): Post {
    return post;
  }

  @Delete('hidden/:id')
  @Permissions(IsAuthorLater)
  @load('not-found')
  destroy(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('guarded/:id')
  @Permissions(and(IsAuthenticated, IsAuthor))
  @load('not-found')
  guarded(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('denied/:id')
  @Permissions(HidesDrafts)
  @load('forbidden')
  denied(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('either/:id')
  @Permissions(or(HidesDrafts, IsAuthorLater))
  @load('forbidden')
  either(@LoadedObject() post: Post): Post {
    return post;
  }

  @Get('open/:id')
  @Permissions(or(HidesDrafts, AllowAny))
  @load()
  open(@LoadedObject() post: Post): number {
    return post.id;
  }

  @Get('reverse/:id')
  @Permissions(not(HidesDrafts))
  @load()
  reverse(@LoadedObject() post: Post): number {
    return post.id;
  }

  @Get('query/:id')
  @Permissions(HidesDraftsFromQueries)
  @load()
  query(@LoadedObject() post: Post): number {
    return post.id;
  }

  @Get('request')
  @Permissions(HidesInRequest)
  request(): string {
    return 'ran';
  }

  @Get('checked/:id')
  @Permissions(HidesDrafts)
  async checked(@CheckObject() check: ObjectCheck): Promise<Post> {
    return check(new Posts().rows[1] as Post);
  }

  @Get('returned/:id')
  @Permissions(IsAuthor)
  @CheckReturned()
  returned(@Param('id', ParseIntPipe) id: number): Post | null {
    return new Posts().findOne(id);
  }

  @Get('asked/:id')
  @Permissions(IsAuthor)
  async asked(@Param('id', ParseIntPipe) id: number, @CheckObject() check: ObjectCheck): Promise<Post> {
    return check(new Posts().findOne(id));
  }

  @Get('gone/:id')
  @Permissions(HidesDrafts)
  async gone(@CheckObject() check: ObjectCheck): Promise<Post> {
    return check<Post | null>(null);
  }
}

onEveryAdapter('objects that are hidden', (boot) => {
  const start = (options: { denyObjectAs?: DenyObjectAs } = {}) =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot(options)],
      controllers: [PostsController],
      providers: [Posts],
    });

  it('[C173] by default a refusal is told from a missing object, to guests too', async () => {
    const app = await start();

    await as(app, bob).get('/module/2').expect(403);
    await as(app, bob).get('/module/9').expect(404, NOT_FOUND);
    await as(app, guest).get('/forbidden/2').expect(401);
  });

  it("the option of the module hides, and the loader's own wins over it", async () => {
    const app = await start({ denyObjectAs: 'not-found' });

    await as(app, bob).get('/module/2').expect(404, NOT_FOUND);
    await as(app, bob).get('/hidden/2').expect(404, NOT_FOUND);
    await as(app, bob).get('/forbidden/2').expect(403);
    await as(app, alice).get('/module/2').expect(200);
  });

  it('the option of the loader hides for this loader only', async () => {
    const app = await start();

    await as(app, bob).get('/hidden/2').expect(404, NOT_FOUND);
    await as(app, bob).delete('/hidden/2').expect(404, NOT_FOUND);
    await as(app, bob).get('/forbidden/2').expect(403);
    await as(app, alice).delete('/hidden/2').expect(200);
  });

  it('deny({ hide }) hides, whatever the loader says, and shows none of its texts', async () => {
    const app = await start();

    await as(app, bob).get('/denied/2').expect(404, NOT_FOUND);
    await as(app, alice).get('/denied/2').expect(200);
    await as(app, bob).get('/query/1').expect(404, NOT_FOUND);
    await as(app, bob).get('/checked/1').expect(404, NOT_FOUND);
  });

  it('deny({ hide }) of the request phase hides too, and wins over a status', async () => {
    const app = await start();

    await as(app, bob).get('/request').expect(404, NOT_FOUND);
    await as(app, guest).get('/request').expect(404, NOT_FOUND);
  });

  it('hiding survives or(): another operand that refuses must not betray the object', async () => {
    const app = await start();

    await as(app, bob).get('/either/2').expect(404, NOT_FOUND);
  });

  it('[C261] [SEC-046] hiding is part of a denial, and no error: or() asks on, and not() grants', async () => {
    const app = await start();

    await as(app, bob).get('/open/2').expect(200, '2');
    await as(app, bob).get('/reverse/2').expect(200, '2');
  });

  it('guests get the same 404, unless the request alone refuses them', async () => {
    const app = await start();

    await as(app, guest).get('/hidden/2').expect(401);
    await as(app, guest).get('/denied/2').expect(404, NOT_FOUND);
    await as(app, guest).get('/guarded/2').expect(401);
    await as(app, guest).get('/guarded/9').expect(401);
    await as(app, guest).delete('/hidden/2').expect(404, NOT_FOUND);
  });

  it.each([
    ['denyObjectAs of a loader', 'get', '/hidden/2', '/hidden/9', bob],
    ['denyObjectAs of a loader, on DELETE', 'delete', '/hidden/2', '/hidden/9', bob],
    ['denyObjectAs, for a guest', 'delete', '/hidden/2', '/hidden/9', guest],
    ['deny({ hide })', 'get', '/denied/2', '/denied/9', bob],
    ['deny({ hide }) within or()', 'get', '/either/2', '/either/9', bob],
    ['deny({ hide }), for a guest', 'get', '/denied/2', '/denied/9', guest],
    ['deny({ hide }) answered to check()', 'get', '/checked/1', '/gone/1', bob],
  ] as const)(
    '[C258] [SEC-234] [SEC-235] a hidden and a missing object answer the same bytes: %s',
    async (_how, verb, hidden, missing, user) => {
      const app = await start();

      const answers = [await as(app, user)[verb](hidden), await as(app, user)[verb](missing)];
      expect(answers[0]?.status).toBe(404);
      expect(answers.map(({ header }) => header['www-authenticate'])).toEqual([undefined, undefined]);
      expect(wire(answers[0]!)).toEqual(wire(answers[1]!));
    },
  );

  it.each(['module', 'returned', 'asked'])(
    '[SEC-235] the option of the module hides every object that a rule refuses, by the same bytes: %s',
    async (path) => {
      const app = await start({ denyObjectAs: 'not-found' });

      for (const user of [bob, guest]) {
        const hidden = await as(app, user).get(`/${path}/2`);
        const missing = await as(app, user).get(`/${path}/9`);
        // a guest is refused by the request alone, for every object alike
        expect(hidden.status).toBe(user === guest ? 401 : 404);
        expect(wire(hidden)).toEqual(wire(missing));
      }
      await as(app, alice).get(`/${path}/2`).expect(200);
    },
  );
});
