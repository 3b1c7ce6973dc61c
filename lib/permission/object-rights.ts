import type { PermissionContext } from '../context/permission-context.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import type { PermissionAnswer } from './base-permission.js';
import type { CodedCall } from './coded-call.js';
import { CodedPermission } from './coded-permission.js';
import { CONSTANT } from './constant.js';
import { deny } from './deny.js';
import { LISTED } from './listed.js';
import { METHOD_NOT_ALLOWED } from './method-not-allowed.js';

/** How the rights on an object relate to those on its resource as a whole: instead of them, beside them, or on top. */
export type RightsRelation = 'object-only' | 'model-or-object' | 'model-and-object';

const HIDDEN = deny({ hide: true });

/** Lets in users who hold the codes of the method on the object itself. Where they need none, others let them in. */
export class ObjectRights extends CodedPermission<object> {
  constructor(
    call: CodedCall,
    private readonly relation: RightsRelation,
  ) {
    super(call);
  }

  override hasPermission(context: PermissionContext): PermissionAnswer {
    if (context.user === null) return false;
    const codes = this.codes.for(context.method);
    return codes === undefined ? METHOD_NOT_ALLOWED : codes.length > 0;
  }

  /** Refuses as if there were no such object, unless the user may at least read it. */
  override async hasObjectPermission(context: PermissionContext, object: object): Promise<PermissionAnswer> {
    if (await context.hasPermissions(this.needed(context), object)) return true;
    return (await this.mayRead(context, object)) ? false : HIDDEN;
  }

  [LISTED](context: PermissionContext): unknown {
    return context.permittedObjects(this.needed(context), this.codes.resource);
  }

  [CONSTANT](safe: boolean | undefined): boolean | undefined {
    return safe === true && this.codes.readsFreely ? false : undefined;
  }

  private async mayRead(context: PermissionContext, object: object): Promise<boolean> {
    if (SAFE_METHODS.has(context.method)) return false;
    if (this.codes.readsFreely) return true;
    const { reading } = this.codes;
    if (this.relation === 'object-only') return context.hasPermissions(reading, object);
    const enough = this.relation === 'model-or-object';
    const ofResource = await context.hasPermissions(reading);
    return ofResource === enough ? enough : context.hasPermissions(reading, object);
  }
}
