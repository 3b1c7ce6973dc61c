import type { ExecutionContext } from '@nestjs/common';
import type { Authorizer } from './authorizer.js';
import type { Outcome } from './composition/verdict.js';
import type { HandedOver } from './context/invocation-store.js';
import { isThenable } from './context/is-thenable.js';
import { type Evaluation, subjectOf } from './decision/evaluation.js';
import { chain, type Maybe } from './decision/maybe.js';
import { missing } from './decision/refusal.js';
import { RuleFailure } from './decision/rule-failure.js';
import { exceptionFor, type PermissionDenied } from './exceptions.js';
import { describeHandler } from './policy/handler-source.js';
import type { Policy } from './policy/policy.js';
import { Scope } from './scope/scope.js';
import type { ScopeTerm } from './scope/formula.js';

/** One run of a handler: what the guard decided, what it hands over, and what is still to be checked. */
export class Invocation implements HandedOver {
  object: unknown = undefined;
  scope: unknown = undefined;
  private refusal: Error | undefined = undefined;
  private answered = false;
  private running: Set<Promise<unknown>> | undefined;

  constructor(
    readonly execution: ExecutionContext,
    readonly policy: Policy,
    readonly evaluation: Evaluation,
    /** The verdict of the request phase. */
    readonly verdict: 'granted' | 'pending',
    private readonly authorizer: Authorizer,
  ) {}

  /** Judges an object for `@CheckObject()`. */
  get check(): (candidate: unknown) => Promise<unknown> {
    return (candidate) => {
      try {
        const checked = isThenable(candidate)
          ? Promise.resolve(candidate).then((object) => this.checked(object))
          : this.checked(candidate);
        return checked instanceof Promise ? this.awaited(checked) : Promise.resolve(checked);
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
        return this.awaited(Promise.reject(error));
      }
    };
  }

  /** Hands a scope over; using it counts as having asked. */
  handOver(term: ScopeTerm): true {
    this.scope = new Scope(term, () => {
      this.answered = true;
    });
    return true;
  }

  /** Judges one object: `undefined` when it may be used, else the exception of the refusal. */
  judge(object: object): Maybe<PermissionDenied | undefined> {
    if (this.verdict === 'granted') return undefined;
    // of an object that was changed, no rule and no backend may be taken at an earlier word
    this.evaluation.rights?.forget(object);
    const outcome = this.authorizer.decide(this.evaluation, subjectOf(object));
    if (outcome instanceof Promise) return outcome.then((settled) => this.refusalFor(settled));
    return this.refusalFor(outcome);
  }

  /** The exception for an object that is not there. */
  missing(): PermissionDenied {
    return exceptionFor(missing());
  }

  /** What to throw for what went wrong in this invocation. */
  thrown(error: unknown): Error {
    return this.authorizer.thrown(error, this.execution);
  }

  /** What to throw for an error of the handler: a refusal of a check is final, whatever the handler made of it. */
  failed(error: unknown): unknown {
    return this.refusal ?? error;
  }

  /**
   * Ends the invocation: waits for checks that the handler did not await, and holds the answer back when one refused, or
   * when the verdict depends on an object and the handler asked about none.
   */
  complete(answer: unknown): Maybe<unknown> {
    const { running } = this;
    if (running !== undefined && running.size > 0) return Promise.allSettled(running).then(() => this.complete(answer));
    if (this.refusal !== undefined) throw this.failed(undefined);
    if (this.verdict === 'pending' && !this.answered && this.policy.loader === undefined) throw this.unchecked();
    return answer;
  }

  private checked(object: unknown): Maybe<object> {
    if (object === null || object === undefined) throw this.missing();
    if (typeof object !== 'object' || Array.isArray(object))
      throw this.failure('check() takes one object; check items one by one');
    return chain(this.judge(object), (refusal) => {
      if (refusal !== undefined) throw refusal;
      this.answered = true;
      return object;
    });
  }

  /** Has the end wait for a check that a handler may forget to await. */
  private awaited(checking: Promise<object>): Promise<object> {
    const running = (this.running ??= new Set());
    const checked = checking.catch((error: unknown) => {
      const thrown = this.thrown(error);
      this.refusal ??= thrown;
      throw thrown;
    });
    const done = (): unknown => running.delete(checked);
    // complete() answers a refusal, which must not bring the process down
    checked.then(done, done);
    running.add(checked);
    return checked;
  }

  private refusalFor(outcome: Outcome): PermissionDenied | undefined {
    if (outcome === 'granted' && this.evaluation.records === undefined) return undefined;
    // with an object every leaf has answered: nothing is pending, and what is not granted is refused
    const refusal = this.authorizer.conclude(this.policy, this.evaluation, outcome, true);
    return refusal === undefined ? undefined : exceptionFor(refusal);
  }

  private unchecked(): Error {
    const asked = this.policy.injects.has('scope')
      ? 'used its scope: filter with it, or say scope.skip(reason)'
      : 'called check()';
    return this.thrown(
      this.failure(`${this.policy.description} depends on an object, and the handler ended without having ${asked}`),
    );
  }

  private failure(problem: string): RuleFailure {
    return new RuleFailure(`${describeHandler(this.policy)}: ${problem}.`);
  }
}
