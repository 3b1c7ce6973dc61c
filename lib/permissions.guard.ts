import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { GUARD_MARK } from './audit/authentication-guard.js';
import { objectAccess } from './audit/object-access.js';
import type { Authorizer } from './authorizer.js';
import type { Outcome } from './composition/verdict.js';
import { invocationOf, storeInvocation } from './context/invocation-store.js';
import { readerOf } from './context/reader-of.js';
import { RequestSource } from './context/request-source.js';
import type { TransportReader } from './context/transport-reader.js';
import { chain } from './decision/ask-leaf.js';
import { evaluate } from './decision/evaluate.js';
import type { Evaluation, Maybe } from './decision/evaluation.js';
import { RuleFailure } from './decision/rule-failure.js';
import { isThenable } from './decision/settle.js';
import { Invocation } from './invocation.js';
import { describeHandler } from './policy/handler-source.js';
import type { Policy } from './policy/policy.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import { scopeOf } from './scope/scope-of.js';
import { AUTHORIZER, REGISTRY } from './tokens.js';

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
      const admitted = this.admit(execution);
      return admitted === true ? true : admitted.catch((error: unknown) => this.refuse(error, execution));
    } catch (error) {
      return this.refuse(error, execution);
    }
  }

  private admit(execution: ExecutionContext): Maybe<true> {
    const policy = this.registry.find(execution.getClass(), execution.getHandler());
    if (policy === undefined) throw unknownHandler(execution);
    const open = policy.root.kind === 'constant' && policy.root.outcome === 'granted';
    if (open && policy.injects.size === 0 && policy.checkReturned === undefined) return true;
    const reader = readerOf(execution);
    if (reader === undefined) throw unknownTransport(execution);
    // bound twice, globally and by @UseGuards(): the first run has decided
    if ((invocationOf(execution) as Invocation | undefined)?.execution === execution) return true;
    const { getUser } = this.authorizer.options;
    const user = getUser === undefined ? reader.user(execution) : getUser(execution);
    if (getUser !== undefined && isThenable(user)) {
      return Promise.resolve(user).then((settled) => this.decide(policy, execution, reader, settled));
    }
    return this.decide(policy, execution, reader, user);
  }

  private decide(policy: Policy, execution: ExecutionContext, reader: TransportReader, user: unknown): Maybe<true> {
    const caller = this.authorizer.callerOf(user);
    const source = new RequestSource(reader, execution);
    const evaluation = this.authorizer.evaluation(caller, source, policy.action, policy.remembers);
    return chain(evaluate(policy.root, evaluation), (outcome) => this.prepare(policy, execution, evaluation, outcome));
  }

  private prepare(policy: Policy, execution: ExecutionContext, evaluation: Evaluation, outcome: Outcome): Maybe<true> {
    if (typeof outcome === 'object') throw this.authorizer.refused(outcome, evaluation, false);
    if (outcome === 'granted' && policy.injects.size === 0 && policy.checkReturned === undefined) return true;
    const invocation = new Invocation(execution, policy, evaluation, outcome, this.authorizer);
    const wantsObject = policy.injects.has('object') || (outcome === 'pending' && policy.loader !== undefined);
    const admitted = chain(wantsObject ? this.load(invocation) : true, () =>
      policy.injects.has('scope') ? this.scope(invocation) : true,
    );
    if (outcome === 'pending' && objectAccess(policy).length === 0) throw withoutObject(policy);
    storeInvocation(evaluation.context.request as object, invocation);
    return admitted;
  }

  private async load(invocation: Invocation): Promise<true> {
    const { policy, evaluation } = invocation;
    const object = await policy.loader?.load(evaluation.context, () => evaluation.contextId());
    if (object === undefined) throw invocation.missing();
    const refusal = await invocation.judge(object);
    if (refusal !== undefined) throw refusal;
    invocation.object = object;
    return true;
  }

  private scope(invocation: Invocation): Maybe<true> {
    return chain(scopeOf(invocation.policy.root, invocation.evaluation), (term) => {
      invocation.handOver(term);
      return true as const;
    });
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
