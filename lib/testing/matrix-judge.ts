import type { PermissionsService, PermissionTarget, Route } from '../index.js';
import { CONDITION_TEXT } from './condition-text.js';
import { failureReason } from './failure-reason.js';
import type { MatrixCell } from './matrix-cell.js';

/** Asks for one handler what the guard would ask for a request. Nothing of the handler runs but its rules. */
export class MatrixJudge {
  constructor(
    private readonly service: PermissionsService,
    private readonly handler: Route,
    private readonly target: PermissionTarget,
  ) {}

  async judge(user: unknown, object?: object): Promise<MatrixCell> {
    if (!this.handler.guarded) return { verdict: 'unguarded' };
    try {
      const { verdict, refusal } = await this.service.explain(this.target, user, object);
      if (refusal !== undefined) return { verdict: 'deny', status: refusal.status, code: refusal.code };
      return verdict === 'granted' ? { verdict: 'allow' } : await this.pending(user);
    } catch (error) {
      return { verdict: 'error', message: failureReason(error) };
    }
  }

  private async pending(user: unknown): Promise<MatrixCell> {
    const { loader, checkReturned, injects, description } = this.handler.policy;
    if (loader !== undefined || checkReturned !== undefined || injects.has('check')) return { verdict: 'object' };
    if (!injects.has('scope'))
      return { verdict: 'error', message: `${description} depends on an object, and nothing loads one.` };
    const scope = await this.service.scope(this.target, user);
    return { verdict: 'list', where: scope.translate(CONDITION_TEXT) };
  }
}
