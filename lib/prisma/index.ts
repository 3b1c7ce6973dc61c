export type { ModelOf, PrismaModel, WhereOf } from './prisma-model.js';
export { scopedWhere } from './scoped-where.js';
