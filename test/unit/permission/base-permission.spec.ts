import {
  BasePermission,
  isPermissionClass,
  isPermissionInstance,
  PERMISSION,
} from '../../../lib/permission/base-permission.js';

class IsAuthor extends BasePermission {
  where(): boolean {
    return false;
  }
}
/** A permission of another copy of this package: it has the brand, and nothing else in common. */
class Foreign {
  static readonly [PERMISSION] = true;
}

describe('a permission class', () => {
  it.each([[IsAuthor], [BasePermission], [Foreign]])('is known by its brand: %p', (candidate) => {
    expect(isPermissionClass(candidate)).toBe(true);
  });

  it.each([[class Guard {}], [() => true], [new IsAuthor()], [null], [undefined], ['IsAuthor'], [{}]])(
    'is not %p',
    (candidate) => {
      expect(isPermissionClass(candidate)).toBe(false);
    },
  );
});

describe('an instance of a permission', () => {
  it.each([[new IsAuthor()], [new Foreign()]])('is known by the brand of its class', (candidate) => {
    expect(isPermissionInstance(candidate)).toBe(true);
  });

  it.each([[IsAuthor], [{}], [null], [undefined], ['x'], [Object.create(null)]])('is not %p', (candidate) => {
    expect(isPermissionInstance(candidate)).toBe(false);
  });
});
