import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { GUARD_MARK } from './audit/authentication-guard.js';
import { objectAccess } from './audit/object-access.js';
import type { AroundDecision, Authorizer } from './authorizer.js';
import type { Outcome } from './composition/verdict.js';
import { invocationOf, storeInvocation } from './context/invocation-store.js';
import { isThenable } from './context/is-thenable.js';
import { isTransport } from './context/readers.js';
import type { Recorded } from './decision/decision.js';
import type { Evaluation } from './decision/evaluation.js';
import type { Maybe } from './decision/maybe.js';
import { RuleFailure } from './decision/rule-failure.js';
import { exceptionFor, type PermissionDenied } from './exceptions.js';
import { Invocation } from './invocation.js';
import { describeHandler } from './policy/handler-source.js';
import { assertAbsent, entityOf, type ObjectLoader } from './policy/object-loader.js';
import type { Policy } from './policy/policy.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import { scopeOf } from './scope/scope-of.js';
import { AUTHORIZER, REGISTRY } from './tokens.js';

/** Whether the handler may run: `true`, or what the client gets, which is thrown but once, as throwing is what costs most. */
type Answer = Maybe<true> | Error;

const NOBODY_ASKED: Recorded = { records: [], chosenTree: () => undefined };

/**
 * Admits a request to its handler, or refuses it: evaluates the policy, loads the object where the policy depends on
 * it, and hands it over. Answers `true` or throws.
 */
@Injectable()
export class PermissionsGuard implements CanActivate {
  static readonly [GUARD_MARK] = true;

