import {
  All,
  Body,
  Controller,
  Delete,
  Get,
  Injectable,
  NotFoundException,
  Patch,
  Post,
  Put,
  type Type,
} from '@nestjs/common';
import { ApiProperty, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  ActionPermissions,
  AllowAny,
  BasePermission,
  hasRole,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  ReadOnly,
} from '../../../lib/index.js';
import { applyPermissions } from '../../../lib/swagger/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { created, documentOf, operationsOf } from './documents.js';
import { problemsOf } from './document-problems.js';

const calls: string[] = [];

class Address {
  @ApiProperty()
  street!: string;
}
class WritePost {
  @ApiProperty()
  title!: string;
}
class ReplacePost {
  @ApiProperty()
  address!: Address;
}
class Unused {
  @ApiProperty()
  address!: Address;
}

@Injectable()
class PostsService {
  find(): object {
    calls.push('loaded');
    return {};
  }
}

class IsAuthor extends BasePermission {
  override hasObjectPermission(): boolean {
    calls.push('asked about an object');
    return true;
  }
}

@Controller('posts')
@ActionPermissions({
  list: [AllowAny],
  create: [hasRole('adder')],
  replace: [hasRole('changer')],
  update: [hasRole('changer'), IsAuthor],
  destroy: [hasRole('remover')],
})
@LoadObject(PostsService, (posts) => posts.find())
class PostsController {
  @Get()
  list(): string {
    calls.push('handled');
    return 'list';
  }

  @Post()
  create(@Body() body: WritePost): object {
    return body;
  }

  @Put(':id')
  replace(@Body() body: ReplacePost): object {
    return body;
  }

  @Patch(':id')
  update(@LoadedObject() post: object): object {
    return post;
  }

  @Delete(':id')
  destroy(): void {
    calls.push('handled');
  }
}

const user = (...roles: string[]): object => ({ id: 1, roles });

