import { BasePermission } from '../../../lib/permission/base-permission.js';
import { assertNoRuleFields, rulesOf } from '../../../lib/permission/rules-of.js';

class AboutRequest extends BasePermission {
  override hasPermission(): boolean {
    return true;
  }
}
class AboutObject extends BasePermission {
  override hasObjectPermission(): boolean {
    return true;
  }
}
class AboutBoth extends AboutRequest {
  override async where(): Promise<boolean> {
    return true;
  }
}
class Empty extends BasePermission {}
class Torn extends AboutObject {
  override where(): boolean {
    return true;
  }
}
class Getter extends AboutRequest {}
Object.defineProperty(Getter.prototype, 'hasPermission', { get: () => true });
class Nothing extends AboutRequest {}
Object.defineProperty(Nothing.prototype, 'hasPermission', { value: null });
class Generator extends BasePermission {
  // @ts-expect-error -- what plain JavaScript can do
  override *hasPermission(): unknown {
    yield true;
  }
}
class AsyncGenerator extends BasePermission {
  // @ts-expect-error -- what plain JavaScript can do
  override async *hasObjectPermission(): unknown {
    yield true;
  }
}
class Arrow extends BasePermission {
  override hasPermission = (): boolean => true;
}

describe('the rules of a permission', () => {
  it.each([
    [AboutRequest, { request: true, object: undefined }],
    [AboutObject, { request: false, object: 'hasObjectPermission' }],
    [AboutBoth, { request: true, object: 'where' }],
  ])('are read from its class and those that it extends: %p', (type, rules) => {
    expect(rulesOf(type)).toEqual(rules);
    expect(rulesOf(new type())).toEqual(rules);
  });

  it('[C013] [SEC-017] must be at least one', () => {
    expect(() => rulesOf(Empty)).toThrow(
      'Empty has no rule: define hasPermission(), hasObjectPermission() or where().',
    );
  });

  it('must not say twice, in two forms, what the object is to be', () => {
    expect(() => rulesOf(Torn)).toThrow('Torn defines hasObjectPermission() and where()');
  });

  it.each([
    [Getter, 'hasPermission'],
    [Nothing, 'hasPermission'],
    [Generator, 'hasPermission'],
    [AsyncGenerator, 'hasObjectPermission'],
  ])('[SEC-017] must be plain methods, which those of %p are not', (type, method) => {
    expect(() => rulesOf(type as typeof AboutRequest)).toThrow(`${type.name}.${method} is no plain method`);
  });

  it('[SEC-017] must not be fields of the instance, whose class does not show them', () => {
    expect(() => {
      assertNoRuleFields(new Arrow());
    }).toThrow('Arrow.hasPermission is a field: write it as a method');
    expect(() => rulesOf(Arrow)).toThrow('Arrow has no rule');
    expect(() => {
      assertNoRuleFields(new AboutBoth());
    }).not.toThrow();
  });
});
