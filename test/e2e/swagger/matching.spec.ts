import {
  All,
  Controller,
  Get,
  Head,
  Module,
  type ModuleMetadata,
  Options,
  Post,
  Search,
  type Type,
  Version,
  VERSION_NEUTRAL,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { ApiExcludeController, ApiExcludeEndpoint, ApiOperation } from '@nestjs/swagger';
import {
  AllowAny,
  DenyAll,
  hasRole,
  Inherited,
  IsAdminUser,
  IsAuthenticated,
  Permissions,
  PermissionsModule,
} from '../../../lib/index.js';
import { applyPermissions } from '../../../lib/swagger/index.js';
import { onAdapters, onEveryAdapter } from '../../support/adapters.js';
import { created, documentOf, permissionsOf } from './documents.js';
import { problemsOf } from './document-problems.js';

/** A module with one controller. */
function moduleOf(controller: Type, imports: ModuleMetadata['imports'] = []): Type {
  @Module({ imports, controllers: [controller] })
  class FeatureModule {}
  return FeatureModule;
}

const permissions = PermissionsModule.forRoot([IsAuthenticated]);

/** Two controllers of one name, each with a `list`, whose roles tell them apart. */
function namesakes(first: string, second: string): readonly [Type, Type] {
  const make = (path: string, role: string): Type => {
    @Controller(path)
    @Permissions(hasRole(role))
    class PostsController {
      @Get()
      list(): string {
        return role;
      }
    }
    return PostsController;
  };
  return [make(first, 'first'), make(second, 'second')];
}

onEveryAdapter('the handler behind an operation', (boot) => {
  it('is told from one of the same class and method name in another module', async () => {
    const [first, second] = namesakes('first', 'second');
    const app = await boot({ imports: [moduleOf(first), moduleOf(second), permissions] });
    expect(permissionsOf(documentOf(app))).toEqual({
      'GET /first': `hasRole('first')`,
      'GET /second': `hasRole('second')`,
    });
  });

  it('is found whatever the id of the operation', async () => {
    @Controller()
    class PostsController {
      @Get('one')
      @ApiOperation({ operationId: 'same' })
      @Permissions(IsAdminUser)
      one(): string {
        return 'one';
      }

      @Get('two')
      @ApiOperation({ operationId: 'same' })
      two(): string {
        return 'two';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController] });
    expect(permissionsOf(documentOf(app))).toEqual({ 'GET /one': 'IsAdminUser', 'GET /two': 'IsAuthenticated' });
  });

  it('is that of the class which inherits it', async () => {
    abstract class Base {
      @Get()
      @Permissions(Inherited, hasRole('reader'))
      list(): string {
        return 'list';
      }
    }
    @Controller('open')
    @Permissions(AllowAny)
    class OpenController extends Base {}
    @Controller('closed')
    @Permissions(DenyAll)
    class ClosedController extends Base {}

    const app = await boot({ imports: [permissions], controllers: [OpenController, ClosedController] });
    expect(permissionsOf(documentOf(app))).toEqual({
      'GET /open': { and: ['IsAuthenticated', `hasRole('reader')`] },
      'GET /closed': { and: ['DenyAll', `hasRole('reader')`] },
    });
  });

  it('is found under each of its paths', async () => {
    @Controller(['a', 'b'])
    class PostsController {
      @Get(['', 'all'])
      list(): string {
        return 'list';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController] });
    expect(Object.keys(permissionsOf(documentOf(app)))).toEqual(['GET /a', 'GET /a/all', 'GET /b', 'GET /b/all']);
  });

  it('is found at the root, and under parameters and wildcards', async () => {
    @Controller()
    class PostsController {
      @Get()
      root(): string {
        return 'root';
      }

      @Get('posts/:postId/comments/:id')
      comment(): string {
        return 'comment';
      }

      @Get('files/*')
      file(): string {
        return 'file';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController] });
    expect(Object.keys(permissionsOf(documentOf(app)))).toEqual([
      'GET /',
      'GET /posts/{postId}/comments/{id}',
      'GET /files/{path}',
    ]);
  });

  it('is found behind a global prefix, the prefix of a module, and what is excluded', async () => {
    const [first, second] = namesakes('posts', 'health');
    const feature = moduleOf(first);
    const app = await boot(
      { imports: [feature, moduleOf(second), RouterModule.register([{ path: 'blog', module: feature }]), permissions] },
      { configure: (each) => each.setGlobalPrefix('api/', { exclude: ['health'] }) },
    );
    expect(permissionsOf(documentOf(app))).toEqual({
      'GET /api/blog/posts': `hasRole('first')`,
      'GET /health': `hasRole('second')`,
    });
    expect(permissionsOf(documentOf(app, { documentOptions: { ignoreGlobalPrefix: true } }))).toEqual({
      'GET /blog/posts': `hasRole('first')`,
      'GET /health': `hasRole('second')`,
    });
  });

  it('is found at the prefix itself', async () => {
    const [first] = namesakes('', 'never');
    const app = await boot(
      { imports: [moduleOf(first), permissions] },
      { configure: (each) => each.setGlobalPrefix('api') },
    );
    expect(Object.keys(permissionsOf(documentOf(app)))).toEqual(['GET /api']);
    expect(Object.keys(permissionsOf(documentOf(app, { documentOptions: { ignoreGlobalPrefix: true } })))).toEqual([
      'GET /',
    ]);
  });

  it('is found in each version of a path', async () => {
    @Controller({ path: 'posts', version: ['1', '2'] })
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }

      @Get()
      @Version('3')
      @Permissions(IsAdminUser)
      newest(): string {
        return 'newest';
      }

      @Get('count')
      @Version(VERSION_NEUTRAL)
      count(): number {
        return 1;
      }
    }
    const app = await boot(
      { imports: [permissions], controllers: [PostsController] },
      {
        configure: (each) =>
          each.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, prefix: 'version-' }),
      },
    );
    expect(permissionsOf(documentOf(app))).toEqual({
      'GET /api/version-1/posts': 'IsAuthenticated',
      'GET /api/version-2/posts': 'IsAuthenticated',
      'GET /api/version-3/posts': 'IsAdminUser',
      'GET /api/posts/count': 'IsAuthenticated',
    });
  });

  it.each([
    ['a header', { type: VersioningType.HEADER, header: 'x-version' }],
    ['a media type', { type: VersioningType.MEDIA_TYPE, key: 'v=' }],
    ['a function', { type: VersioningType.CUSTOM, extractor: () => '1' }],
  ] as const)('is the one that the document shows, where %s chooses the version', async (_what, versioning) => {
    @Controller('posts')
    class PostsController {
      @Get()
      @Version('1')
      first(): string {
        return 'first';
      }

      @Get()
      @Version('2')
      @Permissions(IsAdminUser)
      @ApiOperation({ operationId: 'shown' })
      second(): string {
        return 'second';
      }
    }
    const app = await boot(
      { imports: [permissions], controllers: [PostsController] },
      { configure: (each) => each.enableVersioning(versioning) },
    );
    const document = documentOf(app);
    expect(document.paths['/posts']!.get!.operationId).toBe('shown');
    expect(permissionsOf(document)).toEqual({ 'GET /posts': 'IsAdminUser' });
  });

  it('answers to each method, where it answers to all', async () => {
    @Controller('posts')
    class PostsController {
      @All()
      all(): string {
        return 'all';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController] });
    const shown = permissionsOf(documentOf(app));
    expect(Object.keys(shown).map((place) => place.split(' ')[0])).toEqual(
      expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
    );
    expect(new Set(Object.values(shown))).toEqual(new Set(['IsAuthenticated']));
  });

  it('answers to HEAD, OPTIONS and SEARCH', async () => {
    @Controller('posts')
    class PostsController {
      @Head()
      @Permissions(AllowAny)
      probe(): void {
        // nothing to say
      }

      @Options()
      @Permissions(IsAdminUser)
      options(): void {
        // nothing to say
      }

      @Search()
      search(): string {
        return 'search';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController] });
    expect(permissionsOf(documentOf(app))).toEqual({
      'HEAD /posts': 'AllowAny',
      'OPTIONS /posts': 'IsAdminUser',
      'SEARCH /posts': 'IsAuthenticated',
    });
  });

  it('[SEC-209] is seen in dynamic modules, and with options that are awaited', async () => {
    const [controller] = namesakes('posts', 'never');
    @Module({})
    class DynamicFeatureModule {}
    const app = await boot({
      imports: [
        { module: DynamicFeatureModule, controllers: [controller] },
        PermissionsModule.forRootAsync({
          useFactory: () => Promise.resolve({ requiredPermissions: [hasRole('staff')] }),
        }),
      ],
    });
    const document = documentOf(app);
    expect(permissionsOf(document)).toEqual({ 'GET /posts': { and: [`hasRole('staff')`, `hasRole('first')`] } });
    expect(problemsOf(document)).toEqual([]);
  });
});

