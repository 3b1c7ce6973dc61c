import type { ExecutionContext, Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { type ExploredHandler, HandlerExplorer } from './audit/handler-explorer.js';
import type { AroundDecision, Authorizer } from './authorizer.js';
import type { PermissionOperand } from './composition/expression.js';
import { toExpression } from './composition/operand.js';
import type { Caller } from './context/caller.js';
import { httpReader } from './context/http-reader.js';
import { chain, type Maybe } from './decision/maybe.js';
import type { PermissionsModuleExtras } from './options.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { actionName } from './policy/declarations.js';
import { isSafe } from './policy/levels.js';
import { nameOf, TreeBuilder, treeOf } from './policy/tree-builder.js';
import { AUTHORIZER, EXTRAS } from './tokens.js';

/** Asks a permission about the caller of an HTTP request, whose object is not known yet. */
export type RequestQuestion = (caller: Caller, execution: ExecutionContext) => Maybe<boolean>;

/** What the entry points of this package may ask about HTTP requests, and do around the decision of the guard. */
export class Admission {
  constructor(
    private readonly authorizer: Authorizer,
    private readonly builder: TreeBuilder,
    private readonly explorer: HandlerExplorer,
    private readonly globalGuard: boolean,
  ) {}

  /** Every handler of the application that HTTP requests come to, and whether the guard decides about them. */
  handlers(): readonly (ExploredHandler & { readonly guarded: boolean })[] {
    return this.explorer
      .handlers()
      .filter(({ transport }) => transport === 'http')
      .map((handler) => ({ ...handler, guarded: this.globalGuard || handler.namesGuard }));
  }

  /** Runs this around every decision of the guard from now on, on every transport. */
  surround(around: AroundDecision): void {
    this.authorizer.around = around;
  }

  /** Who sends a request, as the guard will see it. */
  callerOf(execution: ExecutionContext): Maybe<Caller> {
    const { getUser } = this.authorizer.options;
    const user = getUser === undefined ? httpReader.user(execution) : getUser(execution);
    return chain(user, (settled) => this.authorizer.callerOf(settled));
  }

  /**
   * Binds a permission that is asked for requests of a handler.
   * @param where its place in words, for messages
   * @throws PermissionsConfigurationError for what is no permission, and for one that depends on an object
   */
  async question(permission: PermissionOperand, handler: ExploredHandler, where: string): Promise<RequestQuestion> {
    const { host, controller } = handler;
    const action = actionName(controller, handler.action);
    const scope = { host, safe: isSafe(handler), inherited: undefined };
    const tree = treeOf(await this.builder.bind(toExpression(permission, where, 1), scope));
    if (tree.canPend) {
      throw new PermissionsConfigurationError(
        `${where}: ${nameOf(tree.declared)} depends on an object, which is not known yet.`,
      );
    }
    return (caller, execution) => {
      const evaluation = this.authorizer.evaluation(tree, caller, httpReader, action, execution);
      const outcome = this.authorizer.decide(evaluation);
      return chain(outcome, (settled) => settled === 'granted');
    };
  }

  /** What to throw for what was thrown around a decision; the log tells what the client must not learn. */
  thrown(error: unknown, execution: ExecutionContext): unknown {
    return this.authorizer.thrown(error, execution);
  }
}

/**
 * Finds what {@link Admission} needs in a running application.
 * @internal
 * @throws PermissionsConfigurationError for an application without PermissionsModule
 */
export function admissionOf(moduleRef: Pick<ModuleRef, 'get'>, caller: string): Admission {
  const find = <T>(token: symbol | Type<T>): T => moduleRef.get<T>(token, { strict: false });
  let authorizer: Authorizer;
  try {
    authorizer = find<Authorizer>(AUTHORIZER);
  } catch {
    throw new PermissionsConfigurationError(`${caller}: the application does not import PermissionsModule.`);
  }
  const { globalGuard } = find<Required<PermissionsModuleExtras>>(EXTRAS);
  return new Admission(authorizer, find(TreeBuilder), find(HandlerExplorer), globalGuard);
}
