import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../database/is-text.decorator.js';

export class CreateCommentDto {
  @ApiProperty({ example: 'Well said.' })
  @IsText(2_000)
  body!: string;
}
