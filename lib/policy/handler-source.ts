import type { Type } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';

/** Nest's wrapper of a controller or a provider. */
export type InstanceWrapper = ReturnType<DiscoveryService['getControllers']>[number];

/** Nest's module that hosts a controller. */
export type HostModule = NonNullable<InstanceWrapper['host']>;

/** A function that Nest routes to. */
export type Handler = (...parameters: unknown[]) => unknown;

/** A handler of the application, before anything is known of its permissions. */
export interface HandlerSource {
  readonly controller: Type;
  readonly host: HostModule;
  readonly handler: Handler;
  readonly action: string;
  /** The HTTP method of the route in upper case; `undefined` where it answers to all. */
  readonly method: string | undefined;
}

/** A handler in words: `PostsController.update`. */
export function describeHandler({ controller, action }: Pick<HandlerSource, 'controller' | 'action'>): string {
  return `${controller.name}.${action}`;
}
