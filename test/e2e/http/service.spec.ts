import {
  Controller,
  Get,
  HttpException,
  Injectable,
  Module,
  ParseIntPipe,
  Patch,
  Post as HttpPost,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  AllowAny,
  and,
  AuthorizedScope,
  BasePermission,
  type Decision,
  type DecisionTrace,
  deny,
  DenyAll,
  hasRole,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  NotAuthenticated,
  not,
  ObjectNotFound,
  or,
  PermissionDenied,
  Permissions,
  type PermissionContext,
  PermissionsConfigurationError,
  PermissionsModule,
  PermissionsService,
  ReadOnly,
  type Scope,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, IsPublished, Post, Posts } from './objects/posts.js';

const draft = new Post(2, alice.id, false);

@Injectable()
class ReadsRequest extends BasePermission {
  override hasPermission({ request }: PermissionContext): boolean {
    return request !== undefined;
  }
}

@Injectable()
class ReadsParams extends BasePermission {
  override hasPermission({ params }: PermissionContext): boolean {
    return params['id'] === '1';
  }
}

@Injectable()
class KnowsTransport extends BasePermission {
  override hasPermission({ transport, action }: PermissionContext): boolean {
    return transport === undefined && action === '';
  }
}

@Injectable()
class Hides extends BasePermission {
  override hasObjectPermission() {
    return deny({ hide: true });
  }
}

@Injectable()
class Fails extends BasePermission {
  override hasPermission(): boolean {
    throw new Error('the database is down');
  }
}

@Controller('posts')
@Permissions(or(and(ReadOnly, IsPublished), IsAuthor))
@LoadObject(Posts, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe }, denyObjectAs: 'not-found' })
class PostsController {
  @Get()
  list(@AuthorizedScope() scope: Scope<Post>): number {
    return scope.filter([]).length;
  }

  @Get(':id')
  retrieve(@LoadedObject() post: Post): Post {
    return post;
  }

  @Patch(':id')
  update(@LoadedObject() post: Post): Post {
    return post;
  }

  @HttpPost()
  @Permissions(hasRole('writer'))
  create(): string {
    return 'created';
  }
}

@Controller('archive')
@Permissions(DenyAll)
class ArchiveController extends PostsController {}

@Module({
  imports: [PermissionsModule.forRoot()],
  controllers: [PostsController, ArchiveController],
  providers: [Posts],
})
class WorkerModule {}

/** The names and verdicts of a trace, without times. */
function outline({ name, verdict, operands }: DecisionTrace): unknown {
  return operands === undefined ? [name, verdict] : [name, verdict, operands.map(outline)];
}

