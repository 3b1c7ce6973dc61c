import { Controller, Delete, HttpCode } from '@nestjs/common';
import {
  AuthorizedScope,
  IsAdminUser,
  LoadedObject,
  LoadObject,
  or,
  Permissions,
  type Scope,
} from 'nestjs-permissions';
import { IdPipe } from '../database/id.pipe.js';
import { Comment } from './comment.entity.js';
import { CommentsService } from './comments.service.js';
import { IsCommentAuthor } from './is-comment-author.permission.js';
import { IsPostAuthor } from './is-post-author.permission.js';

@Controller('comments')
@Permissions(or(IsCommentAuthor, IsPostAuthor, IsAdminUser))
@LoadObject(CommentsService, (comments, { id }) => comments.findOne(id), { params: { id: IdPipe } })
export class CommentsController {
  constructor(private readonly comments: CommentsService) {}

  @Delete(':id')
  @HttpCode(204)
  destroy(@LoadedObject() comment: Comment, @AuthorizedScope() scope: Scope<Comment>): Promise<void> {
    return this.comments.remove(comment, scope);
  }
}
