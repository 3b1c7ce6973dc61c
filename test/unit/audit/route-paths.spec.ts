import { RequestMethod, type Type, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { controllerPaths, parameterNames, routePaths } from '../../../lib/audit/route-paths.js';
import type { HostModule } from '../../../lib/policy/handler-source.js';

interface Parts {
  readonly controller?: unknown;
  readonly handler?: unknown;
  readonly module?: unknown;
  readonly version?: unknown;
  readonly ofHandler?: unknown;
  readonly method?: RequestMethod;
}

function pathsOf(
  { controller = 'posts', handler = ':id', module, version, ofHandler, method = RequestMethod.GET }: Parts,
  config = new ApplicationConfig(),
): readonly string[] {
  class PostsController {
    retrieve(): string {
      return 'retrieved';
    }
  }
  class PostsModule {
    readonly name = 'posts';
  }
  const { retrieve } = PostsController.prototype;
  const define = (key: string, value: unknown, target: object): void => {
    if (value !== undefined) Reflect.defineMetadata(key, value, target);
  };
  define('path', controller, PostsController);
  define('path', handler, retrieve);
  define('__version__', version, PostsController);
  define('__version__', ofHandler, retrieve);
  define('__module_path__app', module, PostsModule);
  const host = { metatype: PostsModule } as unknown as HostModule;
  const parts = { controller: PostsController as Type, handler: retrieve, requestMethod: method };
  return routePaths(controllerPaths(PostsController, host, 'app'), parts, config);
}

function configured(
  prefix: string,
  exclude: { readonly method?: RequestMethod; readonly path: RegExp }[] = [],
): ApplicationConfig {
  const config = new ApplicationConfig();
  config.setGlobalPrefix(prefix);
  const routes = exclude.map(({ method = RequestMethod.ALL, path }) => {
    return { path: String(path), requestMethod: method, pathRegex: path };
  });
  config.setGlobalPrefixOptions({ exclude: routes });
  return config;
}

function versioned(options: object): ApplicationConfig {
  const config = new ApplicationConfig();
  config.enableVersioning({ type: VersioningType.URI, ...options } as never);
  return config;
}

describe('the paths of a handler', () => {
  it.each<[string, Parts, string[]]>([
    ['its controller and itself', {}, ['/posts/:id']],
    ['slashes, few or many', { controller: '/posts/', handler: '//:id/' }, ['/posts/:id']],
    ['nothing', { controller: '/', handler: '/' }, ['/']],
    ['several paths', { controller: ['a', 'b'], handler: ['x', 'y'] }, ['/a/x', '/a/y', '/b/x', '/b/y']],
    ['the path of the module', { module: 'admin' }, ['/admin/posts/:id']],
  ])('are made of %s', (_text, parts, paths) => {
    expect(pathsOf(parts)).toEqual(paths);
  });

  it('begin with the global prefix', () => {
    expect(pathsOf({}, configured('api'))).toEqual(['/api/posts/:id']);
  });

  it('begin without it, where it is excluded', () => {
    const config = configured('api', [{ path: /^\/posts/, method: RequestMethod.GET }]);

    expect(pathsOf({}, config)).toEqual(['/posts/:id']);
    expect(pathsOf({ method: RequestMethod.POST }, config)).toEqual(['/api/posts/:id']);
    expect(pathsOf({ controller: 'users' }, config)).toEqual(['/api/users/:id']);
  });

  it.each<[string, Parts, object, string[]]>([
    ['of the controller', { version: '1' }, {}, ['/v1/posts/:id']],
    ['of the handler', { version: '1', ofHandler: '2' }, {}, ['/v2/posts/:id']],
    ['by default', {}, { defaultVersion: '3' }, ['/v3/posts/:id']],
    ['several', { version: ['1', VERSION_NEUTRAL] }, {}, ['/v1/posts/:id', '/posts/:id']],
    ['none', {}, {}, ['/posts/:id']],
    ['with another prefix', { version: '1' }, { prefix: 'version-' }, ['/version-1/posts/:id']],
    ['without a prefix', { version: '1' }, { prefix: false }, ['/1/posts/:id']],
    ['in a header', { version: '1' }, { type: VersioningType.HEADER, header: 'v' }, ['/posts/:id']],
  ])('name the version %s', (_text, parts, options, paths) => {
    expect(pathsOf(parts, versioned(options))).toEqual(paths);
  });
});

describe('the parameters of a path', () => {
  it.each([
    ['/posts', []],
    ['/posts/:id', ['id']],
    ['/posts/:postId/comments/:id', ['postId', 'id']],
    ['/files/*path', ['path']],
    ['/files/{*path}', ['path']],
    ['/range/:from-:to', ['from', 'to']],
  ])('of %s are %j', (path, names) => {
    expect(parameterNames(path)).toEqual(names);
  });
});
