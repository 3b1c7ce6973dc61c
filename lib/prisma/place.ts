import type { Dialect } from './dialect.js';
import type { PrismaSchema } from './prisma-schema.js';

/** Where a condition stands. */
export interface Place {
  /** The model whose rows are judged. */
  readonly model: string;
  readonly schema: PrismaSchema;
  readonly dialect: Dialect;
  /** Whether somebody negates the condition as a whole, for which a null must make it false and not unknown. */
  readonly isNegated: boolean;
}
