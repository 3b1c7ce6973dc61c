import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import {
  AuthorizedScope,
  IsAdminUser,
  LoadedObject,
  LoadObject,
  or,
  Permissions,
  type Scope,
} from 'nestjs-permissions';
import { Throttles } from 'nestjs-permissions/throttler';
import { IdPipe } from '../database/id.pipe.js';
import { WRITING } from '../limits.js';
import { type Page, PageQuery } from '../posts/page.js';
import { Comment } from './comment.entity.js';
import { CommentsService } from './comments.service.js';
import { IsCommentAuthor } from './is-comment-author.permission.js';
import { IsPostAuthor } from './is-post-author.permission.js';

@Controller('comments')
@Permissions(or(IsCommentAuthor, IsPostAuthor, IsAdminUser))
@LoadObject(CommentsService, (comments, { id }) => comments.findOne(id), { params: { id: IdPipe } })
@Throttles(WRITING)
export class CommentsController {
  constructor(private readonly comments: CommentsService) {}

  /** The caller's own comments, and those under the caller's posts. */
  @Get()
  list(@AuthorizedScope() scope: Scope<Comment>, @Query() page: PageQuery): Promise<Page<Comment>> {
    return this.comments.findAll(scope, page);
  }

  @Delete(':id')
  @HttpCode(204)
  destroy(@LoadedObject() comment: Comment, @AuthorizedScope() scope: Scope<Comment>): Promise<void> {
    return this.comments.remove(comment, scope);
  }
}
