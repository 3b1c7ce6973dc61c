import { ANONYMOUS, callerOf, defaultIsAdmin, defaultUserId, NAMELESS } from '../../../lib/context/caller.js';

const model = { getUserId: defaultUserId, isAdmin: defaultIsAdmin };

describe('the caller', () => {
  it.each([[null], [undefined], ['ada'], [7], [true], [{ id: 1, isAuthenticated: false }]])(
    'is anonymous when authentication left %j',
    (candidate) => {
      expect(callerOf(candidate, model)).toBe(ANONYMOUS);
    },
  );

  it.each([[{}], [{ name: 'Ada' }], [{ id: '' }], [{ id: NaN }], [{ id: null, sub: undefined }]])(
    '[SEC-099] [SEC-109] is anonymous as %j, whose id nobody can tell, and a hint is due',
    (candidate) => {
      const caller = callerOf(candidate, model);

      expect(caller).toBe(NAMELESS);
      expect(caller).not.toBe(ANONYMOUS);
      expect(caller.user).toBeNull();
    },
  );

  it('is the very user object, with its id', () => {
    const user = { id: 7, isAuthenticated: true };

    expect(callerOf(user, model)).toEqual({ user, userId: 7 });
    expect(callerOf(user, model).user).toBe(user);
  });

  it('[SEC-109] has an id that is 0', () => {
    expect(callerOf({ id: 0 }, model).userId).toBe(0);
  });

  it('takes the id from where the application keeps it', () => {
    const caller = callerOf({ login: 'ada' }, { ...model, getUserId: (user) => (user as { login: string }).login });

    expect(caller.userId).toBe('ada');
  });

  it('is never a promise that somebody forgot to await', () => {
    expect(() => callerOf(Promise.resolve({ id: 1 }), model)).toThrow(/promise.*await/);
  });

  it.each([
    [true],
    [false],
    [{ not: 0 }],
    [['7']],
    [Promise.resolve(7)],
    [Object.create(null)],
    [Symbol('7')],
    [() => 7],
  ])('[SEC-105] never has the id %p, which identifies nobody', (id) => {
    expect(() => callerOf({ id }, model)).toThrow(/id of the user is no value that identifies anybody/);
  });

  it.each([['7'], [7], [7n], [new (class ObjectId {})()]])('[SEC-105] may have the id %p', (id) => {
    expect(callerOf({ id }, model).userId).toBe(id);
  });

  it('is shared and frozen when anonymous', () => {
    expect(Object.isFrozen(ANONYMOUS)).toBe(true);
    expect(Object.isFrozen(NAMELESS)).toBe(true);
  });
});

describe('the default id', () => {
  it.each([
    [{ id: 1, sub: 2, userId: 3, _id: 4 }, 1],
    [{ sub: 2, userId: 3, _id: 4 }, 2],
    [{ userId: 3, _id: 4 }, 3],
    [{ _id: 4 }, 4],
    [{ id: '', sub: 'ada' }, 'ada'],
    [{ name: 'Ada' }, undefined],
  ])('of %j is %p', (user, id) => {
    expect(defaultUserId(user)).toBe(id);
  });
});

describe('administrators', () => {
  it.each([
    [{ isStaff: true }, true],
    [{ isStaff: false }, false],
    [{ isStaff: 'true' }, false],
    [{ isStaff: 1 }, false],
    [{ isSuperuser: true }, false],
    [{}, false],
  ])('by default %j: %p', (user, admin) => {
    expect(defaultIsAdmin(user)).toBe(admin);
  });
});
