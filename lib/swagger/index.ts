export { applyPermissions, type ApplyPermissionsOptions, type DocumentOptions } from './apply-permissions.js';
export type { PermissionTree } from './permission-tree.js';