onEveryAdapter('a document for one viewer', (boot) => {
  beforeEach(() => void calls.splice(0));
  const start = (controller: Type = PostsController, options: object = {}) =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot(options)],
      providers: [PostsService],
      controllers: [controller],
    });
  const seenBy = async (controller: Type | undefined, viewer: unknown): Promise<readonly string[]> => {
    const app = await start(controller);
    return Object.keys(operationsOf(await applyPermissions(app, created(app), { viewer })));
  };

  it('[C211] lists everything, and asks no permission, where there is none', async () => {
    const places = Object.keys(operationsOf(documentOf(await start())));
    expect(places).toHaveLength(5);
    expect(calls).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    [
      '[C193] [C194] who may add, change and remove',
      user('adder', 'changer', 'remover'),
      ['POST /posts', 'PUT', 'PATCH', 'DELETE'],
    ],
    ['[C195] who has no rights', user(), []],
    ['[C196] [C200] who may change only, by PUT and by PATCH', user('changer'), ['PUT', 'PATCH']],
    ['a guest', null, []],
    ['a viewer who got lost, as a guest', undefined, []],
    ['[C306] a token without a user, as a guest', { isAuthenticated: true, roles: ['changer'] }, []],
  ])('lists what everybody may do, and this: %s', async (_who, viewer, places) => {
    const expected = places.map((place) => (place.includes(' ') ? place : `${place} /posts/{id}`));
    expect(await seenBy(undefined, viewer)).toEqual(['GET /posts', ...expected]);
  });

  it('[C198] [C199] [C203] [C209] runs no loader, no object rule and no handler; what depends on an object is listed', async () => {
    expect(await seenBy(undefined, user('changer'))).toContain('PATCH /posts/{id}');
    expect(calls).toEqual([]);
  });

  it('[C201] [C210] lists what only reads, where that is all that is allowed, for a handler of all methods too', async () => {
    @Controller('posts')
    @Permissions(ReadOnly)
    class ReadController {
      @Get()
      list(): string {
        return 'list';
      }

      @Post()
      create(): string {
        return 'create';
      }

      @All('all')
      all(): string {
        return 'all';
      }
    }
    expect(await seenBy(ReadController, user())).toEqual([
      'GET /posts',
      'GET /posts/all',
      'OPTIONS /posts/all',
      'HEAD /posts/all',
    ]);
  });

  it('[C213] leaves out what a rule refuses by throwing, and what cannot be answered without a request', async () => {
    class Throwing extends BasePermission {
      override hasPermission(): boolean {
        throw new NotFoundException();
      }
    }
    class OfTenant extends BasePermission {
      override hasPermission({ params }: PermissionContext): boolean {
        return params['tenant'] === 'mine';
      }
    }
    @Controller('posts')
    class ThrowingController {
      @Get('throwing')
      @Permissions(Throwing)
      throwing(): string {
        return 'throwing';
      }

      @Get('tenant')
      @Permissions(OfTenant)
      tenant(): string {
        return 'tenant';
      }

      @Get('plain')
      plain(): string {
        return 'plain';
      }
    }
    expect(await seenBy(ThrowingController, user())).toEqual(['GET /posts/plain']);
  });

  it('[C304] [C305] believes who the viewer is, without any authentication', async () => {
    const app = await boot({
      imports: [PermissionsModule.forRoot([IsAuthenticated])],
      controllers: [PostsController],
      providers: [PostsService],
    });
    const document = await applyPermissions(app, created(app), { viewer: user('adder') });
    expect(Object.keys(operationsOf(document))).toEqual(['GET /posts', 'POST /posts']);
    expect((await as(app, user('adder')).post('/posts')).status).toBe(401);
  });

  it('[C308] [C309] remembers nobody: after a user, a guest is a guest', async () => {
    const app = await start();
    const seen = async (viewer: unknown): Promise<number> =>
      Object.keys(operationsOf(await applyPermissions(app, created(app), { viewer }))).length;
    expect([await seen(user('adder')), await seen(null), await seen(user('adder'))]).toEqual([2, 1, 2]);
  });

  it('has what is exempt, which no permission is asked for', async () => {
    const app = await start(PostsController, { exempt: [PostsController] });
    const document = await applyPermissions(app, created(app), { viewer: null });
    expect(Object.keys(operationsOf(document))).toHaveLength(5);
  });

  it('has no schema that only what it leaves out refers to, and each that nothing refers to', async () => {
    const app = await start();
    const schemasFor = async (viewer: unknown): Promise<readonly string[]> => {
      const document = await applyPermissions(app, created(app, { extraModels: [Unused] }), { viewer });
      expect(problemsOf(document)).toEqual([]);
      return Object.keys(document.components!.schemas!).toSorted();
    };
    expect(await schemasFor(user('changer'))).toEqual(['Address', 'PermissionRefusal', 'ReplacePost', 'Unused']);
    expect(await schemasFor(user('adder'))).toEqual(['Address', 'PermissionRefusal', 'Unused', 'WritePost']);
  });

  it('has what a schema refers to, which refers to it', async () => {
    const app = await start();
    const document = created(app);
    const reference = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });
    Object.assign(document.components!.schemas!, {
      WritePost: { type: 'object', properties: { next: reference('Link') } },
      Link: { type: 'object', properties: { back: reference('WritePost') } },
    });
    const schemasFor = async (viewer: unknown): Promise<readonly string[]> =>
      Object.keys((await applyPermissions(app, document, { viewer })).components!.schemas!);
    expect(await schemasFor(user('adder'))).toEqual(expect.arrayContaining(['WritePost', 'Link']));
    expect(await schemasFor(user())).not.toEqual(expect.arrayContaining(['Link']));
  });

  it('is served for each request by Swagger', async () => {
    const app = await boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        providers: [PostsService],
        controllers: [PostsController],
      },
      {
        configure: (each) => {
          SwaggerModule.setup('docs', each, () => documentOf(each), {
            ui: false,
            patchDocumentOnRequest: (incoming, _response, document) => {
              const { headers } = incoming as { readonly headers: Readonly<Record<string, string>> };
              return applyPermissions(each, document, { viewer: JSON.parse(headers['x-test-user'] ?? 'null') });
            },
          });
        },
      },
    );
    const served = async (viewer: unknown): Promise<number> =>
      Object.keys(operationsOf((await as(app, viewer).get('/docs-json').expect(200)).body as OpenAPIObject)).length;
    expect([await served(null), await served(user('changer')), await served(null)]).toEqual([1, 3, 1]);
  });
});
