import type { Type } from '@nestjs/common';
import type { PermissionExpression } from '../composition/expression.js';
import { ACTION_PERMISSIONS, type ActionPermissionsDeclaration } from '../decorators/action-permissions.decorator.js';
import { CHECK_RETURNED, type CheckReturnedOptions } from '../decorators/check-returned.decorator.js';
import { declarationAt } from '../decorators/declaration.js';
import { type InjectedParameter, injectedParameterOf } from '../decorators/injected-parameter.js';
import { LOAD_OBJECT, type LoadObjectDeclaration } from '../decorators/load-object.decorator.js';
import { PERMISSION_ACTION, type PermissionActionOptions } from '../decorators/permission-action.decorator.js';
import { PERMISSIONS } from '../decorators/permissions.decorator.js';
import { classChain } from './class-chain.js';
import type { Handler } from './handler-source.js';

/** A declaration together with the class that makes it. */
export interface Declared<T> {
  readonly owner: Type;
  readonly value: T;
}

/** What most handlers ask for. */
const NOTHING: ReadonlySet<InjectedParameter> = new Set();

const PUBLIC: unique symbol = Symbol.for('@nestjs/authentication:public');

/** `@Permissions` of this method, or of the nearest method that it overrides. */
export function handlerPermissions(controller: Type, action: string): Declared<PermissionExpression> | undefined {
  return declaredOnHandler<PermissionExpression>(PERMISSIONS, controller, action);
}

/** `@Permissions` of this class and of those that it extends, nearest first. */
export function classPermissions(controller: Type): readonly Declared<PermissionExpression>[] {
  return declaredOnClasses<PermissionExpression>(PERMISSIONS, controller);
}

/** `@ActionPermissions` of this class and of those that it extends, nearest first. */
export function actionPermissions(controller: Type): readonly Declared<ActionPermissionsDeclaration>[] {
  return declaredOnClasses<ActionPermissionsDeclaration>(ACTION_PERMISSIONS, controller);
}

/** `@LoadObject` of this method or of the nearest one that it overrides. */
export function handlerLoader(controller: Type, action: string): Declared<LoadObjectDeclaration> | undefined {
  return declaredOnHandler<LoadObjectDeclaration>(LOAD_OBJECT, controller, action);
}

/** `@LoadObject` of the nearest class. */
export function classLoader(controller: Type): Declared<LoadObjectDeclaration> | undefined {
  return declaredOnClasses<LoadObjectDeclaration>(LOAD_OBJECT, controller)[0];
}

/** `@CheckReturned` of this method or of the nearest one that it overrides. */
export function checkReturned(controller: Type, action: string): CheckReturnedOptions | undefined {
  return declaredOnHandler<CheckReturnedOptions>(CHECK_RETURNED, controller, action)?.value;
}

/** `@PermissionAction` of this method or of the nearest one that it overrides. */
export function permissionAction(controller: Type, action: string): PermissionActionOptions {
  return declaredOnHandler<PermissionActionOptions>(PERMISSION_ACTION, controller, action)?.value ?? {};
}

/** What rules are told that an action is called: as `@PermissionAction` says, else as its method. */
export function actionName(controller: Type, action: string): string {
  return permissionAction(controller, action).name ?? action;
}

/** What the parameters of this handler ask the guard for, as Nest will inject them. */
export function injectedParameters(controller: Type, action: string): ReadonlySet<InjectedParameter> {
  const kinds = routeParameters(controller, action)
    .map(({ factory }) => injectedParameterOf(factory))
    .filter((kind) => kind !== undefined);
  return kinds.length === 0 ? NOTHING : new Set(kinds);
}

/** Whether the handler takes the response into its own hands, with `@Res()` or `@Next()`. */
export function answersByItself(controller: Type, action: string): boolean {
  if (!routeParameters(controller, action).some(({ type }) => type === '1' || type === '2')) return false;
  return Reflect.getMetadata('__responsePassthrough__', controller, action) !== true;
}

/**
 * What the official `@nestjs/authentication` says about openness: `true` for a public handler, `false` for one that was
 * taken back. A mark of a class speaks for the handlers that this class itself declares.
 */
export function publicMark(handler: Handler, declaredBy: Type): boolean {
  const ofMethod: unknown = Reflect.getMetadata(PUBLIC, handler);
  if (ofMethod !== undefined) return ofMethod === true;
  return Reflect.getOwnMetadata(PUBLIC, declaredBy) === true;
}

/** The declaration of a kind of this method, or of the nearest method that it overrides. */
export function declaredOnHandler<T>(key: string, controller: Type, action: string): Declared<T> | undefined {
  for (const owner of classChain(controller)) {
    const value = declarationAt(key, { target: owner.prototype as object, property: action });
    if (value !== undefined) return { owner, value: value as T };
  }
  return undefined;
}

/** The declarations of a kind of this class and of those that it extends, nearest first. */
export function declaredOnClasses<T>(key: string, controller: Type): readonly Declared<T>[] {
  return classChain(controller).flatMap((owner) => {
    const value = declarationAt(key, { target: owner, property: undefined });
    return value === undefined ? [] : [{ owner, value: value as T }];
  });
}

interface RouteParameter {
  readonly type: string | undefined;
  readonly factory: unknown;
}

// the keys are `type:index`, where 1 is the response and 2 is next(), or `uid:index` with a factory
function routeParameters(controller: Type, action: string): readonly RouteParameter[] {
  const metadata = (Reflect.getMetadata('__routeArguments__', controller, action) ?? {}) as Record<
    string,
    { factory?: unknown }
  >;
  return Object.entries(metadata).map(([key, { factory }]) => ({ type: key.split(':')[0], factory }));
}
