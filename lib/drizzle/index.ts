export type { ScopableDatabase } from './relation-of.js';
export { scopedWhere } from './scoped-where.js';
