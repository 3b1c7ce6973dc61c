import type { ExecutionContext, Type } from '@nestjs/common';
import { type Admission, PermissionsConfigurationError } from '../index.js';
import { type HandlerThrottles, ThrottleBinder } from './throttle-binder.js';
import type { ResolvedThrottlesOptions } from './throttles-options.js';

/** What limits the requests of each handler of an application. */
export class ThrottlePlan {
  private constructor(private readonly byController: ReadonlyMap<Type, ReadonlyMap<unknown, HandlerThrottles>>) {}

  /** @throws PermissionsConfigurationError with everything that is wrong with the throttles of the handlers */
  static async of(admission: Admission, options: ResolvedThrottlesOptions): Promise<ThrottlePlan> {
    const binder = new ThrottleBinder(admission, options);
    const byController = new Map<Type, Map<unknown, HandlerThrottles>>();
    const problems = new Set<string>();
    for (const handler of admission.handlers()) {
      const handlers = byController.get(handler.controller) ?? new Map<unknown, HandlerThrottles>();
      byController.set(handler.controller, handlers);
      // a class in two modules is one class
      if (handlers.has(handler.handler)) continue;
      try {
        handlers.set(handler.handler, await binder.bind(handler));
      } catch (error) {
        if (!(error instanceof PermissionsConfigurationError)) throw error;
        for (const problem of error.problems) problems.add(problem);
      }
    }
    const [first, ...others] = problems;
    if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
    return new ThrottlePlan(byController);
  }

  /**
   * What limits this request.
   * @throws Error for a handler that was not there when the application started
   */
  find(execution: ExecutionContext): HandlerThrottles {
    const [controller, handler] = [execution.getClass(), execution.getHandler()];
    const throttles = this.byController.get(controller)?.get(handler);
    if (throttles !== undefined) return throttles;
    throw new Error(`${controller.name}.${handler.name} was not there when the application started.`);
  }
}
