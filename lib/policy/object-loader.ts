import { BadRequestException, HttpException, type PipeTransform, type Type } from '@nestjs/common';
import type { ContextId } from '@nestjs/core';
import type { PermissionContext } from '../context/permission-context.js';
import type { DenyObjectAs, LoadObjectDeclaration } from '../decorators/load-object.decorator.js';
import type { Injected } from './dependency-injector.js';

/** Knows Nest's id of an invocation. */
interface Identified {
  contextId(): ContextId;
}

/** Loads the object of an action: puts the route's parameters through their pipes, and asks the service. */
export class ObjectLoader {
  readonly denyObjectAs: DenyObjectAs | undefined;

  constructor(
    private readonly declaration: LoadObjectDeclaration,
    readonly service: Injected<object>,
    private readonly pipes: ReadonlyMap<string, PipeTransform>,
  ) {
    this.denyObjectAs = declaration.denyObjectAs;
  }

  /**
   * What the service answers, or promises: {@link entityOf} and {@link assertAbsent} tell what that means.
   * @param invocation tells Nest's id of it, for a service that is made for each
   * @throws HttpException 400 for a parameter that is missing, repeated or refused by its pipe; whatever the service throws
   */
  load(context: PermissionContext, invocation: Identified): unknown {
    const { service } = this;
    // nothing is awaited but the service itself
    if (this.pipes.size === 0 && 'instance' in service) return this.ask(service.instance, UNPIPED, context);
    return this.prepare(context, invocation);
  }

  private async prepare(context: PermissionContext, invocation: Identified): Promise<unknown> {
    const params = new StrictParams(await this.pipedParams(context.params));
    const service =
      'instance' in this.service ? this.service.instance : await this.service.create(invocation.contextId());
    return this.ask(service, params, context);
  }

  private ask(service: object, params: StrictParams, context: PermissionContext): unknown {
    return this.declaration.load(service, new Proxy(context.params, params), context);
  }

  private async pipedParams(raw: Readonly<Record<string, unknown>>): Promise<ReadonlyMap<string, unknown>> {
    const piped = new Map<string, unknown>();
    for (const [name, pipe] of this.pipes) {
      const value: unknown = await pipe.transform(single(raw, name), {
        type: 'param',
        data: name,
        metatype: undefined,
      });
      if (isUnusable(value)) throw badParameter(name);
      piped.set(name, value);
    }
    return piped;
  }
}

/**
 * The parameters for the loader. One that the route does not have, or that is no single value, must not reach a query as
 * `undefined` or as an array, which many ORMs read as "any": reading it is a 400.
 */
class StrictParams implements ProxyHandler<Readonly<Record<string, unknown>>> {
  constructor(private readonly piped: ReadonlyMap<string, unknown>) {}

  get(raw: Readonly<Record<string, unknown>>, name: string | symbol): unknown {
    if (typeof name === 'symbol') return undefined;
    if (this.piped.has(name)) return this.piped.get(name);
    // the language itself asks for these, when parameters are awaited or printed
    if (LANGUAGE.has(name) && !Object.hasOwn(raw, name)) return undefined;
    return scalar(raw, name);
  }

  // these are the parameters of the request itself
  defineProperty(): false {
    return false;
  }

  deleteProperty(): false {
    return false;
  }
}

const UNPIPED = new StrictParams(new Map());

const LANGUAGE: ReadonlySet<string> = new Set(['then', 'toJSON', 'constructor', 'toString', 'valueOf']);

/** Whether a pipe is given as its class. */
export function isPipeClass(pipe: unknown): pipe is Type<PipeTransform> {
  return typeof pipe === 'function';
}

/** One value, as the client sent it: for pipes, which judge what it is. */
function single(raw: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
  if (value === '' || isUnusable(value) || Array.isArray(value)) throw badParameter(name);
  return value;
}

/** One value as a string, as HTTP sends it; an object of a message must not reach a query as an operator. */
function scalar(raw: Readonly<Record<string, unknown>>, name: string): string {
  const value = single(raw, name);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw badParameter(name);
  return String(value);
}

// beyond the safe integers, a number is not the one that the client wrote
function isUnusable(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return (
    typeof value === 'number' && !Number.isSafeInteger(value) && (!Number.isFinite(value) || Number.isInteger(value))
  );
}

function badParameter(name: string): BadRequestException {
  return new BadRequestException(`The parameter "${name}" is missing, repeated or out of range.`);
}

/** What a loader that throws means: 404 says that there is no object, all else is thrown on. */
export function assertAbsent(error: unknown): void {
  if (!(error instanceof HttpException && error.getStatus() === 404)) throw error;
}

/**
 * The object that a loader answered, or `undefined` when there is none.
 * @throws TypeError for what cannot be an object
 */
export function entityOf(loaded: unknown): object | undefined {
  if (loaded === null || loaded === undefined) return undefined;
  if (typeof loaded !== 'object' || Array.isArray(loaded) || Symbol.iterator in loaded || 'subscribe' in loaded) {
    throw new TypeError('The loader answered what is not one object; answer an entity, or null when there is none.');
  }
  return loaded;
}