onAdapters({ Express: () => new ExpressAdapter() }, 'two handlers of one path and method', (boot) => {
  @Controller('posts')
  class PostsController {
    @Get()
    list(): string {
      return 'list';
    }

    @Post()
    @Permissions(IsAdminUser)
    create(): string {
      return 'create';
    }
  }

  it('are named: which one a request reaches is not what Swagger shows', async () => {
    @Controller('posts')
    class CatchAllController {
      @All()
      all(): string {
        return 'all';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController, CatchAllController] });
    expect(() => documentOf(app)).toThrow(
      'applyPermissions(): POST /posts is PostsController.create (IsAdminUser) and CatchAllController.all ' +
        '(IsAuthenticated). Write @ApiExcludeEndpoint() on the one that requests do not reach.',
    );
  });

  it('are one where the same applies to both, and where one is not shown', async () => {
    @Controller('posts')
    class CatchAllController {
      @All()
      @Permissions(IsAdminUser)
      @ApiExcludeEndpoint()
      all(): string {
        return 'all';
      }

      @Get()
      again(): string {
        return 'again';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [PostsController, CatchAllController] });
    expect(permissionsOf(documentOf(app))).toEqual({ 'GET /posts': 'IsAuthenticated', 'POST /posts': 'IsAdminUser' });
  });

  it('are told apart by the host: the one that is shown counts', async () => {
    @Controller({ path: 'posts', host: 'admin.example.com' })
    @Permissions(IsAdminUser)
    class AdminController {
      @Get()
      list(): string {
        return 'list';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [AdminController, PostsController] });
    expect(permissionsOf(documentOf(app))).toEqual({ 'GET /posts': 'IsAuthenticated', 'POST /posts': 'IsAdminUser' });
  });
});