  constructor(
    @Inject(AUTHORIZER) private readonly authorizer: Authorizer,
    @Inject(REGISTRY) private readonly registry: PolicyRegistry,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<boolean> {
    const { around } = this.authorizer;
    return around === undefined ? this.decision(execution) : this.surrounded(execution, around);
  }

  // a method of its own: where a function is made, its surroundings are allocated even when it is not
  private surrounded(execution: ExecutionContext, around: AroundDecision): boolean | Promise<boolean> {
    return around(execution, () => this.decision(execution));
  }

  private decision(execution: ExecutionContext): boolean | Promise<boolean> {
    let answer: Answer;
    try {
      answer = this.admit(execution);
    } catch (error) {
      answer = this.failed(error, execution);
    }
    if (answer instanceof Error) throw answer;
    return answer;
  }

  private admit(execution: ExecutionContext): Answer {
    const policy = this.registry.find(execution.getClass(), execution.getHandler(), execution.getType());
    if (policy === undefined) throw unknownHandler(execution);
    if (policy.isOpen) return this.open(policy);
    if (policy.isKept && hasRun(execution)) return true;
    const { getUser } = this.authorizer.options;
    return getUser === undefined
      ? this.decide(policy, execution, policy.reader.user(execution))
      : this.decideFor(getUser(execution), policy, execution);
  }

  private decideFor(user: unknown, policy: Policy, execution: ExecutionContext): Answer {
    if (!isThenable(user)) return this.decide(policy, execution, user);
    return this.later(execution, Promise.resolve(user), (settled) => this.decide(policy, execution, settled));
  }

  private open(tree: Policy): true {
    const { announcer } = this.authorizer;
    if (announcer.isHeard) announcer.announce({ tree, context: undefined }, NOBODY_ASKED, 'granted', undefined);
    return true;
  }

  private decide(policy: Policy, execution: ExecutionContext, user: unknown): Answer {
    const { authorizer } = this;
    const caller = authorizer.callerOf(user);
    const evaluation = authorizer.evaluation(policy, caller, policy.reader, policy.actionName, execution);
    const outcome = authorizer.decide(evaluation);
    // nearly every request
    if (outcome === 'granted' && !policy.isKept && evaluation.records === undefined) return true;
    return outcome instanceof Promise
      ? this.prepareLater(policy, execution, evaluation, outcome)
      : this.prepare(policy, execution, evaluation, outcome);
  }

  private prepareLater(
    policy: Policy,
    execution: ExecutionContext,
    evaluation: Evaluation,
    outcome: Promise<Outcome>,
  ): Answer {
    return this.later(execution, outcome, (settled) => this.prepare(policy, execution, evaluation, settled));
  }

  private prepare(policy: Policy, execution: ExecutionContext, evaluation: Evaluation, outcome: Outcome): Answer {
    if (outcome === 'pending') {
      if (policy.loader === undefined && objectAccess(policy).length === 0) throw withoutObject(policy);
    } else {
      const refusal = this.authorizer.conclude(policy, evaluation, outcome, false);
      if (refusal !== undefined) return this.failed(exceptionFor(refusal), execution);
      if (!policy.isKept) return true;
    }
    const verdict = outcome === 'pending' ? outcome : 'granted';
    const invocation = new Invocation(execution, policy, evaluation, verdict, this.authorizer);
    storeInvocation(policy.reader.carrier(execution), invocation);
    const { loader, injects } = policy;
    if (loader !== undefined && (verdict === 'pending' || injects.has('object'))) {
      return this.load(invocation, loader);
    }
    return injects.has('scope') ? this.scope(invocation) : true;
  }

  private async load(invocation: Invocation, loader: ObjectLoader): Promise<true> {
    const { execution, evaluation } = invocation;
    let answer: Answer;
    try {
      let loaded: unknown;
      try {
        loaded = await loader.load(evaluation.context, evaluation);
      } catch (error) {
        assertAbsent(error);
      }
      answer = this.loaded(invocation, entityOf(loaded));
    } catch (error) {
      answer = this.failed(error, execution);
    }
    if (answer instanceof Error) throw answer;
    return answer;
  }

  private loaded(invocation: Invocation, object: object | undefined): Answer {
    if (object === undefined) return this.failed(invocation.missing(), invocation.execution);
    const refusal = invocation.judge(object);
    if (!(refusal instanceof Promise)) return this.handOver(invocation, object, refusal);
    return this.later(invocation.execution, refusal, (settled) => this.handOver(invocation, object, settled));
  }

  private handOver(invocation: Invocation, object: object, refusal: PermissionDenied | undefined): Answer {
    if (refusal !== undefined) return this.failed(refusal, invocation.execution);
    invocation.object = object;
    return invocation.policy.injects.has('scope') ? this.scope(invocation) : true;
  }

  private scope(invocation: Invocation): Answer {
    const { policy, evaluation, verdict } = invocation;
    // what is granted without an object is granted for every object
    if (verdict === 'granted') return invocation.handOver('all');
    this.authorizer.conclude(policy, evaluation, 'pending', false);
    const term = scopeOf(policy.root, evaluation);
    if (!(term instanceof Promise)) return invocation.handOver(term);
    return this.later(invocation.execution, term, (settled) => invocation.handOver(settled));
  }

  /** Goes on when a promise is settled. One turn for both, going on and refusing: a `catch()` behind would take another. */
  private later<T>(execution: ExecutionContext, promise: Promise<T>, next: (value: T) => Answer): Promise<true> {
    return promise.then(
      (value) => {
        let answer: Answer;
        try {
          answer = next(value);
        } catch (error) {
          answer = this.failed(error, execution);
        }
        if (answer instanceof Error) throw answer;
        return answer;
      },
      (error: unknown) => {
        throw this.failed(error, execution);
      },
    );
  }

  private failed(error: unknown, execution: ExecutionContext): Error {
    return this.authorizer.thrown(error, execution);
  }
}

/** Whether the guard is bound twice, globally and by `@UseGuards()`, and its first run has admitted. */
function hasRun(execution: ExecutionContext): boolean {
  return (invocationOf(execution) as Invocation | undefined)?.execution === execution;
}

function unknownHandler(execution: ExecutionContext): RuleFailure {
  if (!isTransport(execution.getType())) return unknownTransport(execution);
  return new RuleFailure(
    `${execution.getClass().name}.${execution.getHandler().name} was not there when the application started: ` +
      'import its module in the root module, and let no decorator replace its class.',
  );
}

function unknownTransport(execution: ExecutionContext): RuleFailure {
  return new RuleFailure(
    `${execution.getClass().name}.${execution.getHandler().name} was reached over "${execution.getType()}", ` +
      'which PermissionsGuard does not know; nobody is admitted.',
  );
}

function withoutObject(policy: Policy): RuleFailure {
  return new RuleFailure(
    `${describeHandler(policy)}: ${policy.description} depends on an object, and nothing loads one. Write @LoadObject() on it.`,
  );
}
