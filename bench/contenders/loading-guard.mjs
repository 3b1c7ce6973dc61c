import {
  createParamDecorator,
  ForbiddenException,
  NotFoundException,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { injectable } from '../harness/route.mjs';
import { ThingsService } from './things.mjs';
import { withoutStack } from './without-stack.mjs';

const RULE = 'bench:object-rule';
const LOADED = Symbol('loaded');

/** What refuses, by the way in which it refuses. */
const refusals = {
  status(user) {
    throw user === undefined ? new UnauthorizedException() : new ForbiddenException();
  },
  hidden() {
    throw new NotFoundException();
  },
  stackless() {
    throw withoutStack(NotFoundException);
  },
  false: () => false,
};

/** What a good engineer writes: loads once, checks, and leaves the entity for the handler. */
const guardThat = (refuse) => {
  class LoadingGuard {
    rules = new WeakMap();

    constructor(reflector, things) {
      this.reflector = reflector;
      this.things = things;
    }

    async canActivate(execution) {
      const handler = execution.getHandler();
      let rule = this.rules.get(handler);
      if (rule === undefined) {
        rule = this.reflector.getAllAndOverride(RULE, [handler, execution.getClass()]);
        this.rules.set(handler, rule);
      }
      const request = execution.getArgByIndex(0);
      const thing = await this.things.findOne(request.params.id);
      if (thing === undefined) throw new NotFoundException();
      if (!rule(request.user, thing)) return refuse(request.user);
      leave(request, thing);
      return true;
    }
  }
  return injectable(LoadingGuard, Reflector, ThingsService);
};

/** Leaves an entity for the handler. */
export function leave(request, thing) {
  request[LOADED] = thing;
}

/** Injects what was left. */
export const Loaded = createParamDecorator((_data, execution) => execution.getArgByIndex(0)[LOADED]);

/** @param refusal how this guard says no: `status`, `hidden`, `stackless`, or `false` */
export const loadingGuard = (rule, refusal = 'status') => ({
  on: [SetMetadata(RULE, rule)],
  parameters: [Loaded()],
  handle: (thing) => thing,
  providers: [ThingsService, { provide: APP_GUARD, useClass: guardThat(refusals[refusal]) }],
});

/** The library doing the same. */
export const loadingOurs = (library, permission, options) => ({
  on: [
    library.Permissions(permission),
    library.LoadObject(ThingsService, (things, { id }) => things.findOne(id), options),
  ],
  parameters: [library.LoadedObject()],
  handle: (thing) => thing,
  imports: [library.PermissionsModule.forRoot()],
  providers: [ThingsService],
});
