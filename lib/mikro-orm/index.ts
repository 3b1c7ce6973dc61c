export { scopedWhere, type ScopableRepository, type ScopedConditions } from './scoped-where.js';
