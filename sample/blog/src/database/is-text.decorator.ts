import { applyDecorators } from '@nestjs/common';
import { IsString, Length, Matches } from 'class-validator';

/** What a text column takes: a string of limited length without NUL, which PostgreSQL cannot store. */
export function IsText(longest: number): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Length(1, longest),
    Matches(/^[^\0]*$/, { message: '$property must not contain a NUL character' }),
  );
}
