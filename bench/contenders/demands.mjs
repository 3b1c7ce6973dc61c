import { ForbiddenException } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { injectable } from '../harness/route.mjs';

/** What rules read of a request, and cannot change. */
class Context {
  #user;

  constructor(user) {
    this.#user = user;
  }

  get user() {
    return this.#user;
  }
}

/** The user, where somebody is known by it: its own property of the request, settled, not refused, and with an id of its own. */
function judged(user) {
  if (typeof user !== 'object' || user === null || typeof user.then === 'function') return null;
  if ('isAuthenticated' in user && user.isAuthenticated === false) return null;
  return Object.hasOwn(user, 'id') && user.id !== '' && user.id !== null ? user : null;
}

/**
 * A guard written by hand for one rule that does what the library promises, one promise after the other.
 * @param asked instances of permission classes, each with the answer that admits
 * @param demands which promises it keeps: `own` and `judged` users, a `context` for the rules, `own contexts` for each, or one
 * that is `frozen`
 */
export function guardThat(asked, ...demands) {
  const [own, judges, contexts, frozen] = ['own', 'judged', 'own contexts', 'frozen'].map((each) =>
    demands.includes(each),
  );
  class DemandingGuard {
    canActivate(execution) {
      const request = execution.getArgByIndex(0);
      const candidate = own && !Object.hasOwn(request, 'user') ? undefined : request.user;
      const user = judges ? judged(candidate) : (candidate ?? null);
      let context = new Context(user);
      if (frozen) Object.freeze(context);
      for (let index = 0; index < asked.length; index++) {
        if (contexts && index > 0) context = new Context(user);
        const { permission, admits } = asked[index];
        if (permission.hasPermission(context) !== admits) throw new ForbiddenException();
      }
      return true;
    }
  }
  return { providers: [{ provide: APP_GUARD, useClass: injectable(DemandingGuard) }] };
}
