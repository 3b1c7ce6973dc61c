import type { ExecutionContext, Type } from '@nestjs/common';
import { didYouMean } from './audit/nearest-name.js';
import { allOf } from './composition/all-of.js';
import type { PermissionExpression } from './composition/expression.js';
import { isPlainObject } from './context/plain-object.js';
import { defaultIsAdmin, defaultUserId, type UserModel } from './context/caller.js';
import type { DenyObjectAs } from './decorators/load-object.decorator.js';
import type { Exemption, PermissionsModuleExtras, PermissionsModuleOptions } from './options.js';
import { IsAuthenticated } from './permission/is-authenticated.js';
import type { PermissionBackend } from './permission/permission-backend.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { UserPermissionsBackend } from './permission/user-permissions-backend.js';

/** The options of the module with every default filled in. */
export interface ResolvedOptions {
  readonly defaults: PermissionExpression;
  readonly required: PermissionExpression | undefined;
  readonly getUser: ((execution: ExecutionContext) => unknown) | undefined;
  readonly users: Omit<UserModel, 'rights'>;
  readonly isSuperuser: ((user: object) => boolean) | undefined;
  readonly backend: PermissionBackend | Type<PermissionBackend>;
  readonly challenge: string;
  readonly guardOrder: 'last' | 'as-imported';
  readonly denyObjectAs: DenyObjectAs;
  readonly audit: 'error' | 'warn' | 'off';
  readonly exempt: readonly Exemption[];
  readonly explain: boolean;
  readonly ruleTimeoutMs: number;
}

type Check = (value: unknown) => string | undefined;

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function');
const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const isText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a string');
const isOneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.includes(value as string) ? undefined : `must be ${values.map((each) => `'${each}'`).join(' or ')}`;

// lists of permissions are checked where they are read
const isDefined: Check = (value) =>
  value === undefined || value === null ? 'must be a list of permissions' : undefined;

// what Node's timers can hold; beyond it they fire at once
const LONGEST_TIMER = 2 ** 31 - 1;

const CHECKS: Readonly<Record<keyof PermissionsModuleOptions, Check>> = {
  defaultPermissions: isDefined,
  requiredPermissions: isDefined,
  getUser: isFunction,
  getUserId: isFunction,
  isAdmin: isFunction,
  isSuperuser: isFunction,
  backend: (value) =>
    typeof value === 'function' || hasMethod(value, 'hasPermissions')
      ? undefined
      : 'must be a class with the method hasPermissions(user, codes, object), or an instance of one',
  challenge: isText,
  guardOrder: isOneOf('last', 'as-imported'),
  denyObjectAs: isOneOf('forbidden', 'not-found'),
  audit: isOneOf('error', 'warn', 'off'),
  exempt: (value) =>
    Array.isArray(value) && value.every(isExemption)
      ? undefined
      : 'must be an array of controllers and [controller, method] pairs; one that is undefined is imported in a circle',
  explain: isBoolean,
  ruleTimeoutMs: (value) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LONGEST_TIMER
      ? undefined
      : `must be a whole number from 0 to ${String(LONGEST_TIMER)}`,
};

/**
 * Checks the options and fills in the defaults.
 * @throws PermissionsConfigurationError for everything that is not exactly an option, `undefined` included: a setting
 * that got lost on its way must not make an application weaker
 */
export function resolveOptions(written: PermissionsModuleOptions): ResolvedOptions {
  if (!isPlainObject(written)) {
    throw new PermissionsConfigurationError(
      'PermissionsModule: the options are no plain object; a list of permissions is an array.',
    );
  }
  // own ones only: nothing on a prototype is an option
  const options = Object.assign(Object.create(null) as PermissionsModuleOptions, written);
  const problems = Object.entries(options).flatMap(([name, value]) => problemOf(name, value));
  const [first, ...others] = problems;
  if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
  const { defaultPermissions, requiredPermissions, getUserId = defaultUserId, isAdmin = defaultIsAdmin } = options;
  return Object.freeze({
    defaults: allOf(defaultPermissions ?? [IsAuthenticated], 'defaultPermissions'),
    required: requiredPermissions === undefined ? undefined : allOf(requiredPermissions, 'requiredPermissions'),
    getUser: options.getUser,
    users: { getUserId, isAdmin: (user: object) => strictly(isAdmin(user)) },
    isSuperuser: options.isSuperuser,
    backend: options.backend ?? new UserPermissionsBackend(),
    challenge: options.challenge ?? 'Bearer',
    guardOrder: options.guardOrder ?? 'last',
    denyObjectAs: options.denyObjectAs ?? 'forbidden',
    audit: options.audit ?? 'error',
    exempt: options.exempt ?? [],
    explain: options.explain ?? false,
    ruleTimeoutMs: options.ruleTimeoutMs ?? 0,
  });
}

/** The options that shape the module itself, where they are not written. */
export const EXTRA_DEFAULTS: Required<PermissionsModuleExtras> = Object.freeze({ isGlobal: true, globalGuard: true });

/**
 * Checks the options that shape the module itself.
 * @throws PermissionsConfigurationError for what is neither `true` nor `false`
 */
export function resolveExtras(extras: PermissionsModuleExtras): Required<PermissionsModuleExtras> {
  const { isGlobal, globalGuard } = extras;
  if (typeof isGlobal === 'boolean' && typeof globalGuard === 'boolean') return { isGlobal, globalGuard };
  throw new PermissionsConfigurationError(
    'PermissionsModule: the options "isGlobal" and "globalGuard" are true or false.',
  );
}

function problemOf(name: string, value: unknown): readonly string[] {
  const where = `PermissionsModule: the option "${name}"`;
  if (name === 'isGlobal' || name === 'globalGuard') {
    return [`${where} cannot come out of a factory: write it beside the factory, in forRootAsync({ ${name}, … }).`];
  }
  if (!Object.hasOwn(CHECKS, name)) return [`${where} does not exist.${didYouMean(name, Object.keys(CHECKS))}`];
  const problem = CHECKS[name as keyof PermissionsModuleOptions](value);
  return problem === undefined ? [] : [`${where} ${problem}.`];
}

function hasMethod(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
}

function isExemption(entry: unknown): boolean {
  if (typeof entry === 'function') return true;
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'function' && typeof entry[1] === 'string';
}

function strictly(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new TypeError('The option `isAdmin` must answer `true` or `false`.');
}
