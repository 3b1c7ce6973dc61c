import { All, Controller, Get, Injectable, Param, Post, Put, type Type, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiForbiddenResponse, ApiOkResponse, ApiSecurity, DocumentBuilder } from '@nestjs/swagger';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  CheckObject,
  CheckReturned,
  type DenyObjectAs,
  DenyAll,
  hasRole,
  IsAdminUser,
  IsAuthenticated,
  IsAuthenticatedOrReadOnly,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  type ObjectCheck,
  or,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  ReadOnly,
} from '../../../lib/index.js';
import { applyPermissions } from '../../../lib/swagger/index.js';
import { type Boot, onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import {
  bearer,
  created,
  documentOf,
  exampleOf,
  operationsOf,
  permissionsOf,
  type ReadOperation,
  refusalsOf,
} from './documents.js';
import { problemsOf } from './document-problems.js';

interface Post_ {
  readonly id: number;
  readonly authorId: number;
}
const POSTS: readonly Post_[] = [
  { id: 1, authorId: 1 },
  { id: 2, authorId: 2 },
];

@Injectable()
class PostsService {
  find(id: string): Post_ | undefined {
    return POSTS.find((post) => post.id === Number(id));
  }
}

class IsAuthor extends BasePermission<Post_, { id: number }> {
  override message = 'Only the author may do this.';
  override code = 'not_author';
  override hasObjectPermission({ user }: { user: { id: number } | null }, post: Post_): boolean {
    return user?.id === post.authorId;
  }
}

class IsOpenDay extends BasePermission {
  override code = 'closed';
  override hasPermission(): boolean {
    return true;
  }
}

/** A controller of one handler with these permissions. */
function readerOf(...permissions: Parameters<typeof Permissions>): Type {
  @Controller('posts')
  class PostsController {
    @Get()
    @Permissions(...permissions)
    read(): string {
      return 'read';
    }
  }
  return PostsController;
}

/** A controller of one handler that loads a post. */
function loaderOf(permissions: Parameters<typeof Permissions>, denyObjectAs: DenyObjectAs = 'forbidden'): Type {
  @Controller('posts')
  class PostsController {
    @Get(':id')
    @Permissions(...permissions)
    @LoadObject(PostsService, (posts, { id }) => posts.find(id!), { denyObjectAs })
    read(@LoadedObject() post: Post_): Post_ {
      return post;
    }
  }
  return PostsController;
}

const start = (boot: Boot, controller: Type, options: object = {}) =>
  boot({
    imports: [HeaderAuthModule, PermissionsModule.forRoot(options)],
    providers: [PostsService],
    controllers: [controller],
  });

onEveryAdapter('what an operation refuses', (boot) => {
  it.each<[string, Parameters<typeof Permissions>, Record<string, string[]>]>([
    ['nothing, for AllowAny', [AllowAny], {}],
    ['nothing, for what only reads', [ReadOnly], {}],
    ['nothing, for what reads or signs in', [IsAuthenticatedOrReadOnly], {}],
    ['nobody who is signed in, for IsAuthenticated', [IsAuthenticated], { 401: ['not_authenticated'] }],
    ['no guest, for what only guests may', [not(IsAuthenticated, { code: 'guests_only' })], { 403: ['guests_only'] }],
    ['both', [IsAdminUser], { 401: ['not_authenticated'], 403: ['permission_denied'] }],
    ['everybody', [DenyAll], { 401: ['not_authenticated'], 403: ['permission_denied'] }],
    [
      'each reason of a list',
      [IsOpenDay, hasRole('a')],
      { 401: ['not_authenticated'], 403: ['closed', 'permission_denied'] },
    ],
    [
      'the last own reason of or()',
      [or(hasRole('a'), IsOpenDay, hasRole('b'))],
      { 401: ['not_authenticated'], 403: ['closed'] },
    ],
    ['nothing that or() opens', [or(hasRole('a'), AllowAny)], {}],
    [
      'nobody who is signed in, where or() lets them in',
      [or(hasRole('a'), IsAuthenticated)],
      { 401: ['not_authenticated'] },
    ],
    [
      'the reason of not(), and not what it negates',
      [not(IsOpenDay)],
      { 401: ['not_authenticated'], 403: ['permission_denied'] },
    ],
    ['what a list says of a user, and of a guest', [and(ReadOnly, IsAuthenticated)], { 401: ['not_authenticated'] }],
  ])('is %s', async (_title, permissions, refusals) => {
    const app = await start(boot, readerOf(...permissions));
    const document = documentOf(app);
    expect(refusalsOf(operationsOf(document)['GET /posts']!)).toEqual(refusals);
    expect(problemsOf(document)).toEqual([]);
  });

  it.each<[string, Parameters<typeof Permissions>, DenyObjectAs, Record<string, string[]>]>([
    [
      'a denied object and one that is not there',
      [IsAuthor],
      'forbidden',
      { 401: ['not_authenticated'], 403: ['not_author'], 404: ['not_found'] },
    ],
    ['only objects that are not there, where denied ones are hidden', [IsAuthor], 'not-found', { 404: ['not_found'] }],
    [
      'who may not ask at all, where denied ones are hidden',
      [hasRole('a'), IsAuthor],
      'not-found',
      { 401: ['not_authenticated'], 403: ['permission_denied'], 404: ['not_found'] },
    ],
    ['an object that is not there, where everybody may see it', [AllowAny], 'forbidden', { 404: ['not_found'] }],
    [
      'no object that is never loaded',
      [DenyAll],
      'forbidden',
      { 401: ['not_authenticated'], 403: ['permission_denied'] },
    ],
    [
      'both phases of a rule over where()',
      [isOwner('authorId')],
      'forbidden',
      { 401: ['not_authenticated'], 403: ['permission_denied'], 404: ['not_found'] },
    ],
  ])('is, where an object is loaded, %s', async (_title, permissions, denyObjectAs, refusals) => {
    const app = await start(boot, loaderOf(permissions, denyObjectAs));
    expect(refusalsOf(operationsOf(documentOf(app))['GET /posts/{id}']!)).toEqual(refusals);
  });

  it('is 404 only where an object is looked up: checked or returned, and not for a list that is filtered', async () => {
    @Controller('posts')
    @Permissions(IsAuthor)
    class PostsController {
      @Get('checked/:id')
      checked(@CheckObject() check: ObjectCheck, @Param('id') id: string): Promise<unknown> {
        return check(POSTS[Number(id)] as object);
      }

      @Get('returned')
      @CheckReturned()
      returned(): readonly Post_[] {
        return POSTS;
      }

      @Get('filtered')
      @CheckReturned({ onDenied: 'filter' })
      filtered(): readonly Post_[] {
        return POSTS;
      }

      @Get('plain')
      @Permissions(IsAuthenticated)
      plain(): string {
        return 'plain';
      }
    }
    const operations = operationsOf(documentOf(await start(boot, PostsController)));
    const everything = { 401: ['not_authenticated'], 403: ['not_author'], 404: ['not_found'] };
    expect(refusalsOf(operations['GET /posts/checked/{id}']!)).toEqual(everything);
    expect(refusalsOf(operations['GET /posts/returned']!)).toEqual(everything);
    expect(refusalsOf(operations['GET /posts/filtered']!)).toEqual({ 404: ['not_found'] });
    expect(refusalsOf(operations['GET /posts/plain']!)).toEqual({ 401: ['not_authenticated'] });
  });

  it('is by method, where a handler answers to all', async () => {
    @Controller('posts')
    class PostsController {
      @All()
      @Permissions(ReadOnly)
      all(): string {
        return 'all';
      }

      @All('comments')
      @Permissions(IsAuthenticatedOrReadOnly)
      comments(): string {
        return 'comments';
      }
    }
    const operations = operationsOf(documentOf(await start(boot, PostsController)));
    const [get, head, post] = ['GET', 'HEAD', 'POST'].map((method) => operations[`${method} /posts`]!);
    for (const open of [get, head, operations['GET /posts/comments']]) {
      expect(refusalsOf(open!)).toEqual({});
      expect(open!.security).toEqual([]);
    }
    expect(refusalsOf(post!)).toEqual({ 401: ['not_authenticated'], 403: ['permission_denied'] });
    expect(refusalsOf(operations['POST /posts/comments']!)).toEqual({ 401: ['not_authenticated'] });
  });

  it('is what anything can be, where a function of the context chooses', async () => {
    @Controller('posts')
    @ActionPermissions(() => undefined)
    @Permissions(IsAuthenticated)
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }
    }
    const document = documentOf(await start(boot, PostsController));
    expect(permissionsOf(document)).toEqual({
      'GET /posts': { dynamic: 'PostsController', otherwise: 'IsAuthenticated' },
    });
    expect(refusalsOf(operationsOf(document)['GET /posts']!)).toEqual({
      401: ['not_authenticated'],
      403: ['permission_denied'],
    });
  });

  it('shows two texts of one code beside each other', async () => {
    const first = not(IsAuthenticated, { message: 'One.', code: 'same' });
    const second = not(IsAuthenticated, { message: 'Two.', code: 'same' });
    const document = documentOf(await start(boot, readerOf(first, second)));
    const operation = operationsOf(document)['GET /posts']!;
    expect(operation.responses[403]!.description).toBe('same: One. / same: Two.');
    expect(refusalsOf(operation)).toEqual({ 403: ['same', 'same 2'] });
    expect(exampleOf(operation, 403, 'same 2')).toMatchObject({ message: 'Two.', code: 'same' });
  });

  it('is, to the letter, what the application answers', async () => {
    const app = await start(boot, loaderOf([IsAuthor]));
    const operation = operationsOf(documentOf(app))['GET /posts/{id}']!;
    const answered = [
      await as(app, null).get('/posts/1'),
      await as(app, { id: 2 }).get('/posts/1'),
      await as(app, { id: 2 }).get('/posts/9'),
    ];
    const codes = ['not_authenticated', 'not_author', 'not_found'];
    expect(answered.map(({ status }) => status)).toEqual([401, 403, 404]);
    for (const [index, { status, body }] of answered.entries()) {
      expect(body).toEqual(exampleOf(operation, status, codes[index]!));
    }
  });
});

