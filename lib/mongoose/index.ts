export type { ScopableModel } from './scopable-model.js';
export { scopedWhere, type ScopedFilter } from './scoped-where.js';
