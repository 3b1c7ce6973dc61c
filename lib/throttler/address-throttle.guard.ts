import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { runFirst } from '../index.js';
import type { Throttling } from './throttling.js';

/** Limits requests by address, before every other global guard. */
@Injectable()
export class AddressThrottleGuard implements CanActivate {
  private throttling: Throttling | undefined;

  constructor(@Inject(ApplicationConfig) config: ApplicationConfig) {
    // now, as Nest binds the guards of some transports before anything has started
    runFirst(this, config);
  }

  /** Limits from now on. */
  start(throttling: Throttling): void {
    this.throttling = throttling;
  }

  canActivate(execution: ExecutionContext): true | Promise<true> {
    if (this.throttling === undefined) throw new Error('A request came before the application had started.');
    return this.throttling.beforeAuthentication(execution);
  }
}
