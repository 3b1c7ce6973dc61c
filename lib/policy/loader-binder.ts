import type { PipeTransform } from '@nestjs/common';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { classLoader, handlerLoader } from './declarations.js';
import type { DependencyInjector } from './dependency-injector.js';
import { firstLine } from './first-line.js';
import type { HandlerSource } from './handler-source.js';
import { isPipeClass, ObjectLoader } from './object-loader.js';

/** Finds what the declared loader of a handler needs. */
export class LoaderBinder {
  constructor(private readonly injector: DependencyInjector) {}

  /**
   * The loader of this handler: its own, or the one of its class when the handler asks for the object.
   * @throws PermissionsConfigurationError for a service or a pipe that cannot be made
   */
  async bind(source: HandlerSource, asksForObject: boolean): Promise<ObjectLoader | undefined> {
    const { controller, action, host } = source;
    const declared = handlerLoader(controller, action) ?? (asksForObject ? classLoader(controller) : undefined);
    if (declared === undefined) return undefined;
    const { value: declaration } = declared;
    const pipes = new Map<string, PipeTransform>();
    for (const [name, pipe] of Object.entries(declaration.pipes)) {
      const found = isPipeClass(pipe) ? await this.injector.find(pipe, host) : { instance: pipe };
      if ('create' in found) {
        throw new PermissionsConfigurationError(
          `@LoadObject(): the pipe of "${name}" is request-scoped; make it a singleton.`,
        );
      }
      pipes.set(name, found.instance);
    }
    try {
      // the types of Nest's `create()` know concrete classes only; an abstract one works as a token
      return new ObjectLoader(declaration, await this.injector.find(declaration.service as never, host), pipes);
    } catch (error) {
      throw new PermissionsConfigurationError(
        `@LoadObject(${declaration.service.name}): ${host.metatype.name} cannot inject it. ` +
          `Provide it there, or import the module that exports it. (${firstLine(error)})`,
      );
    }
  }
}
