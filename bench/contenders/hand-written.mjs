import { ForbiddenException, SetMetadata, UnauthorizedException, UseGuards } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { injectable } from '../harness/route.mjs';

const RULE = 'bench:rule';

function refuse(user) {
  throw user === undefined ? new UnauthorizedException() : new ForbiddenException();
}

/** What a good engineer writes: one guard for the application, synchronous, that reads the rule of a handler once. */
class RuleGuard {
  rules = new WeakMap();

  constructor(reflector) {
    this.reflector = reflector;
  }

  canActivate(execution) {
    const handler = execution.getHandler();
    let rule = this.rules.get(handler);
    if (rule === undefined) {
      rule = this.reflector.getAllAndOverride(RULE, [handler, execution.getClass()]);
      this.rules.set(handler, rule);
    }
    const request = execution.getArgByIndex(0);
    return rule(request.user, request) ? true : refuse(request.user);
  }
}
injectable(RuleGuard, Reflector);

/** The rule as a function in the handler's metadata, asked by a guard of the whole application. */
export const handWritten = (rule) => ({
  on: [SetMetadata(RULE, rule)],
  providers: [{ provide: APP_GUARD, useClass: RuleGuard }],
});

/** The rule in a guard of its own on the one handler: nothing is looked up. The least that a guard can cost. */
export const inline = (rule) => ({
  on: [
    UseGuards({
      canActivate(execution) {
        const request = execution.getArgByIndex(0);
        return rule(request.user, request) ? true : refuse(request.user);
      },
    }),
  ],
});

/** A guard that lets everybody in: what Nest takes for having one. */
export const empty = () => ({ on: [UseGuards({ canActivate: () => true })] });