onEveryAdapter('what stands in a document already', (boot) => {
  @Controller('posts')
  @Permissions(IsAdminUser)
  class PostsController {
    @Get()
    @ApiOkResponse({ description: 'All posts' })
    @ApiForbiddenResponse({ description: 'Administrators only, please.' })
    list(): string {
      return 'list';
    }

    @Post()
    @ApiSecurity('basic')
    create(): string {
      return 'create';
    }

    @Put()
    @ApiBearerAuth()
    @Permissions(AllowAny)
    replace(): string {
      return 'replace';
    }
  }

  it('stays: its answers, and the words of its own 403, which gets its codes', async () => {
    const { responses } = operationsOf(documentOf(await start(boot, PostsController)))['GET /posts']!;
    expect(responses[200]).toEqual({ description: 'All posts' });
    expect(responses[403]!.description).toBe('Administrators only, please.');
    expect(Object.keys(responses[403]!.content?.['application/json']?.examples ?? {})).toEqual(['permission_denied']);
  });

  it('stays: a response by reference, and one with a body of its own', async () => {
    const app = await start(boot, PostsController);
    const document = created(app);
    const { responses } = document.paths['/posts']!.get!;
    responses['401'] = { $ref: '#/components/responses/Guest' };
    responses['403'] = { description: 'No.', content: { 'text/plain': { schema: { type: 'string' } } } };
    const written = operationsOf(applyPermissions(app, document))['GET /posts']!.responses;
    expect(written[401]).toEqual({ $ref: '#/components/responses/Guest' });
    expect(written[403]).toEqual({ description: 'No.', content: { 'text/plain': { schema: { type: 'string' } } } });
  });

  it('is not changed: the document with permissions is a copy, and a copy of it the same', async () => {
    const app = await start(boot, PostsController);
    const document = created(app);
    const before = structuredClone(document);
    const written = applyPermissions(app, document);
    expect(document).toEqual(before);
    expect(applyPermissions(app, written)).toEqual(written);
  });

  it('keeps the schemes of an operation, and none of one that is open', async () => {
    const operations = operationsOf(documentOf(await start(boot, PostsController)));
    expect(operations['GET /posts']!.security).toBeUndefined();
    expect(operations['POST /posts']!.security).toEqual([{ basic: [] }]);
    expect(operations['PUT /posts']!.security).toEqual([]);
  });

  it('asks for any scheme that is declared, where it says nothing for all', async () => {
    const app = await start(boot, PostsController);
    const builder = new DocumentBuilder()
      .addBearerAuth()
      .addApiKey({ type: 'apiKey', name: 'key', in: 'query' }, 'key');
    const document = created(app, {}, builder);
    const { get, put } = applyPermissions(app, document).paths['/posts']!;
    expect(get!.security).toEqual([{ bearer: [] }, { key: [] }]);
    expect(put!.security).toEqual([]);
    const chosen = applyPermissions(app, document, { security: [{ key: [] }] }).paths['/posts']!;
    expect(chosen.get!.security).toEqual([{ key: [] }]);
    expect(chosen.put!.security).toEqual([]);
  });

  it('does not stay open: an empty requirement is none that the policy gives', async () => {
    const app = await start(boot, PostsController);
    const document = created(app);
    document.paths['/posts']!.get!.security = [];
    expect(applyPermissions(app, document).paths['/posts']!.get!.security).toBeUndefined();
  });

  it('asks for nothing that the document does not declare', async () => {
    const app = await start(boot, PostsController);
    const document = created(app, {}, new DocumentBuilder());
    expect(operationsOf(applyPermissions(app, document))['GET /posts']!.security).toBeUndefined();
    delete document.components;
    expect(operationsOf(applyPermissions(app, document))['GET /posts']!.security).toBeUndefined();
  });

  it.each([
    ['an unknown scheme', bearer(), [{ beerer: [] }], 'the document declares bearer.'],
    ['no scheme', bearer(), [], 'the document declares bearer.'],
    ['an empty requirement', bearer(), [{}], 'the document declares bearer.'],
    ['a scheme where there is none', new DocumentBuilder(), [{ bearer: [] }], 'the document declares none.'],
  ])('[SEC-214] refuses %s as the option', async (_title, builder, security, message) => {
    const app = await start(boot, PostsController);
    expect(() => applyPermissions(app, created(app, {}, builder), { security })).toThrow(message);
  });

  it('[SEC-214] refuses an option that does not exist', async () => {
    const app = await start(boot, PostsController);
    expect(() => applyPermissions(app, created(app), { veiwer: null } as object)).toThrow(
      'applyPermissions(): the option "veiwer" does not exist; there are security, documentOptions, viewer.',
    );
  });

  it('does not lose a schema of the same name', async () => {
    const app = await start(boot, PostsController);
    const document = created(app);
    document.components = { ...document.components, schemas: { PermissionRefusal: { type: 'string' } } };
    expect(() => applyPermissions(app, document)).toThrow('a schema PermissionRefusal of its own');
  });
});

