import { ParseIntPipe } from '@nestjs/common';
import { CheckReturned } from '../../../lib/decorators/check-returned.decorator.js';
import { LoadObject } from '../../../lib/decorators/load-object.decorator.js';
import { checkReturned, classLoader, handlerLoader } from '../../../lib/policy/declarations.js';

class PostsService {
  findOne(id: number): object {
    return { id };
  }
}
const load = (posts: PostsService): object => posts.findOne(1);
const pipe = new ParseIntPipe();

describe('@LoadObject', () => {
  @LoadObject(PostsService, load)
  class PostsController {
    @LoadObject(PostsService, load, { params: { id: ParseIntPipe, other: pipe }, denyObjectAs: 'not-found' })
    update(): string {
      return 'updated';
    }
  }
  class Overriding extends PostsController {
    override update(): string {
      return 'updated otherwise';
    }
  }

  it('declares a loader for a class', () => {
    expect(classLoader(PostsController)).toEqual({
      owner: PostsController,
      value: { service: PostsService, load, pipes: {}, denyObjectAs: undefined },
    });
    expect(classLoader(Overriding)?.owner).toBe(PostsController);
    expect(classLoader(PostsService)).toBeUndefined();
  });

  it('declares a loader for a handler, and for its overrides', () => {
    const value = { service: PostsService, load, pipes: { id: ParseIntPipe, other: pipe }, denyObjectAs: 'not-found' };

    expect(handlerLoader(PostsController, 'update')).toEqual({ owner: PostsController, value });
    expect(handlerLoader(Overriding, 'update')).toEqual({ owner: PostsController, value });
    expect(handlerLoader(PostsController, 'list')).toBeUndefined();
  });

  it.each<[string, unknown, unknown, unknown, string]>([
    ['a service that is undefined', undefined, load, {}, 'the service is undefined; two files import each other'],
    ['a function that is undefined', PostsService, undefined, {}, 'the second argument must be a function'],
    [
      'an unknown option',
      PostsService,
      load,
      { hide: true },
      'there is no option "hide", only params and denyObjectAs.',
    ],
    ['an inherited name of an option', PostsService, load, { toString: 1 }, 'there is no option "toString"'],
    [
      'a value that an option does not have',
      PostsService,
      load,
      { denyObjectAs: '404' },
      'the option "denyObjectAs" cannot be 404',
    ],
    ['a pipe that is none', PostsService, load, { params: { id: PostsService } }, 'the option "params" cannot be'],
    ['an arrow function for a pipe', PostsService, load, { params: { id: () => 1 } }, 'the option "params" cannot be'],
    ['undefined for a pipe', PostsService, load, { params: { id: undefined } }, 'the option "params" cannot be'],
    ['null for pipes', PostsService, load, { params: null }, 'the option "params" cannot be null'],
    ['text for pipes', PostsService, load, { params: 'id' }, 'the option "params" cannot be id'],
  ])('refuses %s', (_text, service, loads, options, problem) => {
    expect(() => {
      @LoadObject(service as typeof PostsService, loads as typeof load, options as object)
      class Broken {}
      return Broken;
    }).toThrow(`@LoadObject() of Broken: ${problem}`);
  });
});

describe('@CheckReturned', () => {
  class PostsController {
    @CheckReturned()
    retrieve(): string {
      return 'retrieved';
    }

    @CheckReturned({ select: 'items', onDenied: 'filter' })
    list(): string {
      return 'listed';
    }
  }

  it('declares what is checked', () => {
    class Overriding extends PostsController {
      override list(): string {
        return 'listed otherwise';
      }
    }
    expect(checkReturned(PostsController, 'retrieve')).toEqual({});
    expect(checkReturned(Overriding, 'list')).toEqual({ select: 'items', onDenied: 'filter' });
    expect(checkReturned(PostsController, 'create')).toBeUndefined();
  });

  it.each([
    [{ selekt: 'items' }, 'there is no option "selekt", only select and onDenied.'],
    [{ onDenied: 'drop' }, 'the option "onDenied" cannot be drop.'],
    [{ select: '' }, 'the option "select" cannot be .'],
    [{ select: 7 }, 'the option "select" cannot be 7.'],
  ])('refuses %j', (options, problem) => {
    expect(() => {
      class Broken {
        @CheckReturned(options as object)
        list(): string {
          return 'listed';
        }
      }
      return Broken;
    }).toThrow(`@CheckReturned() of Broken.list: ${problem}`);
  });
});
