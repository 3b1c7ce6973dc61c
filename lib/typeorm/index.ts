export { applyScope, type ScopableQuery } from './apply-scope.js';
export { scopedWhere } from './scoped-where.js';
export type { GrantId, GrantSubject } from './grant-subject.js';
export { ObjectGrant } from './object-grant.entity.js';
export { ObjectGrantsBackend, type ObjectGrantsOptions } from './object-grants-backend.js';
