import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { map } from 'rxjs';
import { injectable } from '../harness/route.mjs';
import { leave, Loaded } from './loading-guard.mjs';
import { ThingsService } from './things.mjs';

/** Who asks for what. */
class Question {
  memory = undefined;

  constructor(user, execution, policy) {
    this.user = user;
    this.execution = execution;
    this.policy = policy;
  }
}

/** What rules read of a question, and cannot change. */
class Context {
  #question;

  constructor(question) {
    this.#question = question;
  }

  get user() {
    return this.#question.user;
  }
}

/** Parameters that throw where one is missing, or is no text. */
class StrictParams {
  get(params, name) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (typeof value !== 'string' || value === '') throw new NotFoundException();
    return value;
  }
}

/** The user, where it is the request's own. */
function ownUser(request) {
  return Object.hasOwn(request, 'user') ? request.user : undefined;
}

/** The user, where somebody is known by it: settled, not refused, and with an id. */
function judged(user) {
  if (typeof user !== 'object' || user === null || typeof user.then === 'function') return null;
  if ('isAuthenticated' in user && user.isAuthenticated === false) return null;
  return Object.hasOwn(user, 'id') && user.id !== '' && user.id !== null ? user : null;
}

/**
 * A guard written by hand that does what the library promises, one promise after the other, all of it in one method.
 * @param asked instances of permission classes, each with the answer that admits
 * @param demands which promises it keeps: `own` and `judged` users, the `policy` of the handler of this class on this
 * transport, a context that is the `question` as a whole, `own contexts` for all rules or one that is `frozen`
 */
export function guardThat(asked, ...demands) {
  const all = ['own', 'judged', 'policy', 'question', 'own contexts', 'frozen'];
  const [own, judges, looksUp, questions, contexts, freezes] = all.map((each) => demands.includes(each));
  class DemandingGuard {
    policies = new Map();

    canActivate(execution) {
      let policy;
      if (looksUp) {
        policy = this.policies.get(execution.getHandler());
        if (policy?.controller !== execution.getClass() || policy.transport !== execution.getType())
          policy = this.learn(execution);
      }
      const request = execution.getArgByIndex(0);
      const candidate = own ? ownUser(request) : request.user;
      const user = judges ? judged(candidate) : (candidate ?? null);
      const question = questions ? new Question(user, execution, policy) : { user };
      let context = new Context(question);
      if (freezes) Object.freeze(context);
      for (let index = 0; index < asked.length; index++) {
        if (contexts && index > 0) context = new Context(question);
        const { permission, admits } = asked[index];
        if (permission.hasPermission(context) !== admits) throw new ForbiddenException();
      }
      return true;
    }

    learn(execution) {
      const policy = { controller: execution.getClass(), transport: execution.getType() };
      this.policies.set(execution.getHandler(), policy);
      return policy;
    }
  }
  return { providers: [{ provide: APP_GUARD, useClass: injectable(DemandingGuard) }] };
}

/**
 * A guard written by hand that loads, checks and hands over, and keeps one promise after the other.
 * @param permission an instance of the permission class that is asked
 * @param demands which promises it keeps: users that are the request's own and `judged`, a `question` for the rule, and
 * `strict` parameters for the loader
 */
export function loadingGuardThat(permission, ...demands) {
  const [judges, questions, strict] = ['judged', 'question', 'strict'].map((each) => demands.includes(each));
  class DemandingGuard {
    constructor(things) {
      this.things = things;
    }

    async canActivate(execution) {
      const request = execution.getArgByIndex(0);
      const user = judges ? judged(ownUser(request)) : (request.user ?? null);
      const question = questions ? new Question(user, execution, permission) : { user };
      const params = strict ? new Proxy(request.params, new StrictParams()) : request.params;
      const thing = await this.things.findOne(params.id);
      if (thing === undefined) throw new NotFoundException();
      if (permission.hasObjectPermission(new Context(question), thing) !== true) throw new ForbiddenException();
      leave(request, thing);
      return true;
    }
  }
  return {
    parameters: [Loaded()],
    handle: (thing) => thing,
    providers: [ThingsService, { provide: APP_GUARD, useClass: injectable(DemandingGuard, ThingsService) }],
  };
}

/** An interceptor written by hand that asks a permission class about each thing, with a context of its own. */
export const interceptorThatAsks = (permission) => ({
  intercept(execution, next) {
    const question = new Question(judged(ownUser(execution.getArgByIndex(0))), execution, permission);
    return next.handle().pipe(
      map((things) => {
        for (const thing of things) {
          if (permission.hasObjectPermission(new Context(question), thing) !== true) throw new ForbiddenException();
        }
        return things;
      }),
    );
  },
});
