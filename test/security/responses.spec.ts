import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  type NestInterceptor,
  Post,
  Query,
  Res,
  Sse,
  StreamableFile,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { map, of } from 'rxjs';
import {
  AuthorizedScope,
  BasePermission,
  CheckObject,
  CheckReturned,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  type ObjectCheck,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  type Scope,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { expectBootFails } from '../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { REFUSALS } from '../support/witness.js';

const alice = { id: 1 };
const MINE = { id: 1, ownerId: 1, text: 'mine' };
const FOREIGN = { id: 2, ownerId: 2, text: 'secret' };
let returned: unknown;
let mapped: unknown[] = [];

/** Refuses by looking for a bad mark: what has no mark passes. */
class NotSecret extends BasePermission<{ text?: string }> {
  override hasObjectPermission(_context: PermissionContext, entity: { text?: string }): boolean {
    return entity.text !== 'secret';
  }
}

/** Maps entities, as applications do. */
@Injectable()
class MapsInterceptor implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler) {
    return next.handle().pipe(
      map((entity: { text?: string }) => {
        mapped.push(entity);
        return { dto: entity.text };
      }),
    );
  }
}

class Store {
  find(): object {
    return FOREIGN;
  }
}

@Controller()
@Permissions(isOwner('ownerId'))
class ReturningController {
  @Get('one')
  @CheckReturned()
  one(): unknown {
    return returned;
  }

  @Get('unmarked')
  @Permissions(NotSecret)
  @CheckReturned()
  unmarked(): unknown {
    return returned;
  }

  @Get('negated')
  @Permissions(not(isOwner('ownerId')))
  @CheckReturned()
  negated(): unknown {
    return returned;
  }

  @Get('page')
  @CheckReturned({ select: 'items' })
  page(): unknown {
    return returned;
  }

  @Get('filtered')
  @CheckReturned({ select: 'items', onDenied: 'filter' })
  filtered(): unknown {
    return returned;
  }

  @Get('mapped')
  @UseInterceptors(MapsInterceptor)
  @CheckReturned()
  mapped(): unknown {
    return returned;
  }

  @Get('forgotten')
  forgotten(@CheckObject() check: ObjectCheck): unknown {
    return typeof check === 'function' && returned;
  }

  @Get('unused')
  unused(@AuthorizedScope() scope: Scope): unknown {
    return scope.kind === 'condition' && returned;
  }

  @Get('early')
  early(@CheckObject() check: ObjectCheck): unknown {
    void check(FOREIGN);
    return 'sent before the check was over';
  }

  @Get('conditional')
  @LoadObject(Store, () => returned as object)
  conditional(@LoadedObject() entity: object): object {
    return entity;
  }
}

const imports = [HeaderAuthModule, PermissionsModule.forRoot()];

onEveryAdapter('What a handler returns', (boot) => {
  const start = async () => {
    mapped = [];
    return boot({ imports, controllers: [ReturningController], providers: [Store] });
  };
  const get = async (path: string, answer: unknown, user: unknown = alice) => {
    const app = await start();
    returned = answer;
    const { status, body, text } = await as(app, user).get(path);
    expect(text).not.toContain('secret');
    return [status, body] as const;
  };

  it('[SEC-139] every entity of a list or of a page is judged before anything is sent', async () => {
    expect(await get('/one', MINE)).toEqual([200, MINE]);
    expect(await get('/one', [MINE, MINE])).toEqual([200, [MINE, MINE]]);
    for (const answer of [FOREIGN, [MINE, FOREIGN], Promise.resolve(FOREIGN), of(FOREIGN), of(MINE, FOREIGN)]) {
      expect(await get('/one', answer)).toEqual([403, REFUSALS.forbidden]);
    }
    expect(await get('/page', { items: [MINE], total: 1 })).toEqual([200, { items: [MINE], total: 1 }]);
    expect(await get('/page', { items: [MINE, FOREIGN], total: 2 })).toEqual([403, REFUSALS.forbidden]);
    const [status, page] = await get('/filtered', { items: [FOREIGN, MINE, FOREIGN], next: null });
    expect([status, page]).toEqual([200, { items: [MINE], next: null }]);
  });

  it.each<[string, unknown]>([
    ['a list in a list', [[FOREIGN]]],
    ['a list and its length', [[FOREIGN], 1]],
    ['a Set', new Set([FOREIGN])],
    ['a Map', new Map([[1, FOREIGN]])],
    ['an iterator', [FOREIGN].values()],
    ['a list of promises', [Promise.resolve(FOREIGN)]],
    ['a text', 'secret'],
    ['a number', 7],
    ['true', true],
    ['a buffer', Buffer.from('secret')],
    ['a typed array', new Uint8Array([115])],
    ['a file', new StreamableFile(Buffer.from('secret'))],
    ['a function', () => FOREIGN],
    ['a list with a hole', [undefined, MINE]],
    ['a list with null', [null]],
    ['a list of texts', ['secret']],
  ])('[SEC-146] [SEC-149] [SEC-156] %s is nothing that can be judged, and is not sent', async (_name, answer) => {
    for (const path of ['/one', '/unmarked', '/negated'])
      expect([path, ...(await get(path, answer))]).toEqual([path, 500, REFUSALS.broken]);
  });

  it.each<[string, unknown]>([
    ['no page', FOREIGN],
    ['a list instead of a page', [FOREIGN]],
    ['a page whose items are a text', { items: 'secret' }],
    ['a page whose items are a page', { items: { items: [FOREIGN] } }],
    ['a page of lists', { items: [[FOREIGN]] }],
  ])('[SEC-139] %s is not sent', async (_name, answer) => {
    for (const path of ['/page', '/filtered']) expect((await get(path, answer))[0]).toBeGreaterThanOrEqual(400);
  });

  it('[SEC-149] nothing is a missing object, and an empty list is an empty list', async () => {
    for (const answer of [null, undefined]) {
      expect(await get('/one', answer)).toEqual([404, REFUSALS.missing]);
      expect(await get('/page', answer)).toEqual([404, REFUSALS.missing]);
    }
    expect(await get('/one', [])).toEqual([200, []]);
  });

  it('[SEC-150] a field that the rule reads and that was taken away is an error, negated or not', async () => {
    for (const answer of [
      { id: 2, text: 'secret' },
      [{ id: 2, text: 'secret' }],
      { ownerId: undefined, text: 'secret' },
    ]) {
      for (const path of ['/one', '/negated']) expect(await get(path, answer)).toEqual([500, REFUSALS.broken]);
    }
  });

  it('[SEC-142] the check sees the entity before an interceptor maps it', async () => {
    expect(await get('/mapped', MINE)).toEqual([200, { dto: 'mine' }]);
    expect(mapped).toEqual([MINE]);
    expect(await get('/mapped', FOREIGN)).toEqual([403, REFUSALS.forbidden]);
    expect(mapped).toEqual([]);
  });

  it('[SEC-217] a handler that asks for a check or a scope and does without sends nothing', async () => {
    for (const path of ['/forgotten', '/unused']) {
      expect(await get(path, { text: 'secret' })).toEqual([500, REFUSALS.broken]);
      expect(await get(path, { text: 'secret' }, null)).toEqual([401, REFUSALS.guest]);
    }
  });

  it('[SEC-217] a handler that does not wait for its check is answered with the refusal', async () => {
    expect(await get('/early', undefined)).toEqual([403, REFUSALS.forbidden]);
  });

  it('[SEC-151] a condition of a cache gets a refusal, and no 304', async () => {
    const app = await start();
    returned = MINE;
    const { headers } = await as(app, alice).get('/conditional');
    for (const [header, value] of [
      ['If-None-Match', headers['etag'] ?? '*'],
      ['If-None-Match', '*'],
      ['If-Modified-Since', new Date(2 ** 41).toUTCString()],
      ['Range', 'bytes=0-1'],
    ] as const) {
      const { status, body } = await as(app, { id: 2 }).get('/conditional').set(header, value);
      expect([header, status, body]).toEqual([header, 403, REFUSALS.forbidden]);
    }
  });
});

