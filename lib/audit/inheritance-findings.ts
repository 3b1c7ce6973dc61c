import type { Type } from '@nestjs/common';
import { constantTruth } from '../composition/constant-truth.js';
import type { PermissionExpression } from '../composition/expression.js';
import { mentionsInherited } from '../composition/inherited.js';
import { declarationAt } from '../decorators/declaration.js';
import { PERMISSIONS } from '../decorators/permissions.decorator.js';
import { classChain } from '../policy/class-chain.js';
import { classPermissions, type Declared } from '../policy/declarations.js';
import { describeHandler, type Handler } from '../policy/handler-source.js';
import { isSafe } from '../policy/levels.js';
import type { Policy } from '../policy/policy.js';
import { guardName } from './authentication-guard.js';
import { expressionName, permissionNames } from './expression-name.js';
import { type AuditFinding, finding } from './finding.js';

/** What a handler or its class loses of what the classes declare that it extends. */
export function inheritanceFindings(policy: Policy): readonly AuditFinding[] {
  if (classChain(policy.controller).length === 1) return [];
  return [...droppedByHandler(policy), ...droppedByClass(policy), ...droppedGuards(policy)];
}

function droppedByHandler(policy: Policy): readonly AuditFinding[] {
  const { controller, action } = policy;
  const declared = classChain(controller).flatMap((owner): Declared<PermissionExpression>[] => {
    const value = declarationAt(PERMISSIONS, { target: owner.prototype as object, property: action });
    return value === undefined ? [] : [{ owner, value: value as PermissionExpression }];
  });
  const [nearest, ...overridden] = declared;
  return overridden.flatMap(({ owner, value }) => {
    const dropped = droppedNames(policy, value, (nearest as Declared<PermissionExpression>).value);
    if (dropped.length === 0) return [];
    const message =
      `It overrides ${describeHandler({ controller: owner, action })}, and its @Permissions() replace ` +
      `${expressionName(value)}: ${dropped.join(', ')} asked no more. Repeat what must stay; without @Permissions() of its own it keeps them all.`;
    return [finding('dropped-rules', describeHandler(policy), message)];
  });
}

function droppedByClass(policy: Policy): readonly AuditFinding[] {
  const [nearest, ...outer] = classPermissions(policy.controller);
  if (nearest === undefined || mentionsInherited(nearest.value)) return [];
  return outer.flatMap(({ owner, value }) => {
    const dropped = droppedNames(policy, value, nearest.value);
    if (dropped.length === 0) return [];
    const message =
      `Its @Permissions() replace ${expressionName(value)} of ${owner.name}: ${dropped.join(', ')} asked no more. ` +
      'Write Inherited into its list to keep them.';
    return [finding('dropped-rules', nearest.owner.name, message)];
  });
}

// openness is no rule that one could lose
function droppedNames(policy: Policy, lost: PermissionExpression, kept: PermissionExpression): readonly string[] {
  if (constantTruth(lost, isSafe(policy)) === true) return [];
  const names = permissionNames(kept);
  return permissionNames(lost).filter((name) => !names.includes(name));
}

function droppedGuards(policy: Policy): readonly AuditFinding[] {
  const { controller, action, handler } = policy;
  const kept = guardsOf(handler);
  return overridden(controller, action).flatMap((owner) => {
    const dropped = guardsOf(methodOf(owner, action)).filter((guard) => !kept.includes(guard));
    if (dropped.length === 0) return [];
    const names = dropped.map(guardName).join(', ');
    const message =
      `It overrides ${describeHandler({ controller: owner, action })} and loses its @UseGuards(${names}): ` +
      'Nest keeps guards on the function. Repeat them.';
    return [finding('dropped-guards', describeHandler(policy), message)];
  });
}

/** The classes whose method of this name the handler overrides. */
function overridden(controller: Type, action: string): readonly Type[] {
  return classChain(controller)
    .filter((owner) => Object.hasOwn(owner.prototype as object, action))
    .slice(1);
}

function guardsOf(handler: Handler): readonly unknown[] {
  return (Reflect.getMetadata('__guards__', handler) ?? []) as unknown[];
}

function methodOf(owner: Type, action: string): Handler {
  return (owner.prototype as Record<string, Handler>)[action] as Handler;
}