describe.each(['an application', 'an application context, outside of any request'])(
  'PermissionsService in %s',
  (kind) => {
    let service: PermissionsService;
    let close: () => Promise<void>;
    beforeAll(async () => {
      const options = { logger: false } as const;
      const context =
        kind === 'an application'
          ? await (await NestFactory.create(WorkerModule, options)).init()
          : await NestFactory.createApplicationContext(WorkerModule, options);
      service = context.get(PermissionsService);
      close = () => context.close();
    });
    afterAll(() => close());

    describe('can()', () => {
      it.each([
        ['a permission, for a user', IsAuthenticated, alice, undefined, true],
        ['a permission, for a guest', IsAuthenticated, guest, undefined, false],
        ['a user without an id is a guest', IsAuthenticated, { name: 'alice' }, undefined, false],
        ['an instance', hasRole('writer'), { id: 1, roles: ['writer'] }, undefined, true],
        ['an expression', and(IsAuthenticated, not(hasRole('intern'))), { id: 1, roles: ['intern'] }, undefined, false],
        ['with an object', IsAuthor, alice, draft, true],
        ['with an object of another', IsAuthor, bob, draft, false],
        ['an asynchronous rule', IsAuthorLater, alice, draft, true],
        ['[SEC-052] without the object that it depends on', IsAuthor, alice, undefined, false],
        ['not() without the object that it depends on', not(IsAuthor), bob, undefined, false],
        ['an action, by its route', { controller: PostsController, action: 'create' }, alice, undefined, false],
        [
          'an inherited action, of another class',
          { controller: ArchiveController, action: 'update' },
          alice,
          draft,
          false,
        ],
        ['an action with an object', { controller: PostsController, action: 'update' }, alice, draft, true],
        ['an action with an object of another', { controller: PostsController, action: 'update' }, bob, draft, false],
        [
          'the method of the route of an action',
          { controller: PostsController, action: 'retrieve' },
          guest,
          new Post(1, alice.id, true),
          true,
        ],
        [
          'the same rule for a method that writes',
          { controller: PostsController, action: 'update' },
          guest,
          new Post(1, alice.id, true),
          false,
        ],
        ['what a rule learns outside of a request', KnowsTransport, alice, undefined, true],
      ])('answers true or false: %s', async (_what, target, user, object, expected) => {
        expect(await service.can(target, user, object)).toBe(expected);
      });

      it.each([
        ['can', () => service.can(Fails, alice)],
        ['can, negated', () => service.can(not(Fails), alice)],
        ['check', () => service.check(Fails, alice)],
        ['explain', () => service.explain(Fails, alice)],
        ['scope', () => service.scope(Fails, alice)],
      ])('a rule that fails is an error and no answer: %s', async (_method, ask) => {
        const failure = await ask().catch((error: unknown) => error);

        expect(failure).toBeInstanceOf(HttpException);
        expect((failure as HttpException).getStatus()).toBe(500);
        expect((failure as HttpException).message).not.toContain('database');
      });

      it.each([
        ['the request', ReadsRequest, 'request'],
        ['the parameters', ReadsParams, 'params'],
        ['the method', ReadOnly, 'method'],
      ])('[SEC-207] a rule that reads %s, of which there is none, is told so', async (_what, rule, property) => {
        const failure = await service.can(rule, alice).catch((error: unknown) => error);

        expect(failure).toBeInstanceOf(HttpException);
        expect(((failure as Error).cause as Error).message).toContain(`context.${property}`);
      });

      it('[SEC-090] a user that is a promise is a mistake', async () => {
        await expect(service.can(IsAuthenticated, Promise.resolve(alice))).rejects.toThrow(HttpException);
      });
    });

    describe('check()', () => {
      it('answers the object to those who may use it', async () => {
        expect(await service.check(IsAuthor, alice, draft)).toBe(draft);
        expect(await service.check(IsAuthorLater, alice, draft)).toBe(draft);
        expect(await service.check(IsAuthenticated, alice, draft)).toBe(draft);
        await expect(service.check(IsAuthenticated, alice)).resolves.toBeUndefined();
      });

      it.each([
        ['PermissionDenied', IsAuthor, bob, draft, PermissionDenied, 403],
        ['NotAuthenticated', IsAuthor, guest, draft, NotAuthenticated, 401],
        ['NotAuthenticated, without an object', IsAuthenticated, guest, undefined, NotAuthenticated, 401],
        ['ObjectNotFound', Hides, bob, draft, ObjectNotFound, 404],
        [
          'ObjectNotFound, by the loader of an action',
          { controller: PostsController, action: 'update' },
          bob,
          draft,
          ObjectNotFound,
          404,
        ],
      ])('throws %s to all others', async (_name, target, user, object, type, status) => {
        const refusal = await service.check(target, user, object).catch((error: unknown) => error);

        expect(refusal).toBeInstanceOf(type);
        expect((refusal as PermissionDenied).getStatus()).toBe(status);
      });

      it('without the object that it depends on is a mistake, and no refusal', async () => {
        const failure = await service.check(IsAuthor, alice).catch((error: unknown) => error);

        expect((failure as HttpException).getStatus()).toBe(500);
        expect(failure).not.toBeInstanceOf(PermissionDenied);
      });
    });

    describe.each([
      ['can', (target: never) => service.can(target, alice)],
      ['check', (target: never) => service.check(target, alice)],
      ['explain', (target: never) => service.explain(target, alice)],
      ['scope', (target: never) => service.scope(target, alice)],
    ])('%s() of what does not exist', (_method, ask: (target: never) => Promise<unknown>) => {
      it.each([
        [
          'an action, with what was meant',
          { controller: PostsController, action: 'retreive' },
          /retreive.*Did you mean "retrieve"\?/,
        ],
        ['a name that every object has', { controller: PostsController, action: 'constructor' }, /constructor/],
        ['a class that is no controller', { controller: Posts, action: 'findOne' }, /Posts/],
        ['[SEC-022] what is no permission', Posts, /Posts/],
        ['undefined', undefined, /undefined/],
        ['null', null, /null/],
      ])('is an error that says so: %s', async (_what, target, message) => {
        const failure = await ask(target as never).catch((error: unknown) => error);

        expect(failure).toBeInstanceOf(PermissionsConfigurationError);
        expect((failure as Error).message).toMatch(message);
      });
    });

    describe('scope()', () => {
      const rows = [new Post(1, alice.id, true), draft, new Post(3, bob.id, false)];

      it.each([
        ['an expression, for a user', or(IsPublished, IsAuthor), alice, 'condition', [1, 2]],
        ['an expression, for a guest', or(IsPublished, IsAuthor), guest, 'condition', [1]],
        ['an action', { controller: PostsController, action: 'list' }, bob, 'condition', [1, 3]],
        ['an action that writes', { controller: PostsController, action: 'update' }, bob, 'condition', [3]],
        ['none', IsAuthor, guest, 'none', []],
        ['all', AllowAny, guest, 'all', [1, 2, 3]],
        ['none, by the request', DenyAll, alice, 'none', []],
      ])('is the filter of a list: %s', async (_what, target, user, scopeKind, ids) => {
        const scope = await service.scope<Post>(target, user);

        expect(scope.kind).toBe(scopeKind);
        expect(scope.filter(rows).map(({ id }) => id)).toEqual(ids);
        expect(rows.filter((row) => scope.matches(row)).map(({ id }) => id)).toEqual(ids);
      });

      it('agrees with can(), row by row', async () => {
        const rule = and(or(IsPublished, IsAuthor), not(and(IsPublished, IsAuthor)));
        for (const user of [alice, bob, guest]) {
          const scope = await service.scope<Post>(rule, user);
          for (const row of rows) expect(scope.matches(row)).toBe(await service.can(rule, user, row));
        }
      });

      it('cannot be made of a rule that judges one object at a time', async () => {
        await expect(service.scope(IsAuthorLater, alice)).rejects.toThrow(HttpException);
      });
    });

    describe('explain()', () => {
      const explain = (...parts: Parameters<PermissionsService['explain']>): Promise<Decision> =>
        service.explain(...parts);

      it('names the whole expression, and tells what it came to', async () => {
        const { verdict, trace, deniedBy, refusal } = await explain(
          or(and(IsAuthenticated, hasRole('editor')), IsAuthor, AllowAny),
          bob,
          draft,
        );

        expect(verdict).toBe('granted');
        expect({ deniedBy, refusal }).toEqual({ deniedBy: undefined, refusal: undefined });
        expect(trace.name).toBe("or(and(IsAuthenticated, hasRole('editor')), IsAuthor, AllowAny)");
        expect(trace.verdict).toBe('granted');
      });

      it('is pending where it depends on an object that is not given', async () => {
        const { verdict, trace } = await explain(and(IsAuthenticated, IsAuthor), alice);

        expect(verdict).toBe('pending');
        expect(outline(trace)).toEqual([
          'and(IsAuthenticated, IsAuthor)',
          'pending',
          [
            ['IsAuthenticated', 'granted'],
            ['IsAuthor', 'pending'],
          ],
        ]);
      });

      it('names what denied, and what the client would be told', async () => {
        const { verdict, trace, deniedBy, refusal } = await explain(
          and(IsAuthenticated, IsAuthor, IsPublished),
          bob,
          draft,
        );

        expect({ verdict, deniedBy }).toEqual({ verdict: 'denied', deniedBy: 'IsAuthor' });
        expect(refusal).toEqual({ status: 403, message: 'Only the author may do this.', code: 'not_author' });
        expect(outline(trace)).toMatchObject([
          'and(IsAuthenticated, IsAuthor, IsPublished)',
          'denied',
          [
            ['IsAuthenticated', 'granted'],
            ['IsAuthor', 'denied'],
            [expect.anything(), expect.anything()],
          ],
        ]);
      });

      it('names what the request alone denies before what the object does', async () => {
        const { deniedBy, trace } = await explain(and(IsAuthor, hasRole('editor')), bob, draft);

        expect(deniedBy).toBe("hasRole('editor')");
        expect(outline(trace)).toMatchObject([
          "and(IsAuthor, hasRole('editor'))",
          'denied',
          [
            ['IsAuthor', 'pending'],
            ["hasRole('editor')", 'denied'],
          ],
        ]);
      });

      it('says which permissions were not asked', async () => {
        const { trace } = await explain(and(hasRole('editor'), or(IsAuthor, IsPublished)), bob, draft);

        expect(outline(trace)).toEqual([
          "and(hasRole('editor'), or(IsAuthor, IsPublished))",
          'denied',
          [
            ["hasRole('editor')", 'denied'],
            [
              'or(IsAuthor, IsPublished)',
              'not asked',
              [
                ['IsAuthor', 'not asked'],
                ['IsPublished', 'not asked'],
              ],
            ],
          ],
        ]);
      });

      it('names a negation by what it turns', async () => {
        const { deniedBy, refusal } = await explain(
          not(IsAuthenticated, { message: 'Guests only.', code: 'guests' }),
          bob,
        );

        expect(deniedBy).toBe('not(IsAuthenticated)');
        expect(refusal).toEqual({ status: 403, message: 'Guests only.', code: 'guests' });
      });

      it('says of an action what the guard would answer', async () => {
        const target = { controller: PostsController, action: 'update' };

        expect((await explain(target, bob, draft)).refusal).toMatchObject({ status: 404, code: 'not_found' });
        expect((await explain(target, guest, draft)).refusal).toMatchObject({ status: 401, code: 'not_authenticated' });
        expect((await explain(target, alice, draft)).verdict).toBe('granted');
      });

      it('holds times, and nothing of the user or the object', async () => {
        const decision = await explain(and(IsAuthenticated, IsAuthor), { id: 'secret-id', token: 'secret' }, draft);

        expect(JSON.stringify(decision)).not.toContain('secret');
        expect(decision.trace.operands?.map(({ milliseconds }) => typeof milliseconds)).toEqual(['number', 'number']);
      });
    });

    describe('allowedActions()', () => {
      it.each([
        ['a guest, of the list', guest, undefined, []],
        ['a writer, of the list', { id: 9, roles: ['writer'] }, undefined, ['create']],
        ['the author, of a draft', alice, draft, ['list', 'retrieve', 'update']],
        ['a stranger, of a draft', bob, draft, []],
        ['a guest, of what is published', guest, new Post(1, alice.id, true), ['list', 'retrieve']],
      ])('names the actions that are allowed to %s', async (_who, user, object, actions) => {
        expect((await service.allowedActions(PostsController, user, object)).sort()).toEqual(actions);
      });

      it('of what is no controller is an error, and no empty list', async () => {
        await expect(service.allowedActions(Posts, alice)).rejects.toThrow(PermissionsConfigurationError);
      });
    });
  },
);

onEveryAdapter('PermissionsService in a handler', (boot) => {
  it('answers as the guard does, by the same exceptions', async () => {
    @Controller('asked')
    class AskingController {
      constructor(private readonly permissions: PermissionsService) {}

      @Get('mine')
      @Permissions(AllowAny)
      async mine(): Promise<Post> {
        return this.permissions.check(IsAuthor, alice, draft);
      }

      @Get('theirs')
      @Permissions(AllowAny)
      async theirs(): Promise<Post> {
        return this.permissions.check(IsAuthor, bob, draft);
      }
    }
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot()],
      controllers: [AskingController],
    });

    await as(app, guest).get('/asked/mine').expect(200);
    await as(app, guest).get('/asked/theirs').expect(403, {
      statusCode: 403,
      error: 'Forbidden',
      message: 'Only the author may do this.',
      code: 'not_author',
    });
  });
});
