import type { Type } from '@nestjs/common';
import { AllowAny } from '../permission/allow-any.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import { constantTruth } from '../composition/constant-truth.js';
import type { PermissionExpression } from '../composition/expression.js';
import { toExpression } from '../composition/operand.js';
import { classChain } from './class-chain.js';
import { actionPermissions, classPermissions, handlerPermissions, publicMark } from './declarations.js';
import { describeHandler, type HandlerSource } from './handler-source.js';
import type { Level } from './level.js';

const OPEN = toExpression(AllowAny, 'the mark of a public handler', 1);

/** Whether the method of a route only reads; `undefined` where it answers to all methods. */
export function isSafe(source: Pick<HandlerSource, 'method'>): boolean | undefined {
  return source.method === undefined ? undefined : SAFE_METHODS.has(source.method);
}

/**
 * What the controller says about a handler, nearest first. Restrictions are inherited; openness, which is a level that
 * grants whatever the request, ends at a subclass that has something to say, or that adds the handler.
 */
export function controllerLevels(source: HandlerSource): readonly Level[] {
  const { controller, handler, action } = source;
  const chain = classChain(controller);
  const ofClass = classPermissions(controller);
  // every handler is a method of some class of the chain
  const declaredBy = chain.find((each) => Object.hasOwn(each.prototype as object, action)) as Type;
  const opens = (rule: PermissionExpression): boolean => constantTruth(rule, isSafe(source)) === true;
  // openness of a base class ends where a subclass speaks for all of its handlers
  const endsBelow = (owner: Type): boolean => ofClass.some((each) => chain.indexOf(each.owner) < chain.indexOf(owner));
  const holds = (rule: PermissionExpression, owner: Type): boolean => !opens(rule) || !endsBelow(owner);

  const own = handlerPermissions(controller, action);
  const ofHandler: readonly Level[] =
    own === undefined || !holds(own.value, own.owner)
      ? []
      : [{ name: 'handler', owner: describeHandler({ controller: own.owner, action }), rule: own.value }];
  const ofActions = actionPermissions(controller).flatMap(({ owner, value }): Level[] => {
    if ('choose' in value) {
      const mayOpen = !endsBelow(owner) && action in (owner.prototype as object);
      return [{ name: 'action', owner: owner.name, choose: value.choose, mayOpen }];
    }
    const rule = value.actions.get(action);
    return rule === undefined || !holds(rule, owner) ? [] : [{ name: 'action', owner: owner.name, rule }];
  });
  const ofClasses = ofClass
    .filter(({ owner, value }) => !opens(value) || owner === declaredBy)
    .map(({ owner, value }): Level => ({ name: 'class', owner: owner.name, rule: value }));
  const declared = [...ofHandler, ...ofActions, ...ofClasses];
  const isPublic = declared.length === 0 && publicMark(handler, declaredBy);
  return isPublic ? [{ name: 'public', owner: controller.name, rule: OPEN }] : declared;
}
