import { type ExecutionContext, HttpException, Logger } from '@nestjs/common';
import { type ContextId, ContextIdFactory, type HttpAdapterHost, type ModuleRef } from '@nestjs/core';
import { Announcer } from './decision/announcer.js';
import type { Denial, Outcome } from './composition/verdict.js';
import { type Caller, callerOf, NAMELESS } from './context/caller.js';
import { PermissionContext } from './context/permission-context.js';
import type { ContextSource } from './context/transport-reader.js';
import type { DynamicTrees } from './decision/dynamic-trees.js';
import { Evaluation, type EvaluationSettings, type LeafRecord, type Remembered } from './decision/evaluation.js';
import { printableError, stackOf } from './decision/printable.js';
import { type Refusal, refusalOf } from './decision/refusal.js';
import { RuleFailure } from './decision/rule-failure.js';
import { failureOf, isHttpError } from './decision/settle.js';
import { NotAuthenticated } from './exceptions.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import type { Policy, PolicyTree } from './policy/policy.js';
import type { ResolvedOptions } from './resolve-options.js';

/** What the guard and the service share: who asks, how a question is evaluated, and what a no looks like. */
export class Authorizer {
  private readonly logger = new Logger('Permissions');
  private readonly hinted = new Set<string>();
  private readonly settings: EvaluationSettings;
  readonly announcer: Announcer;

  constructor(
    readonly options: ResolvedOptions,
    dynamicTrees: DynamicTrees,
    private readonly moduleRef: ModuleRef,
    private readonly adapters: HttpAdapterHost,
  ) {
    const contextIdOf = (context: PermissionContext): ContextId => this.contextIdOf(context);
    this.announcer = new Announcer(options.explain);
    this.settings = { ruleTimeoutMs: options.ruleTimeoutMs, dynamicTrees, contextIdOf };
  }

  /** Judges what authentication left. */
  callerOf(candidate: unknown): Caller {
    let caller: Caller;
    try {
      caller = callerOf(candidate, this.options.users);
    } catch (error) {
      throw failureOf(error, 'Reading the user');
    }
    if (caller === NAMELESS) {
      this.hint('A user without an id counts as anonymous. Tell where the id is: forRoot({ getUserId: (user) => … }).');
    }
    return caller;
  }

  /** The question that the rules are asked. */
  contextOf(caller: Caller, source: ContextSource, action: string, execution?: ExecutionContext): PermissionContext {
    return new PermissionContext(caller, this.options.users, source, action, execution);
  }

  /**
   * Begins an evaluation.
   * @param records where a trace is collected; by default somewhere when anybody wants one
   */
  evaluation(
    context: PermissionContext,
    tree: Remembered,
    records: LeafRecord[] | undefined = this.announcer.isHeard ? [] : undefined,
  ): Evaluation {
    return new Evaluation(context, this.settings, tree, records);
  }

  /** Ends a decision: tells those who want to know, and answers what a client would get where it is a refusal. */
  conclude(
    tree: Policy | PolicyTree,
    evaluation: Evaluation,
    outcome: Outcome,
    withObject: boolean,
  ): Refusal | undefined {
    const { context, records } = evaluation;
    const refusal =
      typeof outcome === 'object' ? this.refusalOf(outcome, context.user === null, tree, withObject) : undefined;
    if (records !== undefined) this.announcer.announce({ tree, context }, evaluation, outcome, refusal);
    return refusal;
  }

  /** What a client gets for a denial. */
  refusalOf(denial: Denial, anonymous: boolean, tree: Policy | PolicyTree, withObject: boolean): Refusal {
    const ofLoader = 'loader' in tree ? tree.loader?.denyObjectAs : undefined;
    return refusalOf(denial, { anonymous, withObject, denyObjectAs: ofLoader ?? this.options.denyObjectAs });
  }

  /**
   * What to throw for what was thrown on the way to a decision. The log tells what the client must not learn.
   * @param execution the request that is answered; none outside of a request
   */
  thrown(error: unknown, execution?: ExecutionContext): unknown {
    if (error instanceof NotAuthenticated && execution !== undefined) this.challenge(execution);
    if (isHttpError(error) || error instanceof PermissionsConfigurationError) return error;
    // nothing else goes to the client as it is: Nest's own filter answers any `statusCode` that it finds on an error
    const failure = error instanceof RuleFailure ? error : new RuleFailure(wordsFor(error), 500, { cause: error });
    this.logger.error(failure.message, stackOf(failure.cause));
    const message = failure.status === 503 ? 'Service unavailable' : 'Internal server error';
    return new HttpException({ statusCode: failure.status, message }, failure.status, { cause: failure });
  }

  /** Logs a remedy, once. */
  hint(text: string): void {
    if (this.hinted.has(text)) return;
    this.hinted.add(text);
    this.logger.warn(text);
  }

  private challenge(execution: ExecutionContext): void {
    const [request, response] = execution.getArgs<[object, unknown]>();
    if (!Object.hasOwn(request, 'user') && 'user' in request) {
      this.hint(
        'The request has a user, but not of its own. Tell where it is: forRoot({ getUser: (execution) => … }).',
      );
    }
    this.adapters.httpAdapter.setHeader(response, 'WWW-Authenticate', this.options.challenge);
  }

  private contextIdOf(context: PermissionContext): ContextId {
    const request: unknown = context.transport === undefined ? undefined : context.request;
    if (request === undefined) return ContextIdFactory.create();
    const contextId = ContextIdFactory.getByRequest(request as object) as ContextId & { payload?: unknown };
    // a controller that is itself request-scoped has registered its request already; once more is the same
    this.moduleRef.registerRequestByContextId(contextId.payload ?? request, contextId);
    return contextId;
  }
}

function wordsFor(error: unknown): string {
  return `What loads the object, or reads the user, threw ${printableError(error)}`;
}
