import { toExpression } from '../../lib/composition/operand.js';
import type { PermissionsModuleOptions } from '../../lib/options.js';
import { AllowAny } from '../../lib/permission/allow-any.js';
import { IsAdminUser } from '../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../lib/permission/is-authenticated.js';
import { resolveOptions } from '../../lib/resolve-options.js';

class PostsController {
  update(): string {
    return 'updated';
  }
}
const resolve = (options: unknown) => resolveOptions(options as PermissionsModuleOptions);

describe('options', () => {
  it('[C026] have defaults that let nobody in unknown', () => {
    expect(resolve({})).toMatchObject({
      ...{
        defaults: toExpression(IsAuthenticated, '', 1),
        required: undefined,
        getUser: undefined,
        challenge: 'Bearer',
      },
      ...{ guardOrder: 'last', denyObjectAs: 'forbidden', audit: 'error', exempt: [], ruleTimeoutMs: 0 },
    });
  });

  it('are taken as they are written', () => {
    const taken = {
      ...{ getUser: () => null, challenge: 'Basic realm="x"', guardOrder: 'as-imported', denyObjectAs: 'not-found' },
      ...{ audit: 'warn', ruleTimeoutMs: 5_000, exempt: [PostsController, [PostsController, 'update']] },
    };

    expect(resolve({ ...taken, defaultPermissions: [AllowAny], requiredPermissions: IsAdminUser })).toMatchObject({
      ...taken,
      ...{ defaults: toExpression(AllowAny, '', 1), required: toExpression(IsAdminUser, '', 1) },
    });
  });

  it('are frozen', () => {
    expect(Object.isFrozen(resolve({}))).toBe(true);
  });

  it('tell users and administrators as the application does', () => {
    const { users } = resolve({
      getUserId: ({ login }: { login: string }) => login,
      isAdmin: ({ root }: { root: boolean }) => root,
    });

    expect(users.getUserId({ login: 'ada' })).toBe('ada');
    expect(users.isAdmin({ root: true })).toBe(true);
    expect(() => users.isAdmin({ root: 'yes' })).toThrow('The option `isAdmin` must answer `true` or `false`.');
  });

  it('tell users and administrators as usual, by default', () => {
    const { users } = resolve({});

    expect(users.getUserId({ sub: 'ada' })).toBe('ada');
    expect([users.isAdmin({ isStaff: true }), users.isAdmin({})]).toEqual([true, false]);
  });
});

describe('an application does not start with', () => {
  it.each<[string, unknown, string]>([
    [
      'an unknown option',
      { defaultPermission: [AllowAny] },
      'the option "defaultPermission" does not exist. Did you mean "defaultPermissions"?',
    ],
    ['an inherited name', { toString: 1 }, 'the option "toString" does not exist.'],
    [
      'isGlobal of a factory',
      { isGlobal: true },
      '"isGlobal" cannot come out of a factory: write it beside the factory',
    ],
    ['globalGuard of a factory', { globalGuard: false }, '"globalGuard" cannot come out of a factory'],
    [
      'defaults that got lost',
      { defaultPermissions: undefined },
      '"defaultPermissions" must be a list of permissions.',
    ],
    [
      'requirements that got lost',
      { requiredPermissions: null },
      '"requiredPermissions" must be a list of permissions.',
    ],
    ['an empty list', { defaultPermissions: [] }, 'defaultPermissions: the list is empty'],
    ['an empty requirement', { requiredPermissions: [] }, 'requiredPermissions: the list is empty'],
    ['a user that is no function', { getUser: 'user' }, '"getUser" must be a function.'],
    ['an id that is no function', { getUserId: undefined }, '"getUserId" must be a function.'],
    ['an administrator that is no function', { isAdmin: true }, '"isAdmin" must be a function.'],
    ['an empty challenge', { challenge: '' }, '"challenge" must be a string.'],
    ['an unknown order', { guardOrder: 'first' }, "\"guardOrder\" must be 'last' or 'as-imported'."],
    ['an unknown refusal', { denyObjectAs: '404' }, "\"denyObjectAs\" must be 'forbidden' or 'not-found'."],
    ['an unknown audit', { audit: true }, "\"audit\" must be 'error' or 'warn' or 'off'."],
    [
      'an exemption that got lost',
      { exempt: [undefined] },
      '"exempt" must be an array of controllers and [controller, method] pairs',
    ],
    ['an exemption of half a pair', { exempt: [[PostsController]] }, '"exempt" must be an array'],
    ['an exemption of a strange pair', { exempt: [[PostsController, 7]] }, '"exempt" must be an array'],
    ['an exemption that is no list', { exempt: PostsController }, '"exempt" must be an array'],
    ['an explanation in words', { explain: 'yes' }, '"explain" must be true or false'],
    ['a negative limit', { ruleTimeoutMs: -1 }, '"ruleTimeoutMs" must be a whole number from 0'],
    ['a limit in parts', { ruleTimeoutMs: 1.5 }, '"ruleTimeoutMs" must be a whole number from 0'],
    ['a limit without end', { ruleTimeoutMs: Infinity }, '"ruleTimeoutMs" must be a whole number from 0'],
    ['a limit that timers cannot count', { ruleTimeoutMs: 2 ** 31 }, '"ruleTimeoutMs" must be a whole number from 0'],
    ['options that are none', [AllowAny], 'the options are no plain object'],
    ['options of a class', new PostsController(), 'the options are no plain object'],
    ['nothing', undefined, 'the options are no plain object'],
  ])('%s', (_text, options, problem) => {
    expect(() => resolve(options)).toThrow(problem);
  });

  it('several mistakes, which are told together', () => {
    expect(() => resolve({ audit: 'loud', getUser: 1 })).toThrow(/2 problems.*"audit".*"getUser"/s);
  });

  it('[SEC-039] an option from a polluted prototype, which does not count', () => {
    Object.defineProperty(Object.prototype, 'defaultPermissions', { value: [AllowAny], configurable: true });
    try {
      expect(resolve({}).defaults).toEqual(toExpression(IsAuthenticated, '', 1));
    } finally {
      Reflect.deleteProperty(Object.prototype, 'defaultPermissions');
    }
  });
});
