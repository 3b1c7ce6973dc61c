import type { Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { Transport } from '../context/transport-reader.js';

/** Nest's wrapper of a controller or a provider. */
export type InstanceWrapper = ReturnType<DiscoveryService['getControllers']>[number];

/** Nest's module that hosts a controller, a resolver or a gateway. */
export type HostModule = NonNullable<InstanceWrapper['host']>;

/** A function that Nest routes to. */
export type Handler = (...parameters: unknown[]) => unknown;

/** A handler of the application, before anything is known of its permissions. */
export interface HandlerSource {
  /** How Nest comes to call it. A method that two transports reach is two handlers. */
  readonly transport: Transport;
  /** The class of the controller, resolver or gateway. */
  readonly controller: Type;
  readonly host: HostModule;
  readonly handler: Handler;
  /** The name of the method. */
  readonly action: string;
  /**
   * The HTTP method of the route in upper case; `undefined` where it answers to all. On other transports `GET` where the handler
   * only reads, and `POST` where it does not.
   */
  readonly method: string | undefined;
  /** Whether it resolves a field of an object that another handler has answered, or the object of a reference. */
  readonly isField: boolean;
  /** Whether `@UseGuards()` names `PermissionsGuard`, which may then run twice: the global one runs for it as well. */
  readonly namesGuard: boolean;
}

/** A handler in words: `PostsController.update`. */
export function describeHandler({ controller, action }: Pick<HandlerSource, 'controller' | 'action'>): string {
  return `${controller.name}.${action}`;
}
