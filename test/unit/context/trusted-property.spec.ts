import { trustedProperty } from '../../../lib/context/trusted-property.js';

class User {
  name = 'Ada';
  get isStaff(): boolean {
    return this.name === 'Ada';
  }
}
class Moderator extends User {}

describe('a property is read', () => {
  it('from the object itself', () => {
    expect(trustedProperty({ id: 1 }, 'id')).toBe(1);
    expect(trustedProperty(Object.assign(Object.create(null) as object, { id: 2 }), 'id')).toBe(2);
  });

  it('from a getter of its class, and of a base class, for this object', () => {
    expect(trustedProperty(new User(), 'isStaff')).toBe(true);
    expect(trustedProperty(Object.assign(new Moderator(), { name: 'Bob' }), 'isStaff')).toBe(false);
  });
});

describe('a property is not read', () => {
  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('from the root prototype: %s', (key) => {
    expect(trustedProperty({}, key)).toBeUndefined();
  });

  it('[SEC-039] from a polluted Object.prototype', () => {
    Object.defineProperty(Object.prototype, 'isStaff', { value: true, configurable: true });
    try {
      expect(trustedProperty({}, 'isStaff')).toBeUndefined();
      expect(trustedProperty(new (class Guest {})(), 'isStaff')).toBeUndefined();
    } finally {
      Reflect.deleteProperty(Object.prototype, 'isStaff');
    }
  });

  it('where a proxy claims what nobody has', () => {
    expect(trustedProperty(new Proxy({}, { has: () => true }), 'isStaff')).toBeUndefined();
  });

  it('where it is not', () => {
    expect(trustedProperty(new User(), 'id')).toBeUndefined();
    expect(trustedProperty(Object.create(null) as object, 'id')).toBeUndefined();
  });
});
