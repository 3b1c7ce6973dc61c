import { ForbiddenException, Injectable, Scope } from '@nestjs/common';
import { APP_GUARD, ContextIdFactory, ModuleRef, REQUEST } from '@nestjs/core';
import { ours } from '../contenders/ours.mjs';
import { isEditor } from '../contenders/rules.mjs';
import { counters } from '../harness/counters.mjs';
import { decorate, injectable } from '../harness/route.mjs';
import { user } from '../harness/users.mjs';

/** A rule that Nest makes for every request. */
class ScopedRule {
  constructor(request) {
    counters.resolutions++;
    this.request = request;
  }

  allows() {
    return isEditor(this.request.user);
  }
}
decorate(injectable(ScopedRule, REQUEST), [Injectable({ scope: Scope.REQUEST })]);

/** What a good engineer writes: a guard that stays a singleton, and asks Nest for the rule. */
class ResolvingGuard {
  constructor(moduleRef) {
    this.moduleRef = moduleRef;
  }

  async canActivate(execution) {
    const request = execution.getArgByIndex(0);
    const contextId = ContextIdFactory.getByRequest(request);
    this.moduleRef.registerRequestByContextId(request, contextId);
    const rule = await this.moduleRef.resolve(ScopedRule, contextId);
    if (rule.allows()) return true;
    throw new ForbiddenException();
  }
}
injectable(ResolvingGuard, ModuleRef);

function scopedPermission({ BasePermission }) {
  class IsEditor extends BasePermission {
    constructor(request) {
      super();
      counters.resolutions++;
      this.request = request;
    }

    hasPermission() {
      return isEditor(this.request.user);
    }
  }
  return decorate(injectable(IsEditor, REQUEST), [Injectable({ scope: Scope.REQUEST })]);
}

export default {
  title: 'request-scoped permission',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: 403, ask: () => ({ user: user({ roles: ['guest'] }) }) },
  ],
  contenders: {
    'no guard': () => ({}),
    'hand-written': () => ({ providers: [ScopedRule, { provide: APP_GUARD, useClass: ResolvingGuard }] }),
    ours(library) {
      const IsEditor = scopedPermission(library);
      return { ...ours(library, IsEditor), providers: [IsEditor] };
    },
  },
};
