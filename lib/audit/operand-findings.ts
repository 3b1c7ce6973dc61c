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
  const repeated = repetitions(operands);
  // a permission in front of one that denies still gives the reason; one that grants is all there is
  const deciding = operands.findIndex((operand) => constantTruth(operand, undefined) === (kind === 'or'));
  const idle = operands.filter((_, index) => (kind === 'or' ? index !== deciding : index > deciding));
  if (repeated.length === 0 && (deciding < 0 || idle.length === 0)) return [];
  const names = (list: readonly PermissionExpression[]): readonly string[] => [...new Set(list.map(expressionName))];
  const all = `${kind}(${operands.map(expressionName).join(', ')})`;
  const twice = names(repeated).map((name) => `${all} names ${name} twice: write it once.`);
  if (deciding < 0 || idle.length === 0) return twice;
  const decides = expressionName(operands[deciding] as PermissionExpression);
  const never = names(idle).join(', ');
  return [...twice, `In ${all}, ${decides} decides alone: ${never} never asked. Take out one or the other.`];
}

/** The operands that stand in the list before. */
function repetitions(operands: readonly PermissionExpression[]): readonly PermissionExpression[] {
  const numbers = new Map<unknown, number>();
  const seen = new Set<string>();
  return operands.filter((operand) => {
    const key = keyOf(operand, numbers);
    const known = seen.has(key);
    seen.add(key);
    return known;
  });
}

// by identity: two classes may have one name
function keyOf(expression: PermissionExpression, numbers: Map<unknown, number>): string {
  switch (expression[EXPRESSION]) {
    case 'permission': {
      const permission = labelOf(expression.permission) ?? expression.permission;
      const number = numbers.get(permission) ?? numbers.size;
      numbers.set(permission, number);
      return String(number);
    }
    case 'inherited':
      return 'inherited';
    case 'not':
      return `not(${keyOf(expression.operand, numbers)})`;
    case 'and':
    case 'or':
      return `${expression[EXPRESSION]}(${expression.operands.map((operand) => keyOf(operand, numbers)).join()})`;
  }
}
