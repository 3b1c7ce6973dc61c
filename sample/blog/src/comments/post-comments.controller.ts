import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { IsAdminUser, IsAuthenticated, Inherited, LoadedObject, LoadObject, or, Permissions } from 'nestjs-permissions';
import { Throttles } from 'nestjs-permissions/throttler';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { SignedInUser } from '../auth/signed-in-user.js';
import { IdPipe } from '../database/id.pipe.js';
import { WRITING } from '../limits.js';
import { IsAuthor } from '../posts/is-author.permission.js';
import { IsPublished } from '../posts/is-published.permission.js';
import { Post as BlogPost } from '../posts/post.entity.js';
import { PageQuery } from '../posts/page.js';
import { PostsService } from '../posts/posts.service.js';
import type { Comment } from './comment.entity.js';
import { CommentsService } from './comments.service.js';
import { CreateCommentDto } from './create-comment.dto.js';

/** Whoever may read a post may read its comments; whoever is signed in besides may add one. */
@Controller('posts/:id/comments')
@Permissions(or(IsPublished, IsAuthor, IsAdminUser))
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: IdPipe } })
@Throttles(WRITING)
export class PostCommentsController {
  constructor(private readonly comments: CommentsService) {}

  @Get()
  async list(
    @LoadedObject() post: BlogPost,
    @Query() page: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Comment[]> {
    const [comments, total] = await this.comments.findByPost(post.id, page);
    response.setHeader('X-Total-Count', total);
    return comments;
  }

  @Post()
  @Permissions(IsAuthenticated, Inherited)
  create(
    @LoadedObject() post: BlogPost,
    @CurrentUser() user: SignedInUser,
    @Body() dto: CreateCommentDto,
  ): Promise<Comment> {
    return this.comments.create(post.id, user.id, dto);
  }
}
