import type { ExecutionContext } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { Admission } from '../index.js';
import type { AppliedLimit, BoundThrottle, Caller } from './bound-throttle.js';
import { type AddressedRequest, clientAddress } from './client-address.js';
import type { ThrottleAsker } from './throttle-asker.js';
import type { HandlerThrottles } from './throttle-binder.js';
import type { ThrottlePlan } from './throttle-plan.js';
import { Throttled } from './throttled.exception.js';
import type { ResolvedThrottlesOptions } from './throttles-options.js';
import { userKey } from './user-key.js';

/** Limits requests: of an address before all guards, of a user around the decision about permissions. */
export class Throttling {
  // a guard that is bound twice decides once, and so do we
  private readonly asked = new WeakSet<ExecutionContext>();

  constructor(
    private readonly plan: ThrottlePlan,
    private readonly admission: Admission,
    private readonly asker: ThrottleAsker,
    private readonly options: ResolvedThrottlesOptions,
    private readonly adapters: HttpAdapterHost,
  ) {}

  /** @throws Throttled or ServiceUnavailableException, by rejection too, when the address may not go on */
  beforeAuthentication(execution: ExecutionContext): true | Promise<true> {
    if (execution.getType() !== 'http') return true;
    const throttles = this.plan.find(execution)['before-authentication'];
    if (throttles.length === 0) return true;
    return this.ask(throttles, execution, undefined);
  }

  /** @throws as {@link beforeAuthentication} when the user may not go on, and as `decide` */
  aroundPermissions(execution: ExecutionContext, decide: () => boolean | Promise<boolean>): boolean | Promise<boolean> {
    if (execution.getType() !== 'http' || this.asked.has(execution)) return decide();
    const throttles = this.plan.find(execution);
    if (throttles['before-permissions'].length + throttles['after-permissions'].length === 0) return decide();
    this.asked.add(execution);
    return this.decideWithin(throttles, execution, decide);
  }

  private async decideWithin(
    throttles: HandlerThrottles,
    execution: ExecutionContext,
    decide: () => boolean | Promise<boolean>,
  ): Promise<boolean> {
    try {
      const caller = await this.admission.callerOf(execution);
      await this.ask(throttles['before-permissions'], execution, caller);
      const granted = await decide();
      await this.ask(throttles['after-permissions'], execution, caller);
      return granted;
    } catch (error) {
      throw this.admission.thrown(error, execution);
    }
  }

  private async ask(
    throttles: readonly BoundThrottle[],
    execution: ExecutionContext,
    caller: Caller | undefined,
  ): Promise<true> {
    const [request, response] = execution.getArgs<[AddressedRequest, unknown]>();
    const isUser = caller !== undefined && caller.user !== null;
    const who = isUser ? userKey(caller.userId) : ['address', clientAddress(request, this.options)];
    const limits: AppliedLimit[] = [];
    for (const throttle of throttles) {
      const limit = await throttle.limitFor(who, execution, caller);
      if (limit !== null) limits.push(limit);
    }
    try {
      await this.asker.ask(limits);
      return true;
    } catch (error) {
      if (error instanceof Throttled && error.retryAfter !== undefined) {
        this.adapters.httpAdapter.setHeader(response, 'Retry-After', String(error.retryAfter));
      }
      throw error;
    }
  }
}
