import { constantTruth } from '../composition/constant-truth.js';
import { EXPRESSION, type PermissionExpression } from '../composition/expression.js';
import { actionPermissions, classPermissions, handlerPermissions } from '../policy/declarations.js';
import { labelOf } from '../permission/named-permission.js';
import { featurePermissions } from '../policy/feature-permissions.js';
import { describeHandler } from '../policy/handler-source.js';
import type { Policy } from '../policy/policy.js';
import { expressionName } from './expression-name.js';
import { APPLICATION, type AuditFinding, finding } from './finding.js';

/** What the application as a whole asks of its handlers. */
export interface ApplicationRules {
  readonly defaults: PermissionExpression;
  readonly required: PermissionExpression | undefined;
}

/** Operands that are never asked, in every list of permissions that is written somewhere. */
export function operandFindings(policies: readonly Policy[], rules: ApplicationRules): readonly AuditFinding[] {
  // one list stands for many handlers
  const written = new Map([...ofApplication(rules), ...policies.filter(({ exempt }) => !exempt).flatMap(ofHandler)]);
  return [...written].flatMap(([expression, where]) =>
    idleOperands(expression).map((message) => finding('unreachable-operand', where, message)),
  );
}

type Written = readonly [expression: PermissionExpression, where: string];

function ofApplication({ defaults, required }: ApplicationRules): readonly Written[] {
  return [defaults, ...(required === undefined ? [] : [required])].map((rule) => [rule, APPLICATION]);
}

function ofHandler({ controller, action, host }: Policy): readonly Written[] {
  const own = handlerPermissions(controller, action);
  const feature = featurePermissions(host);
  return [
    ...(own === undefined ? [] : [[own.value, describeHandler({ controller: own.owner, action })] as const]),
    ...actionPermissions(controller).flatMap(({ owner, value }): Written[] =>
      'actions' in value
        ? [...value.actions].map(([name, rule]) => [rule, describeHandler({ controller: owner, action: name })])
        : [],
    ),
    ...classPermissions(controller).map(({ owner, value }): Written => [value, owner.name]),
    ...(feature === undefined ? [] : [[feature, host.metatype.name] as const]),
  ];
}

function idleOperands(expression: PermissionExpression): readonly string[] {
  switch (expression[EXPRESSION]) {
    case 'permission':
    case 'inherited':
      return [];
    case 'not':
      return idleOperands(expression.operand);
    case 'and':
    case 'or':
      return [...idleAmong(expression.operands, expression[EXPRESSION]), ...expression.operands.flatMap(idleOperands)];
  }
}

function idleAmong(operands: readonly PermissionExpression[], kind: 'and' | 'or'): readonly string[] {
  const names = operands.map(expressionName);
  const all = `${kind}(${names.join(', ')})`;
  const repeated = names.filter((_, index) => operands.slice(0, index).some((one) => isSame(one, operands[index])));
  const repetitions = [...new Set(repeated)].map((name) => `${all} names ${name} twice: write it once.`);
  // a permission in front of one that denies still gives the reason; one that grants is all there is
  const deciding = operands.findIndex((operand) => constantTruth(operand, undefined) === (kind === 'or'));
  const idle = names.filter((_, index) => (kind === 'or' ? index !== deciding : index > deciding));
  if (deciding < 0 || idle.length === 0) return repetitions;
  return [
    ...repetitions,
    `In ${all}, ${String(names[deciding])} decides alone: ${idle.join(', ')} never asked. Take out one or the other.`,
  ];
}

// by identity: two classes may have one name
function isSame(one: PermissionExpression, other: PermissionExpression | undefined): boolean {
  if (other === undefined || expressionName(one) !== expressionName(other)) return false;
  const [ofOne, ofOther] = [permissionsOf(one), permissionsOf(other)];
  return ofOne.every((permission, index) => permission === ofOther[index]);
}

function permissionsOf(expression: PermissionExpression): readonly unknown[] {
  switch (expression[EXPRESSION]) {
    case 'permission':
      return [labelOf(expression.permission) ?? expression.permission];
    case 'inherited':
      return [];
    case 'not':
      return permissionsOf(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap(permissionsOf);
  }
}
