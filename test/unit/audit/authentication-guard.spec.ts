import type { CanActivate } from '@nestjs/common';
import {
  GUARD_MARK,
  guardName,
  isAuthenticationGuard,
  isPermissionsGuard,
} from '../../../lib/audit/authentication-guard.js';
import { globalGuardFindings } from '../../../lib/audit/guard-findings.js';
import { PermissionsGuard } from '../../../lib/permissions.guard.js';

/** A guard class of this name. */
function guardNamed(name: string): new () => CanActivate {
  class Guard implements CanActivate {
    canActivate(): boolean {
      return true;
    }
  }
  return Object.defineProperty(Guard, 'name', { value: name });
}
class Marked extends guardNamed('Session') {}
Object.defineProperty(Marked, Symbol.for('@nestjs/authentication:guard'), { value: true });
class OfAnotherCopy extends guardNamed('JwtPermissionsGuard') {
  static readonly [GUARD_MARK] = true;
}

describe('a guard authenticates', () => {
  it.each([
    'AuthGuard',
    'JwtAuthGuard',
    'JwtGuard',
    'MixinAuthGuard',
    'PassportGuard',
    'BearerTokenGuard',
    'AuthenticationGuard',
    'AuthnGuard',
    'Auth0Guard',
  ])('by its name: %s', (name) => {
    const guard = guardNamed(name);

    expect(isAuthenticationGuard(guard)).toBe(true);
    expect(isAuthenticationGuard(new guard())).toBe(true);
  });

  it('by the shape of a guard of Passport, whose class is called by a random word', () => {
    class V7h2k extends guardNamed('v7h2k') {
      handleRequest(): void {
        return undefined;
      }

      logIn(): void {
        return undefined;
      }

      getAuthenticateOptions(): void {
        return undefined;
      }
    }
    class JwtGuard extends V7h2k {}

    expect([V7h2k, new V7h2k(), JwtGuard].map(isAuthenticationGuard)).toEqual([true, true, true]);
    expect([V7h2k, new V7h2k(), JwtGuard].map(guardName)).toEqual(['AuthGuard()', 'AuthGuard()', 'JwtGuard']);
  });

  it('by the mark of the official package', () => {
    expect(isAuthenticationGuard(Marked)).toBe(true);
    expect(isAuthenticationGuard(new Marked())).toBe(true);
  });

  it.each([
    'AuthorizationGuard',
    'AuthoriseGuard',
    'AuthzGuard',
    'RolesGuard',
    'ThrottlerGuard',
    'AuthorGuard',
    'IsAuthorGuard',
  ])('not as %s', (name) => {
    expect(isAuthenticationGuard(guardNamed(name))).toBe(false);
  });

  it('never as the guard of this library, whatever it is called', () => {
    for (const guard of [PermissionsGuard, OfAnotherCopy, new OfAnotherCopy()]) {
      expect(isPermissionsGuard(guard)).toBe(true);
      expect(isAuthenticationGuard(guard)).toBe(false);
    }
    expect(isPermissionsGuard(guardNamed('RolesGuard'))).toBe(false);
  });

  it('and is called by its class', () => {
    expect([guardName(Marked), guardName(new Marked())]).toEqual(['Marked', 'Marked']);
  });
});

describe('the order of the global guards', () => {
  const ours = new OfAnotherCopy();
  const other = new (guardNamed('ThrottlerGuard'))();
  const authentication = new (guardNamed('JwtGuard'))();
  const findings = (guards: readonly CanActivate[], order: 'last' | 'as-imported', scoped: readonly unknown[] = []) => {
    const enhancers = { guards, requestGuards: scoped, interceptors: [] };
    return globalGuardFindings(enhancers, ours, order).map(({ code, message }) => `${code}: ${message.split(' ')[0]!}`);
  };

  it.each<[string, readonly CanActivate[], 'last' | 'as-imported', string[]]>([
    ['ours last', [authentication, other, ours], 'last', []],
    ['another last', [authentication, ours, other], 'last', ['guard-not-last: PermissionsGuard']],
    ['another last, as imported', [authentication, ours, other], 'as-imported', []],
    ['authentication behind ours', [ours, authentication], 'as-imported', ['late-authentication: JwtGuard']],
  ])('leaves open what %s leaves open', (_text, guards, order, expected) => {
    expect(findings(guards, order)).toEqual(expected);
  });

  it('leaves open a request-scoped authentication, which always runs after ours', () => {
    expect(findings([ours], 'last', [guardNamed('JwtGuard'), null, guardNamed('RolesGuard')])).toEqual([
      'late-authentication: JwtGuard',
    ]);
  });
});
