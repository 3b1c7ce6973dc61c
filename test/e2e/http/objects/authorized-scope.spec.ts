import { Controller, Get, Injectable, Patch } from '@nestjs/common';
import { of, type Observable } from 'rxjs';
import {
  AllowAny,
  and,
  AuthorizedScope,
  BasePermission,
  IsAdminUser,
  IsAuthenticated,
  not,
  or,
  Permissions,
  type PermissionContext,
  PermissionsModule,
  ReadOnly,
  type Scope,
  type Where,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { alice, bob, guest, IsAuthor, IsPublished, Post, Posts, type User } from './posts.js';

const staff = { id: 5, isStaff: true };

/** As a rule that has to ask the database first. */
@Injectable()
class IsAuthorEventually extends BasePermission<Post, User> {
  asked = 0;

  override async where({ user }: PermissionContext<User>): Promise<Where<Post>> {
    this.asked++;
    await Promise.resolve();
    return user !== null && { authorId: user.id };
  }
}

@Controller()
@Permissions(or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser))
class PostsController {
  constructor(private readonly posts: Posts) {}

  private visible(scope: Scope<Post>): object {
    return { kind: scope.kind, ids: scope.filter(this.posts.rows).map(({ id }) => id) };
  }

  @Get('list')
  list(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('authors')
  @Permissions(IsAuthor)
  authors(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('eventually')
  @Permissions(IsAuthorEventually)
  eventually(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('others')
  @Permissions(IsAuthenticated, not(IsAuthor))
  others(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('neither')
  @Permissions(not(or(IsAuthor, IsPublished)))
  neither(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('matching')
  matching(@AuthorizedScope() scope: Scope<Post>): number[] {
    return this.posts.rows.filter((post) => scope.matches(post)).map(({ id }) => id);
  }

  @Get('skipped')
  skipped(@AuthorizedScope() scope: Scope<Post>): string {
    scope.skip('the number of all posts is public');
    return 'skipped';
  }

  @Get('skipped-silently')
  skippedSilently(@AuthorizedScope() scope: Scope<Post>): string {
    scope.skip(' ');
    return 'secret';
  }

  @Get('unused')
  unused(@AuthorizedScope() scope: Scope<Post>): unknown[] {
    return [typeof scope, this.posts.rows];
  }

  @Get('kind')
  kind(@AuthorizedScope() scope: Scope<Post>): Post[] {
    return scope.kind === 'none' ? [] : this.posts.rows;
  }

  @Get('observed')
  observed(@AuthorizedScope() scope: Scope<Post>): Observable<string> {
    return of('secret', typeof scope);
  }

  @Get('open')
  @Permissions(AllowAny)
  open(@AuthorizedScope() scope: Scope<Post>): string {
    return scope.kind;
  }

  @Get('authenticated')
  @Permissions(IsAuthenticated)
  authenticated(@AuthorizedScope() scope: Scope<Post>): string {
    return scope.kind;
  }

  @Patch('all')
  publishAll(@AuthorizedScope() scope: Scope<Post>): object {
    return this.visible(scope);
  }

  @Get('incomplete')
  incomplete(@AuthorizedScope() scope: Scope<Post>): unknown[] {
    return scope.filter([{ id: 1 } as Post]);
  }
}

onEveryAdapter('@AuthorizedScope', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => logger.errors.splice(0));

  const start = (controller: new (...dependencies: never[]) => object = PostsController) =>
    boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        controllers: [controller],
        providers: [Posts, IsAuthorEventually],
      },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );

  it.each([
    ['a guest', guest, 'condition', [1]],
    ['bob', bob, 'condition', [1, 3]],
    ['alice', alice, 'condition', [1, 2]],
    ['an administrator', staff, 'all', [1, 2, 3]],
  ])('[C171] [C265] one rule is the check of an object and the filter of a list: %s', async (_who, user, kind, ids) => {
    const app = await start();

    await as(app, user).get('/list').expect(200, { kind, ids });
    await as(app, user).get('/matching').expect(200, ids);
  });

  it('is "all" for those whom the request alone admits, who need not use it', async () => {
    const app = await start();

    await as(app, guest).get('/open').expect(200, 'all');
    await as(app, bob).get('/authenticated').expect(200, 'all');
    await as(app, staff).get('/unused').expect(200);
  });

  it('[SEC-100] [SEC-116] a list that can hold nothing is refused before the handler runs', async () => {
    const app = await start();

    await as(app, guest).get('/authors').expect(401);
    await as(app, guest).get('/eventually').expect(401);
    await as(app, guest).get('/others').expect(401);
  });

  it('waits for asynchronous rules, and asks them once', async () => {
    const app = await start();

    await as(app, bob)
      .get('/eventually')
      .expect(200, { kind: 'condition', ids: [3] });
    expect(app.get(IsAuthorEventually).asked).toBe(1);
  });

  it('not() is the complement', async () => {
    const app = await start();

    await as(app, alice)
      .get('/others')
      .expect(200, { kind: 'condition', ids: [3] });
    await as(app, bob)
      .get('/neither')
      .expect(200, { kind: 'condition', ids: [2] });
    await as(app, guest)
      .get('/neither')
      .expect(200, { kind: 'condition', ids: [2, 3] });
  });

  it('what the request cannot grant is out of it: ReadOnly on a PATCH', async () => {
    const app = await start();

    await as(app, bob)
      .patch('/all')
      .expect(200, { kind: 'condition', ids: [3] });
    await as(app, guest).patch('/all').expect(401);
  });

  it.each(['unused', 'kind', 'observed'])(
    'not used while the verdict is pending, it answers 500 and sends nothing: %s',
    async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}`).expect(500, { statusCode: 500, message: 'Internal server error' });
      expect(logger.errors.join()).toMatch(new RegExp(`PostsController\\.${path}: .*scope\\.skip\\(reason\\)`));
    },
  );

  it('may be skipped, with a reason', async () => {
    const app = await start();

    await as(app, alice).get('/skipped').expect(200, 'skipped');
    await as(app, alice).get('/skipped-silently').expect(500);
  });

  it('refuses to judge what the object does not have loaded', async () => {
    const app = await start();

    await as(app, alice).get('/incomplete').expect(500, { statusCode: 500, message: 'Internal server error' });
  });

  it('an override in a subclass keeps the duty to use it', async () => {
    @Controller('children')
    class ChildController extends PostsController {
      @Get('list')
      override list(@AuthorizedScope() scope: Scope<Post>): object {
        return { secret: typeof scope };
      }
    }
    const app = await start(ChildController);

    await as(app, alice).get('/children/list').expect(500);
    await as(app, alice).get('/children/kind').expect(500);
    await as(app, alice).get('/children/matching').expect(200, [1, 2]);
  });
});
