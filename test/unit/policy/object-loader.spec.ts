import {
  ForbiddenException,
  NotFoundException,
  ParseFloatPipe,
  ParseIntPipe,
  type PipeTransform,
} from '@nestjs/common';
import { type ContextId, ContextIdFactory } from '@nestjs/core';
import { of } from 'rxjs';
import type { LoadObjectDeclaration } from '../../../lib/decorators/load-object.decorator.js';
import type { Injected } from '../../../lib/policy/dependency-injector.js';
import { assertAbsent, entityOf, isPipeClass, ObjectLoader } from '../../../lib/policy/object-loader.js';
import { contextOf } from '../../support/permissions.js';

class PostsService {
  readonly asked: unknown[] = [];
}
type Load = LoadObjectDeclaration['load'];

const post = { id: 7 };
const service = new PostsService();
const invocation = { contextId: (): ContextId => ContextIdFactory.create() };

async function loading(
  load: Load,
  params: Readonly<Record<string, unknown>> = { id: '7' },
  pipes: Readonly<Record<string, PipeTransform>> = {},
  injected: Injected<object> = { instance: service },
): Promise<object | undefined> {
  const declaration: LoadObjectDeclaration = { service: PostsService, load, pipes: {}, denyObjectAs: undefined };
  const loader = new ObjectLoader(declaration, injected, new Map(Object.entries(pipes)));
  let loaded: unknown;
  try {
    loaded = await loader.load(contextOf({ params }), invocation);
  } catch (error) {
    assertAbsent(error);
  }
  return entityOf(loaded);
}

describe('a loader', () => {
  it('asks the service for the object, with the parameters and the context', async () => {
    const asked: unknown[] = [];
    const loaded = await loading((by, { id }, { action }) => {
      asked.push(by, id, action);
      return Promise.resolve(post);
    });

    expect(loaded).toBe(post);
    expect(asked).toEqual([service, '7', 'retrieve']);
  });

  it('puts parameters through their pipes', async () => {
    const load: Load = (_service, { id, slug }) => ({ id, slug });

    expect(await loading(load, { id: '7', slug: 'x' }, { id: new ParseIntPipe() })).toEqual({ id: 7, slug: 'x' });
    expect(await loading(load, { id: '1.5', slug: 'x' }, { id: new ParseFloatPipe() })).toEqual({ id: 1.5, slug: 'x' });
  });

  it.each<[string, (params: Record<string, unknown>) => unknown]>([
    ['written', (params) => (params['id'] = '8')],
    ['taken out', (params) => delete params['id']],
  ])('gets parameters that cannot be %s: they are those of the request', async (_how, change) => {
    const params = { id: '7' };
    await expect(loading((_service, loaded) => change(loaded) as object, params)).rejects.toThrow(TypeError);

    expect(params).toEqual({ id: '7' });
  });

  it('makes a service for each invocation, where it is request-scoped', async () => {
    const ids: ContextId[] = [];
    const create = (id: ContextId): Promise<object> => {
      ids.push(id);
      return Promise.resolve(service);
    };
    expect(await loading((by) => by, { id: '7' }, {}, { create })).toBe(service);
    expect(ids).toHaveLength(1);
  });

  it('carries how a refusal of its objects looks', () => {
    const declaration: LoadObjectDeclaration = {
      service: PostsService,
      load: () => post,
      pipes: {},
      denyObjectAs: 'not-found',
    };

    expect(new ObjectLoader(declaration, { instance: service }, new Map()).denyObjectAs).toBe('not-found');
  });
});

describe('nothing is loaded', () => {
  it.each<[string, Load]>([
    ['null', () => null],
    ['undefined', () => undefined],
    ['a promise of null', () => Promise.resolve(null)],
    ['an exception of status 404', () => Promise.reject(new NotFoundException('with a body of its own'))],
  ])('by a loader that answers %s', async (_text, load) => {
    expect(await loading(load)).toBeUndefined();
  });
});

describe('a loader fails', () => {
  it.each<[string, unknown]>([
    ['a list', [post]],
    ['a Set', new Set([post])],
    ['an Observable', of(post)],
    ['a number', 7],
    ['true', true],
    ['text', 'post'],
  ])('that answers %s', async (_text, answer) => {
    await expect(loading(() => answer)).rejects.toThrow('The loader answered what is not one object');
  });

  it('that throws anything but a 404, which goes on as it is', async () => {
    const thrown = new ForbiddenException();

    await expect(loading(() => Promise.reject(thrown))).rejects.toBe(thrown);
  });
});

describe('a parameter is a 400', () => {
  const load: Load = (_service, { id }) => ({ id });

  it.each<[string, Record<string, unknown>]>([
    ['that is missing', {}],
    ['that is undefined', { id: undefined }],
    ['that is empty', { id: '' }],
    ['that is repeated', { id: ['7', '8'] }],
    ['that is an object', { id: { not: 1 } }],
    ['that stands on the prototype', Object.create({ id: '7' }) as Record<string, unknown>],
  ])('%s, when it is read', async (_text, params) => {
    await expect(loading(load, params)).rejects.toMatchObject({ status: 400 });
    await expect(loading(load, params, { id: new ParseIntPipe() })).rejects.toMatchObject({ status: 400 });
    await expect(loading(() => post, params)).resolves.toBe(post);
  });

  it.each(['9007199254740993', '1e999', '-9007199254740992'])('beyond the safe integers: %s', async (id) => {
    await expect(loading(load, { id }, { id: new ParseFloatPipe() })).rejects.toMatchObject({ status: 400 });
  });

  it.each([undefined, null, NaN])('that its pipe makes %p of', async (piped) => {
    const pipe = { transform: () => piped };

    await expect(loading(load, { id: '7' }, { id: pipe })).rejects.toMatchObject({ status: 400 });
  });

  it('that its pipe refuses, in the words of the pipe', async () => {
    await expect(loading(load, { id: 'x' }, { id: new ParseIntPipe() })).rejects.toThrow(/numeric string is expected/);
  });
});

describe('the parameters', () => {
  it('can be listed, and looked at by tools', async () => {
    const load: Load = (_service, params) => ({
      names: Object.keys(params),
      tag: Reflect.get(params, Symbol.toStringTag),
    });

    expect(await loading(load, { id: '7', slug: 'x' }, { id: new ParseIntPipe() })).toEqual({
      names: ['id', 'slug'],
      tag: undefined,
    });
  });
});

describe('the language itself', () => {
  it('may ask parameters what it asks of every object, when they are awaited or printed', async () => {
    const load: Load = async (_service, params) => ({
      awaited: (await Promise.resolve(params))['id'],
      printed: JSON.stringify(params),
    });

    expect(await loading(load)).toEqual({ awaited: '7', printed: '{"id":"7"}' });
  });

  it('does not stand in the way of a parameter of that name', async () => {
    expect(await loading((_service, { toJSON }) => ({ toJSON }), { toJSON: 'x' })).toEqual({ toJSON: 'x' });
  });
});

describe('a pipe', () => {
  it('is a class or an instance', () => {
    expect([ParseIntPipe, new ParseIntPipe()].map(isPipeClass)).toEqual([true, false]);
  });
});
