import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsText } from '../database/is-text.decorator.js';

/** What a client may write. `authorId` and `published` are absent on purpose. */
export class CreatePostDto {
  @ApiProperty({ example: 'A title' })
  @IsText(200)
  title!: string;

  @ApiProperty({ example: 'What I wanted to say.' })
  @IsText(10_000)
  body!: string;
}

/** A field may be left out, but not be null. */
export class UpdatePostDto extends PartialType(CreatePostDto, { skipNullProperties: false }) {}
