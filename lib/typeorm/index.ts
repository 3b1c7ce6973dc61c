export { applyScope, type ScopableQuery } from './apply-scope.js';
export { scopedWhere } from './scoped-where.js';