onEveryAdapter('a document of a part of the application', (boot) => {
  @Controller('one')
  class OneController {
    @Get()
    list(): string {
      return 'one';
    }

    @Get('secret')
    @ApiExcludeEndpoint()
    secret(): string {
      return 'secret';
    }

    @Get('shown')
    @ApiExcludeEndpoint(false)
    shown(): string {
      return 'shown';
    }
  }
  @Controller('two')
  @ApiExcludeController()
  class SecretController {
    @Get()
    list(): string {
      return 'two';
    }
  }
  @Controller('three')
  class ThreeController {
    @Get()
    list(): string {
      return 'three';
    }
  }
  const one = moduleOf(OneController);
  const three = moduleOf(ThreeController);
  const imports = [one, moduleOf(SecretController), three, permissions];
  const places = (document: ReturnType<typeof documentOf>): readonly string[] => Object.keys(permissionsOf(document));

  it('has no operation of what is excluded by a decorator', async () => {
    const app = await boot({ imports });
    expect(places(documentOf(app))).toEqual(['GET /one', 'GET /one/shown', 'GET /three']);
  });

  it('is complete when it is told which modules it is of', async () => {
    const app = await boot({ imports });
    expect(places(documentOf(app, { documentOptions: { include: [one] } }))).toEqual(['GET /one', 'GET /one/shown']);
    const root = moduleOf(ThreeController, [one, permissions]);
    const nested = await boot({ imports: [root] });
    const documentOptions = { include: [root], deepScanRoutes: true };
    expect(places(documentOf(nested, { documentOptions })).toSorted()).toEqual([
      'GET /one',
      'GET /one/shown',
      'GET /three',
    ]);
    expect(places(documentOf(nested, { documentOptions: { include: [root] } }))).toEqual(['GET /three']);
  });

  it('leaves out what is not decorated, where only that counts', async () => {
    const app = await boot({ imports });
    // as ApiIncludeEndpoint() of Swagger 12 does
    Reflect.defineMetadata('swagger/apiIncludeEndpoint', true, ThreeController.prototype.list);
    const document = created(app, { include: [three] });
    expect(
      places(applyPermissions(app, document, { documentOptions: { onlyIncludeDecoratedEndpoints: true } })),
    ).toEqual(['GET /three']);
  });

  it('names every handler that is missing, and every operation that nobody knows', async () => {
    const app = await boot({ imports });
    const document = created(app);
    delete document.paths['/one'];
    document.paths['/raw'] = { get: { responses: { 200: { description: 'raw' } } } };
    expect(() => applyPermissions(app, document)).toThrow(
      /GET \/raw is in the document[^]*documentOptions[^]*GET \/one, which is OneController\.list, is not in the document/,
    );
  });

  it('[SEC-212] does not take a raw route for one that is covered', async () => {
    const app = await boot({ imports });
    const document = created(app);
    document.paths['/three']!.trace = { responses: { 200: { description: 'raw' } } };
    expect(() => applyPermissions(app, document)).toThrow('TRACE /three is in the document, and no handler');
  });

  it('does not miss a webhook, which stands elsewhere', async () => {
    @Controller('hooks')
    class HooksController {
      @Post()
      posted(): string {
        return 'posted';
      }
    }
    const app = await boot({ imports: [permissions], controllers: [HooksController] });
    const document = created(app);
    delete document.paths['/hooks'];
    expect(() => applyPermissions(app, document)).toThrow('POST /hooks');
    Reflect.defineMetadata('swagger/apiWebhook', 'posted', HooksController.prototype.posted);
    expect(applyPermissions(app, document).paths).toEqual({});
  });

  it('keeps what a path says beside its operations', async () => {
    const app = await boot({ imports });
    const document = created(app);
    document.paths['/three'] = {
      ...document.paths['/three'],
      summary: 'three',
      parameters: [],
      'x-kept': true,
    } as object;
    document.paths['/hand-written'] = { $ref: '#/elsewhere' };
    const { paths } = applyPermissions(app, document);
    expect(paths['/three']).toMatchObject({ summary: 'three', parameters: [], 'x-kept': true, get: {} });
    expect(paths['/hand-written']).toEqual({ $ref: '#/elsewhere' });
  });
});

