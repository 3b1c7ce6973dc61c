export { scopedWhere, type ScopableRepository } from './scoped-where.js';
