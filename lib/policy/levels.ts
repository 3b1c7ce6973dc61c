import type { Type } from '@nestjs/common';
import { AllowAny } from '../permission/allow-any.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import { constantTruth } from '../composition/constant-truth.js';
import type { PermissionExpression } from '../composition/expression.js';
import { toExpression } from '../composition/operand.js';
import { classChain } from './class-chain.js';
import { actionPermissions, classPermissions, handlerPermissions, publicMark } from './declarations.js';
import { describeHandler, type HandlerSource } from './handler-source.js';
import type { Level, LevelName } from './level.js';

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
  const { controller, action } = source;
  const chain = classChain(controller);
  const declaredBy = chain.find((each) => Object.hasOwn(each.prototype as object, action)) ?? controller;
  const ofClass = classPermissions(controller);
  const opens = (rule: PermissionExpression): boolean => constantTruth(rule, isSafe(source)) === true;
  // openness of a base class ends where a subclass speaks for all of its handlers
  const endsBelow = (owner: Type): boolean => ofClass.some((each) => chain.indexOf(each.owner) < chain.indexOf(owner));
  const levels: Level[] = [];
  const add = (name: LevelName, owner: string, rule: Level['rule']): void => void levels.push({ name, owner, rule });

  const own = handlerPermissions(controller, action);
  if (own !== undefined && !(opens(own.value) && endsBelow(own.owner))) {
    add('handler', describeHandler({ controller: own.owner, action }), own.value);
  }
  for (const { owner, value } of actionPermissions(controller)) {
    if ('choose' in value) add('action', owner.name, value.choose);
    else {
      const rule = value.actions.get(action);
      if (rule !== undefined && !(opens(rule) && endsBelow(owner))) add('action', owner.name, rule);
    }
  }
  for (const { owner, value } of ofClass) {
    if (!opens(value) || owner === declaredBy) add('class', owner.name, value);
  }
  if (levels.length === 0 && publicMark(controller, source.handler, declaredBy)) add('public', controller.name, OPEN);
  return levels;
}
