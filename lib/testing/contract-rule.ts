import {
  and,
  BasePermission,
  not,
  or,
  type PermissionExpression,
  type PermissionOperand,
  type Where,
} from '../index.js';

/** An expression as data, so that it can be printed and simplified. */
export type ContractRule =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ContractRule[] }
  | { readonly kind: 'not'; readonly operand: ContractRule }
  | { readonly kind: 'request'; readonly granted: boolean }
  | { readonly kind: 'where'; readonly where: Readonly<Record<string, unknown>> };

/** The expression that a developer would write for the rule. */
export function expressionOf(rule: ContractRule): PermissionOperand {
  switch (rule.kind) {
    case 'and':
      return and(...operandsOf(rule.operands));
    case 'or':
      return or(...operandsOf(rule.operands));
    case 'not':
      return not(expressionOf(rule.operand));
    case 'request':
      return class RequestRule extends BasePermission {
        override hasPermission(): boolean {
          return rule.granted;
        }
      };
    case 'where':
      return class WhereRule extends BasePermission {
        override where(): Where<never> {
          return rule.where as unknown as Where<never>;
        }
      };
  }
}

function operandsOf(rules: readonly ContractRule[]): [PermissionOperand, ...PermissionOperand[]] {
  return rules.map(expressionOf) as [PermissionExpression, ...PermissionExpression[]];
}

/** Rules that are one step simpler, the simplest first. */
export function simplerThan(rule: ContractRule): ContractRule[] {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return [
        ...rule.operands,
        ...(rule.operands.length > 2 ? without(rule.operands).map((operands) => ({ ...rule, operands })) : []),
        ...rule.operands.flatMap((operand, at) =>
          simplerThan(operand).map((simpler) => ({ ...rule, operands: rule.operands.with(at, simpler) })),
        ),
      ];
    case 'not':
      return [rule.operand, ...simplerThan(rule.operand).map((operand) => ({ ...rule, operand }))];
    case 'request':
      return [];
    case 'where': {
      const members = Object.entries(rule.where);
      if (members.length < 2) return [];
      return without(members).map((fewer) => ({ kind: 'where', where: Object.fromEntries(fewer) }));
    }
  }
}

function without<T>(list: readonly T[]): T[][] {
  return list.map((_, at) => list.toSpliced(at, 1));
}

/** A rule for people to read. */
export function printRule(rule: ContractRule): string {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return `${rule.kind}(${rule.operands.map(printRule).join(', ')})`;
    case 'not':
      return `not(${printRule(rule.operand)})`;
    case 'request':
      return String(rule.granted);
    case 'where':
      return JSON.stringify(rule.where, (_, value: unknown) =>
        typeof value === 'bigint' ? `${String(value)}n` : value,
      );
  }
}

/** Whether a rule compares one of these fields. */
export function mentions(rule: ContractRule, fields: readonly string[]): boolean {
  return fields.some((field) => printRule(rule).includes(`"${field}":`));
}

/** The rule for objects that know their tags by the junction only. */
export function throughJunction(rule: ContractRule): ContractRule {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { ...rule, operands: rule.operands.map(throughJunction) };
    case 'not':
      return { ...rule, operand: throughJunction(rule.operand) };
    case 'request':
      return rule;
    case 'where': {
      const { tags, ...others } = rule.where as { tags?: { some: object } };
      return tags === undefined ? rule : { ...rule, where: { ...others, itemTags: { some: { tag: tags.some } } } };
    }
  }
}
