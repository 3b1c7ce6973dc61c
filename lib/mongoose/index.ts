export { scopedWhere, type ScopedFilter } from './scoped-where.js';
