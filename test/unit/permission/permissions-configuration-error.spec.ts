import { PermissionsConfigurationError } from '../../../lib/permission/permissions-configuration-error.js';

describe('a configuration error', () => {
  it('is its problem, when there is one', () => {
    const error = new PermissionsConfigurationError('A is missing.');

    expect(error.message).toBe('A is missing.');
    expect(error.name).toBe('PermissionsConfigurationError');
    expect(error.problems).toEqual(['A is missing.']);
  });

  it('counts and lists its problems, when there are several', () => {
    const error = new PermissionsConfigurationError('A is missing.', 'B is twice.');

    expect(error.message).toBe('2 problems keep this application from starting:\n  1. A is missing.\n  2. B is twice.');
    expect(Object.isFrozen(error.problems)).toBe(true);
  });
});
