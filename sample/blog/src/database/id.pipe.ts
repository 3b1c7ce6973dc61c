import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

/** PostgreSQL's `integer` ends here; it refuses a larger number with an error, not with "no such row". */
const LARGEST_ID = 2_147_483_647;

/** Plain decimal only: no sign, no exponent, no leading zero, no hexadecimal. */
export function parseId(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^[1-9]\d{0,9}$/.test(value)) return undefined;
  const id = Number(value);
  return id <= LARGEST_ID ? id : undefined;
}

@Injectable()
export class IdPipe implements PipeTransform<unknown, number> {
  transform(value: unknown): number {
    const id = parseId(value);
    if (id === undefined) {
      throw new BadRequestException(`An id is a whole number from 1 to ${LARGEST_ID}.`);
    }
    return id;
  }
}
