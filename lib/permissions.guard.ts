import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { GUARD_MARK } from './audit/authentication-guard.js';
import { objectAccess } from './audit/object-access.js';
import type { Authorizer } from './authorizer.js';
import type { Outcome } from './composition/verdict.js';
import { invocationOf, storeInvocation } from './context/invocation-store.js';
import { readerOf } from './context/reader-of.js';
import type { TransportReader } from './context/transport-reader.js';
import type { Recorded } from './decision/decision.js';
import { evaluate } from './decision/evaluate.js';
import type { Evaluation } from './decision/evaluation.js';
import type { Maybe } from './decision/maybe.js';
import { RuleFailure } from './decision/rule-failure.js';
import { isThenable } from './decision/settle.js';
import { exceptionFor, type PermissionDenied } from './exceptions.js';
import { Invocation } from './invocation.js';
import { describeHandler } from './policy/handler-source.js';
import type { Policy } from './policy/policy.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import { scopeOf } from './scope/scope-of.js';
import { AUTHORIZER, REGISTRY } from './tokens.js';

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
    try {
      return this.admit(execution);
    } catch (error) {
      return this.refuse(error, execution);
    }
  }

  private admit(execution: ExecutionContext): Maybe<true> {
    const policy = this.registry.find(execution.getClass(), execution.getHandler());
    if (policy === undefined) throw unknownHandler(execution);
    const { root, handsOver } = policy;
    if (root.kind === 'constant' && root.outcome === 'granted' && !handsOver) return this.open(policy);
    const reader = readerOf(execution);
    if (reader === undefined) throw unknownTransport(execution);
    // bound twice, globally and by @UseGuards(): the first run has decided
    if ((handsOver || policy.remembers) && (invocationOf(execution) as Invocation | undefined)?.execution === execution)
      return true;
    const { getUser } = this.authorizer.options;
    if (getUser === undefined) return this.decide(policy, execution, reader, reader.user(execution));
    const user = getUser(execution);
    if (!isThenable(user)) return this.decide(policy, execution, reader, user);
    return this.later(execution, Promise.resolve(user), (settled) => this.decide(policy, execution, reader, settled));
  }

  private open(tree: Policy): true {
    const { announcer } = this.authorizer;
    if (announcer.isHeard) announcer.announce({ tree, context: undefined }, NOBODY_ASKED, 'granted', undefined);
    return true;
  }

  private decide(policy: Policy, execution: ExecutionContext, reader: TransportReader, user: unknown): Maybe<true> {
    const { authorizer } = this;
    const context = authorizer.contextOf(authorizer.callerOf(user), reader, policy.action, execution);
    const evaluation = authorizer.evaluation(context, policy);
    const outcome = evaluate(policy.root, evaluation);
    if (!(outcome instanceof Promise)) return this.prepare(policy, execution, evaluation, outcome);
    return this.later(execution, outcome, (settled) => this.prepare(policy, execution, evaluation, settled));
  }

  private prepare(policy: Policy, execution: ExecutionContext, evaluation: Evaluation, outcome: Outcome): Maybe<true> {
    if (outcome === 'pending') {
      if (objectAccess(policy).length === 0) throw withoutObject(policy);
    } else {
      const refusal = this.authorizer.conclude(policy, evaluation, outcome, false);
      if (refusal !== undefined) throw exceptionFor(refusal);
      if (!policy.handsOver) return true;
    }
    const verdict = outcome === 'pending' ? outcome : 'granted';
    const invocation = new Invocation(execution, policy, evaluation, verdict, this.authorizer);
    storeInvocation(evaluation.context.request as object, invocation);
    const { loader, injects } = policy;
    if (loader !== undefined && (verdict === 'pending' || injects.has('object'))) {
      const loaded = loader.load(evaluation.context, () => evaluation.contextId());
      return this.later(execution, loaded, (object) => this.loaded(invocation, object));
    }
    return injects.has('scope') ? this.scope(invocation) : true;
  }

  private loaded(invocation: Invocation, object: object | undefined): Maybe<true> {
    if (object === undefined) throw invocation.missing();
    const refusal = invocation.judge(object);
    if (!(refusal instanceof Promise)) return this.handOver(invocation, object, refusal);
    return this.later(invocation.execution, refusal, (settled) => this.handOver(invocation, object, settled));
  }

  private handOver(invocation: Invocation, object: object, refusal: PermissionDenied | undefined): Maybe<true> {
    if (refusal !== undefined) throw refusal;
    invocation.object = object;
    return invocation.policy.injects.has('scope') ? this.scope(invocation) : true;
  }

  private scope(invocation: Invocation): Maybe<true> {
    const { policy, evaluation } = invocation;
    if (invocation.verdict === 'pending') this.authorizer.conclude(policy, evaluation, 'pending', false);
    const term = scopeOf(policy.root, evaluation);
    if (!(term instanceof Promise)) return invocation.handOver(term);
    return this.later(invocation.execution, term, (settled) => invocation.handOver(settled));
  }

  /** Goes on when a promise is settled. One turn for both, going on and refusing: a `catch()` behind would take another. */
  private later<T>(execution: ExecutionContext, promise: Promise<T>, next: (value: T) => Maybe<true>): Promise<true> {
    return promise.then(
      (value) => {
        try {
          return next(value);
        } catch (error) {
          return this.refuse(error, execution);
        }
      },
      (error: unknown) => this.refuse(error, execution),
    );
  }

  private refuse(error: unknown, execution: ExecutionContext): never {
    throw this.authorizer.thrown(error, execution);
  }
}

function unknownHandler(execution: ExecutionContext): RuleFailure {
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
