import type { PermissionContext } from '../context/permission-context.js';
import type { BasePermission } from './base-permission.js';
import type { CodedCall } from './coded-call.js';
import { NamedPermission } from './named-permission.js';
import type { RequiredCodes } from './required-codes.js';

// a registered symbol, so that another copy of this package can tell, too
const NEEDED: unique symbol = Symbol.for('nestjs-permissions:needed-codes');

/** A permission that asks for codes, which depend on the method. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a built-in rule is for the objects of every application
export abstract class CodedPermission<T = any> extends NamedPermission<T> {
  protected readonly codes: RequiredCodes;

  constructor({ label, codes }: CodedCall) {
    super(label, codes.resource);
    this.codes = codes;
  }

  [NEEDED](context: PermissionContext): readonly string[] {
    return this.needed(context);
  }

  /** The codes that this invocation needs. */
  protected needed(context: PermissionContext): readonly string[] {
    return this.codes.for(context.method) ?? [];
  }
}

/** Why a permission that asks for codes said no, in words for a log; `undefined` for every other. */
export function lackedCodes(permission: BasePermission, context: PermissionContext): string | undefined {
  if (!(NEEDED in permission) || context.user === null) return undefined;
  const codes = (permission as CodedPermission)[NEEDED](context);
  if (codes.length === 0) return undefined;
  return `the user does not hold ${codes.length === 1 ? '' : 'all of '}${codes.join(', ')}`;
}
