import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** Only plain digits become a number; anything else stays what it is and is refused by `IsInt`. */
const Digits = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value,
  );

/** `?page=2&limit=10` */
export class PageQuery {
  @ApiPropertyOptional({ default: 1 })
  @Digits()
  @IsInt()
  @Min(1)
  @Max(10_000)
  page = 1;

  @ApiPropertyOptional({ default: 20 })
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;
}

/** As TypeORM says it. */
export function rowsOf({ page, limit }: PageQuery): { skip: number; take: number } {
  return { skip: (page - 1) * limit, take: limit };
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  limit: number;
}