function controllerOf(
  decorate: MethodDecorator,
  method: (...parameters: unknown[]) => unknown,
  injects: ParameterDecorator[] = [],
): Type {
  class Late {
    handle(...parameters: unknown[]): unknown {
      return method(...parameters);
    }
  }
  injects.forEach((inject, index) => {
    inject(Late.prototype, 'handle', index);
  });
  const descriptor = Object.getOwnPropertyDescriptor(Late.prototype, 'handle') as PropertyDescriptor;
  decorate(Late.prototype, 'handle', descriptor);
  Permissions(NotSecret)(Late);
  Controller('late')(Late);
  return Late;
}

const all =
  (...decorators: MethodDecorator[]): MethodDecorator =>
  (target, property, descriptor) => {
    for (const decorator of decorators) decorator(target, property, descriptor);
  };

onEveryAdapter('An answer that cannot be held back', (boot) => {
  const nothing = (): undefined => undefined;

  it.each<[string, Type, RegExp]>([
    ['[SEC-144] @Res() with @CheckReturned()', controllerOf(all(Get(), CheckReturned()), nothing, [Res()]), /@Res\(\)/],
    ['[SEC-144] @Res() with @CheckObject()', controllerOf(Get(), nothing, [CheckObject(), Res()]), /@Res\(\)/],
    [
      '[SEC-144] @Res() with @AuthorizedScope()',
      controllerOf(Get(), nothing, [Res(), AuthorizedScope()]),
      /Late\.handle/,
    ],
    [
      '[SEC-147] server-sent events with @CheckReturned()',
      controllerOf(all(Sse(), CheckReturned()), () => of({ data: '' })),
      /server-sent events/,
    ],
    [
      '[SEC-147] server-sent events with @CheckObject()',
      controllerOf(Sse(), () => of({ data: '' }), [CheckObject()]),
      /server-sent events/,
    ],
    [
      '[SEC-155] @CheckReturned() on a method that writes',
      controllerOf(all(Post(), CheckReturned()), nothing),
      /after the fact/,
    ],
    ['[SEC-137] a list without a scope', controllerOf(Get(), nothing), /depends on an object/],
    [
      '[SEC-137] a scope of a rule that cannot become a query',
      controllerOf(Get(), nothing, [AuthorizedScope()]),
      /where\(\)/,
    ],
  ])('%s keeps the application from starting', async (_name, controller, message) => {
    await expectBootFails(boot, { imports, controllers: [controller] }, /Late\.handle/, message);
  });

  it('[SEC-146] a stream with a check keeps the application from starting', async () => {
    @Controller('files')
    @Permissions(NotSecret)
    class Files {
      @Get()
      @CheckReturned()
      download(@Query('name') name: string): StreamableFile {
        return new StreamableFile(Buffer.from(name));
      }
    }
    await expectBootFails(boot, { imports, controllers: [Files] }, /Files\.download.*stream/);
  });
});
