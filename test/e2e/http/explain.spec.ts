import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Controller, Get, Param, Patch } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  type DecisionEvent,
  deny,
  hasRole,
  Inherited,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  onDecision,
  or,
  Permissions,
  PermissionsModule,
  type PermissionsModuleOptions,
  PermissionsService,
  ReadOnly,
  type Scope,
} from '../../../lib/index.js';
import { type Boot, onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';

interface Post {
  readonly id: number;
  readonly authorId: string;
}

const post: Post = { id: 7, authorId: '4' };

class PostsService {
  findOne(id: number): Post | null {
    return id === 7 ? post : null;
  }
}

class Locked extends BasePermission {
  override hasPermission() {
    return deny({ code: 'locked', message: 'Locked.', status: 423 });
  }
}

@Controller('posts')
@ActionPermissions(() => [IsAuthenticated])
class PostsController {
  @Get('open')
  @Permissions(AllowAny)
  open(): string {
    return 'open';
  }

  @Get('opened')
  @Permissions(or(AllowAny, Inherited))
  opened(): string {
    return 'opened';
  }

  @Get('mine')
  @Permissions(or(hasRole('editor'), isOwner('authorId')))
  mine(@AuthorizedScope() scope: Scope<Post>): Post[] {
    return scope.filter([post]);
  }

  @Get('locked')
  @Permissions(Locked)
  locked(): string {
    return 'locked';
  }

  @Patch(':id')
  @Permissions(or(isOwner('authorId'), ReadOnly))
  @LoadObject(PostsService, (posts, { id }) => posts.findOne(Number(id)))
  update(@LoadedObject() found: Post): Post {
    return found;
  }

  @Get('checked/:id')
  @Permissions(isOwner('authorId'))
  checked(@Param('id') id: string, @CheckObject() check: ObjectCheck): Promise<Post> {
    return check(new PostsService().findOne(Number(id)));
  }
}

const [stranger, author] = [{ id: 4 }, { id: '4' }];

onEveryAdapter('explanations', (boot: Boot) => {
  const logger = new RecordingLogger();
  const events: DecisionEvent[] = [];
  const stops: (() => void)[] = [];
  beforeEach(() => {
    for (const list of [logger.errors, logger.warnings, events]) list.splice(0);
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  const start = (options: PermissionsModuleOptions = {}) =>
    boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot({ audit: 'off', ...options })],
        controllers: [PostsController],
        providers: [PostsService],
      },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );
  const listen = (): void => {
    stops.push(onDecision((event) => events.push(event)));
  };

  describe('onDecision', () => {
    it('tells a refusal with what every permission said, and why', async () => {
      listen();
      await as(await start(), stranger)
        .patch('/posts/7?token=secret')
        .expect(403);

      expect(events).toEqual([
        {
          ...{ controller: 'PostsController', action: 'update', transport: 'http', verdict: 'denied' },
          deniedBy: "isOwner('authorId')",
          refusal: { status: 403, message: 'You are not allowed to do this.', code: 'permission_denied' },
          trace: {
            name: "or(isOwner('authorId'), ReadOnly)",
            verdict: 'denied',
            operands: [
              {
                name: "isOwner('authorId')",
                verdict: 'denied',
                reason: "authorId is not the user's id; string and number",
                milliseconds: expect.any(Number),
              },
              { name: 'ReadOnly', verdict: 'denied' },
            ],
          },
        },
      ]);
    });

    it('tells what is granted, of the request, of an object, of a list, and where nobody is asked', async () => {
      const app = await start();
      listen();
      await as(app, author).patch('/posts/7').expect(200);
      await as(app, { id: 1, roles: ['editor'] })
        .get('/posts/mine')
        .expect(200);
      await as(app, author).get('/posts/mine').expect(200);
      await as(app, author).get('/posts/checked/7').expect(200);
      await as(app, null).get('/posts/open').expect(200);
      await as(app, null).get('/posts/opened').expect(200);

      expect(events.map(({ action, verdict, trace }) => [action, verdict, trace.verdict])).toEqual([
        ['update', 'granted', 'granted'],
        ['mine', 'granted', 'granted'],
        ['mine', 'pending', 'pending'],
        ['checked', 'granted', 'granted'],
        ['open', 'granted', 'granted'],
        ['opened', 'granted', 'granted'],
      ]);
    });

    it('tells what the service decides, outside of any request', async () => {
      const service = (await start()).get(PermissionsService);
      listen();
      await service.can(hasRole('editor'), author);
      await service.can({ controller: PostsController, action: 'update' }, author, post);
      await service.explain(hasRole('editor'), author);

      expect(events).toMatchObject([
        { controller: '', action: '', transport: undefined, verdict: 'denied' },
        { controller: 'PostsController', action: 'update', transport: undefined, verdict: 'granted' },
      ]);
    });

    it('is the channel that every tool can subscribe to', async () => {
      const app = await start();
      const seen: unknown[] = [];
      const subscriber = (event: unknown): void => void seen.push(event);
      subscribe('nestjs-permissions:decision', subscriber);
      stops.push(() => unsubscribe('nestjs-permissions:decision', subscriber));
      await as(app, null).get('/posts/open').expect(200);

      expect(seen).toMatchObject([{ action: 'open', verdict: 'granted' }]);
    });

    it('tells nothing to those who stopped listening', async () => {
      const app = await start();
      listen();
      stops.splice(0).forEach((stop) => {
        stop();
      });
      await as(app, null).get('/posts/open').expect(200);

      expect(events).toEqual([]);
    });

    it.each<[string, () => unknown]>([
      ['throws', () => JSON.parse('no json') as unknown],
      ['rejects', () => Promise.reject(new Error('no json'))],
    ])('changes no decision where a listener %s', async (_title, listener) => {
      const app = await start();
      stops.push(onDecision(listener));
      await as(app, author).patch('/posts/7').expect(200);
      await as(app, stranger).patch('/posts/7').expect(403);
      await new Promise(setImmediate);

      expect(logger.errors).toHaveLength(2);
      expect(logger.errors[0]).toMatch(/^A listener of onDecision\(\) threw \w+: .*json/i);
    });
  });

  describe('explain: true', () => {
    it('logs every refusal in one line, without the query', async () => {
      const app = await start({ explain: true });
      await as(app, stranger).patch('/posts/7?token=secret').expect(403);
      await as(app, stranger).get('/posts/locked').expect(423);
      await as(app, author).patch('/posts/7').expect(200);

      expect(logger.warnings).toEqual([
        "PATCH /posts/7 → 403 permission_denied: isOwner('authorId') denied " +
          "(authorId is not the user's id; string and number); ReadOnly denied",
        'GET /posts/locked → 423 locked: Locked denied (Locked.)',
      ]);
    });

    it('names the action, or none, where there is no request', async () => {
      const service = (await start({ explain: true })).get(PermissionsService);
      await service.can({ controller: PostsController, action: 'locked' }, author);
      await service.can(hasRole('editor'), author);

      expect(logger.warnings).toEqual([
        'PostsController.locked → 423 locked: Locked denied (Locked.)',
        "An expression → 403 permission_denied: hasRole('editor') denied",
      ]);
    });

    it('is off by default', async () => {
      await as(await start(), stranger)
        .patch('/posts/7')
        .expect(403);

      expect(logger.warnings).toEqual([]);
    });
  });
});
