import { hasRole } from '../../../lib/permission/has-role.js';
import { hasScope } from '../../../lib/permission/has-scope.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { isOwner } from '../../../lib/permission/is-owner.js';
import { labelOf, permissionName } from '../../../lib/permission/named-permission.js';

describe('the name of a permission', () => {
  it.each([
    [IsAuthenticated, 'IsAuthenticated'],
    [new IsAuthenticated(), 'IsAuthenticated'],
    [hasRole('editor', 'chief'), "hasRole('editor', 'chief')"],
    [hasScope('posts:write'), "hasScope('posts:write')"],
    [isOwner('author.id'), "isOwner('author.id')"],
  ])('is its class, or the call that made it', (permission, name) => {
    expect(permissionName(permission)).toBe(name);
  });

  it('is a label, which stands for its structure, only where a factory made it', () => {
    expect(labelOf(hasRole('editor'))).toBe(labelOf(hasRole('editor')));
    expect(labelOf(hasRole('editor'))).not.toBe(labelOf(hasRole('chief')));
    expect(labelOf(IsAuthenticated)).toBeUndefined();
    expect(labelOf(new IsAuthenticated())).toBeUndefined();
  });
});