onEveryAdapter('an operation that no permission is asked for', (boot) => {
  @Controller('posts')
  class PostsController {
    @Get()
    list(): string {
      return 'list';
    }

    @Get('guarded')
    @UseGuards(PermissionsGuard)
    guarded(): string {
      return 'guarded';
    }
  }
  const addedTo = (operation: ReadOperation): readonly string[] => [
    ...Object.keys(operation).filter((key) => key === 'x-permissions' || key === 'security'),
    ...Object.keys(operation.responses).filter((status) => status !== '200'),
  ];

  it('stays as it is: an exempt handler may be guarded by others', async () => {
    const app = await start(boot, PostsController, { exempt: [[PostsController, 'list']] });
    const document = documentOf(app);
    expect(addedTo(operationsOf(document)['GET /posts']!)).toEqual([]);
    expect(permissionsOf(document)['GET /posts/guarded']).toBe('IsAuthenticated');
  });

  it('stays as it is: without the guard, nothing is promised', async () => {
    const app = await start(boot, PostsController, { globalGuard: false });
    const document = documentOf(app);
    expect(addedTo(operationsOf(document)['GET /posts']!)).toEqual([]);
    expect(permissionsOf(document)['GET /posts/guarded']).toBe('IsAuthenticated');
  });

  it('[SEC-215] stays as it is: a guard that a test replaced is not ours', async () => {
    const app = await boot(
      { imports: [PermissionsModule.forRoot()], controllers: [PostsController] },
      {
        adjust: (builder) => builder.overrideProvider(PermissionsGuard).useValue({ canActivate: (): boolean => true }),
      },
    );
    expect(addedTo(operationsOf(documentOf(app))['GET /posts']!)).toEqual([]);
  });
});
