import type { AuditedHandler, PermissionsService, PermissionTarget } from '../index.js';
import { CONDITION_TEXT } from './condition-text.js';
import { failureReason } from './failure-reason.js';
import type { MatrixCell } from './matrix-cell.js';

/** Asks for one handler what the guard would ask for a request. Nothing of the handler runs but its rules. */
export class MatrixJudge {
  constructor(
    private readonly service: PermissionsService,
    private readonly handler: AuditedHandler,
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
    const { object, permissions } = this.handler;
    if (object.length === 0)
      return { verdict: 'error', message: `${permissions} depends on an object, and nothing loads one.` };
    if (object.some((way) => way !== 'scope')) return { verdict: 'object' };
    const scope = await this.service.scope(this.target, user);
    return { verdict: 'list', where: scope.translate(CONDITION_TEXT) };
  }
}