onEveryAdapter('an application that has no answer yet', (boot) => {
  @Controller('posts')
  class PostsController {
    @Get()
    list(): string {
      return 'list';
    }
  }

  it('[SEC-210] is told so: a controller that was loaded late has no policy', async () => {
    const { LazyModuleLoader } = await import('@nestjs/core');
    const app = await boot({ imports: [permissions, moduleOf(namesakes('first', 'never')[0])] });
    await app.get(LazyModuleLoader).load(() => moduleOf(PostsController));
    expect(() => documentOf(app)).toThrow('GET /posts is in the document, and no handler with a policy is known');
  });

  it('[SEC-211] is told so: without the module', async () => {
    const app = await boot({ controllers: [PostsController] });
    expect(() => documentOf(app)).toThrow('applyPermissions(): the application does not import PermissionsModule.');
  });

  it('is told so: before it has started', async () => {
    let thrown: unknown;
    await boot(
      { imports: [permissions], controllers: [PostsController] },
      {
        configure: (app) => {
          try {
            documentOf(app);
          } catch (error) {
            thrown = error;
          }
        },
      },
    );
    expect(String(thrown)).toContain('no policy is known before the application has started');
  });

  it('is told nothing where there is no handler', async () => {
    const app = await boot({ imports: [permissions] });
    expect(documentOf(app).paths).toEqual({});
  });
});
