import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../database/is-text.decorator.js';

export class SignInDto {
  @ApiProperty({ example: 'alice' })
  @IsText(100)
  username!: string;

  @ApiProperty({ example: 'alice-password' })
  @IsText(100)
  password!: string;
}
