import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ActionPermissions,
  and,
  AuthorizedScope,
  IsAdminUser,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  not,
  objectPermissions,
  or,
  Permissions,
  ReadOnly,
  type Scope,
} from 'nestjs-permissions';
import { Throttles } from 'nestjs-permissions/throttler';
import { CurrentUser } from '../auth/current-user.decorator.js';
import type { SignedInUser } from '../auth/signed-in-user.js';
import { IdPipe } from '../database/id.pipe.js';
import { WRITING } from '../limits.js';
import { IsAuthor } from './is-author.permission.js';
import { IsPublished } from './is-published.permission.js';
import { type Page, PageQuery } from './page.js';
import { CreatePostDto, UpdatePostDto } from './post.dto.js';
import { Post as BlogPost } from './post.entity.js';
import { PostsService } from './posts.service.js';

const IsDraft = not(IsPublished, { message: 'The post is published already.', code: 'not_a_draft' });

/** Those whom the author lets change this one post; see the controller of its editors. */
const IsEditor = objectPermissions(BlogPost, { relation: 'object-only', requireView: false });

@Controller('posts')
@Permissions(or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser))
@ActionPermissions({
  create: [IsAuthenticated],
  update: [or(IsEditor, IsAuthor, IsAdminUser)],
  drafts: [IsAuthor, IsDraft],
  publish: [IsAuthor, IsDraft],
  stats: [IsAuthor],
})
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: IdPipe } })
@Throttles(WRITING)
export class PostsController {
  constructor(private readonly posts: PostsService) {}

  @Get()
  list(@AuthorizedScope() scope: Scope<BlogPost>, @Query() page: PageQuery): Promise<Page<BlogPost>> {
    return this.posts.findAll(scope, page);
  }

  /** The same service: which posts these are is said by the permissions of the action. */
  @Get('drafts')
  drafts(@AuthorizedScope() scope: Scope<BlogPost>, @Query() page: PageQuery): Promise<Page<BlogPost>> {
    return this.posts.findAll(scope, page);
  }

  @Post()
  create(@CurrentUser() user: SignedInUser, @Body() dto: CreatePostDto): Promise<BlogPost> {
    return this.posts.create(user.id, dto);
  }

  @Get(':id')
  retrieve(@LoadedObject() post: BlogPost): BlogPost {
    return post;
  }

  @Patch(':id')
  update(
    @LoadedObject() post: BlogPost,
    @AuthorizedScope() scope: Scope<BlogPost>,
    @Body() dto: UpdatePostDto,
  ): Promise<BlogPost> {
    return this.posts.update(post, dto, scope);
  }

  @Delete(':id')
  @HttpCode(204)
  destroy(@LoadedObject() post: BlogPost, @AuthorizedScope() scope: Scope<BlogPost>): Promise<void> {
    return this.posts.remove(post, scope);
  }

  @Post(':id/publish')
  @HttpCode(200)
  publish(@LoadedObject() post: BlogPost, @AuthorizedScope() scope: Scope<BlogPost>): Promise<BlogPost> {
    return this.posts.publish(post, scope);
  }

  @Get(':id/stats')
  stats(@LoadedObject() post: BlogPost): Promise<{ words: number; comments: number }> {
    return this.posts.stats(post);
  }
}
