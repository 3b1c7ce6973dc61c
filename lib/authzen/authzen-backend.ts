import { Logger, ServiceUnavailableException } from '@nestjs/common';
import type { PermissionBackend } from '../index.js';
import { DecisionPoint } from './decision-point.js';
import { decisionOf, decisionsOf } from './decisions.js';
import { type EvaluationRequest, evaluationRequests } from './evaluation-requests.js';
import type { NoAnswer } from './no-answer.js';
import type { AuthZenBackendOptions } from './options.js';
import { type ResolvedAuthZenOptions, resolveOptions } from './resolve-options.js';
import { within } from './within.js';

/**
 * Asks a decision point that speaks OpenID AuthZEN 1.0, such as Cerbos, about every set of codes. Only its literal
 * `true` grants and only its `false` denies; nothing is cached, and nothing is asked twice.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the users of an application are its own type
export class AuthZenBackend<U extends object = any> implements PermissionBackend<U> {
  private readonly logger = new Logger(AuthZenBackend.name);
  private readonly options: ResolvedAuthZenOptions;
  private readonly decisionPoint: DecisionPoint;

  /** @throws PermissionsConfigurationError for options that are not exactly those that there are */
  constructor(options: AuthZenBackendOptions<U>) {
    this.options = resolveOptions(options);
    this.decisionPoint = new DecisionPoint(this.options);
  }

  /**
   * Whether the user has all of these rights, on the object where there is one.
   * @throws ServiceUnavailableException where the decision point gives no answer; the log says why, its `cause` too
   */
  async hasPermissions(user: U, codes: readonly string[], object?: object): Promise<boolean> {
    const requests = evaluationRequests(this.options, user, codes, object);
    try {
      return await within(this.options.timeoutMs, (signal) => this.allGranted(requests, signal));
    } catch (error) {
      throw this.unavailable(error as NoAnswer);
    }
  }

  private async allGranted(requests: readonly EvaluationRequest[], signal: AbortSignal): Promise<boolean> {
    for (const { path, body, count } of requests) {
      const answer = await this.decisionPoint.ask(path, body, signal);
      const decisions = path === 'evaluation' ? [decisionOf(answer)] : decisionsOf(answer, count);
      if (decisions.includes(false)) return false;
    }
    return true;
  }

  private unavailable(cause: NoAnswer): ServiceUnavailableException {
    this.logger.error(`The decision point ${cause.message}.`);
    return new ServiceUnavailableException({ statusCode: 503, message: 'Service unavailable' }, { cause });
  }
}
