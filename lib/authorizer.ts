import { type ExecutionContext, HttpException, Logger } from '@nestjs/common';
import { type ContextId, ContextIdFactory, type HttpAdapterHost, type ModuleRef } from '@nestjs/core';
import { isEventHandler } from './audit/entry-points.js';
import { Announcer } from './decision/announcer.js';
import type { Denial, Outcome } from './composition/verdict.js';
import { type Caller, callerOf, NAMELESS } from './context/caller.js';
import type { PermissionContext } from './context/permission-context.js';
import type { Rights } from './context/rights.js';
import type { ContextSource } from './context/transport-reader.js';
import { decide } from './decision/decide.js';
import type { DynamicTrees } from './decision/dynamic-trees.js';
import { Evaluation, type EvaluationSettings, type LeafRecord, type Subject } from './decision/evaluation.js';
import type { Maybe } from './decision/maybe.js';
import { printableError, stackOf } from './decision/printable.js';
import { type Refusal, refusalOf } from './decision/refusal.js';
import { RuleFailure } from './decision/rule-failure.js';
import { isHttpError } from './decision/settle.js';
import { NotAuthenticated, withoutStack } from './exceptions.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { describeHandler, type Handler } from './policy/handler-source.js';
import type { Policy, PolicyTree } from './policy/policy.js';
import type { ResolvedOptions } from './resolve-options.js';
import type { TransportExceptions } from './transport-exceptions.js';

/** Runs around the decision of a guard: `decide` makes it. What it throws or rejects with refuses the request. */
export type AroundDecision = (execution: ExecutionContext, decide: () => Maybe<boolean>) => Maybe<boolean>;

/** What the guard and the service share: who asks, how a question is evaluated, and what a no looks like. */
export class Authorizer {
  private readonly logger = new Logger('Permissions');
  private readonly hinted = new Set<string>();
  private readonly settings: EvaluationSettings;
  readonly announcer: Announcer;
  /** What an entry point does around every decision. */
  around: AroundDecision | undefined = undefined;

  constructor(
    readonly options: ResolvedOptions,
    rights: Rights,
    dynamicTrees: DynamicTrees,
    private readonly moduleRef: ModuleRef,
    private readonly adapters: HttpAdapterHost,
    private readonly exceptions: TransportExceptions,
  ) {
    const contextIdOf = (context: PermissionContext): ContextId => this.contextIdOf(context);
    this.announcer = new Announcer(options.explain);
    this.settings = {
      users: { ...options.users, rights },
      ruleTimeoutMs: options.ruleTimeoutMs,
      dynamicTrees,
      contextIdOf,
    };
  }

  /**
   * Judges what authentication left.
   * @throws whatever `getUserId` throws, and TypeError for what could identify nobody
   */
  callerOf(candidate: unknown): Caller {
    const caller = callerOf(candidate, this.settings.users);
    if (caller === NAMELESS) this.hint(NAMELESS_HINT);
    return caller;
  }

  /**
   * Begins an evaluation.
   * @param records where a trace is collected; by default somewhere when anybody wants one
   */
  evaluation(
    tree: PolicyTree,
    caller: Caller,
    source: ContextSource,
    action: string,
    execution?: ExecutionContext,
    records: LeafRecord[] | undefined = this.announcer.isHeard ? [] : undefined,
  ): Evaluation {
    return new Evaluation(caller, source, action, execution, this.settings, tree, records);
  }

  /** Decides what the tree says about the request, or about the request and an object. */
  decide(evaluation: Evaluation, subject?: Subject): Maybe<Outcome> {
    return decide(evaluation, subject);
  }

  /** Ends a decision: tells those who want to know, and answers what a client would get where it is a refusal. */
  conclude(
    tree: Policy | PolicyTree,
    evaluation: Evaluation,
    outcome: Outcome,
    withObject: boolean,
  ): Refusal | undefined {
    const { caller, records } = evaluation;
    const refusal =
      typeof outcome === 'object' ? this.refusalOf(outcome, caller.user === null, tree, withObject) : undefined;
    if (records !== undefined)
      this.announcer.announce({ tree, context: evaluation.context }, evaluation, outcome, refusal);
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
  thrown(error: unknown, execution?: ExecutionContext): Error {
    if (execution === undefined) return error instanceof PermissionsConfigurationError ? error : this.httpError(error);
    const transport = execution.getType();
    const httpError = this.httpError(error);
    if (transport === 'http' && error instanceof NotAuthenticated) this.challenge(execution);
    if (transport === 'rpc' && isEventHandler(execution.getHandler() as Handler)) this.unanswered(httpError, execution);
    return this.exceptions.of(httpError, transport);
  }

  /** Logs a remedy, once. */
  hint(text: string): void {
    if (this.hinted.has(text)) return;
    this.hinted.add(text);
    this.logger.warn(text);
  }

  private httpError(error: unknown): HttpException {
    if (isHttpError(error)) return error;
    // nothing else goes to the client as it is: Nest's own filter answers any `statusCode` that it finds on an error
    const failure = error instanceof RuleFailure ? error : new RuleFailure(wordsFor(error), 500, { cause: error });
    this.logger.error(failure.message, stackOf(failure.cause));
    const message = failure.status === 503 ? 'Service unavailable' : 'Internal server error';
    // GraphQL servers send stacks in development
    return withoutStack(
      () => new HttpException({ statusCode: failure.status, message }, failure.status, { cause: failure }),
    );
  }

  // nobody is told that an event was refused
  private unanswered({ message }: HttpException, execution: ExecutionContext): void {
    const handler = { controller: execution.getClass(), action: execution.getHandler().name };
    this.logger.warn(`${describeHandler(handler)}: an event was refused: ${message}`);
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
    const { origin } = context;
    if (origin === undefined) return ContextIdFactory.create();
    const contextId = ContextIdFactory.getByRequest(origin, BEHIND_ORIGIN) as ContextId & { payload?: unknown };
    // a controller that is itself request-scoped has registered its request already; once more is the same
    this.moduleRef.registerRequestByContextId(contextId.payload ?? origin, contextId);
    return contextId;
  }
}

const NAMELESS_HINT =
  'A user without an id counts as anonymous. Tell where the id is: forRoot({ getUserId: (user) => … }).';

// where Nest looks for an id too: `raw` below the requests of Fastify, `req` below the contexts of GraphQL
const BEHIND_ORIGIN: ('raw' | 'req')[] = ['raw', 'req'];

function wordsFor(error: unknown): string {
  return `What loads the object, or reads the user, threw ${printableError(error)}`;
}
