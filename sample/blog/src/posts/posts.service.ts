import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/typeorm';
import { Repository } from 'typeorm';
import { Comment } from '../comments/comment.entity.js';
import { expectOneRow } from '../database/no-such-row.exception.js';
import { type Page, type PageQuery, rowsOf } from './page.js';
import type { CreatePostDto, UpdatePostDto } from './post.dto.js';
import { Post } from './post.entity.js';

@Injectable()
export class PostsService {
  constructor(
    @InjectRepository(Post) private readonly posts: Repository<Post>,
    @InjectRepository(Comment) private readonly comments: Repository<Comment>,
  ) {}

  /** The posts that the caller may read: the database filters, counts and cuts the page. */
  async findAll(scope: Scope<Post>, { page, limit }: PageQuery): Promise<Page<Post>> {
    const where = scopedWhere(this.posts, scope);
    const [items, total] = await this.posts.findAndCount({ where, order: { id: 'ASC' }, ...rowsOf({ page, limit }) });
    return { items, total, page, limit };
  }

  findOne(id: number): Promise<Post | null> {
    return this.posts.findOneBy({ id });
  }

  create(authorId: number, { title, body }: CreatePostDto): Promise<Post> {
    return this.posts.save({ authorId, title, body, published: false });
  }

  /** The scope is part of the statement: a post that is somebody else's by now is not written. */
  async update(post: Post, changes: UpdatePostDto, scope: Scope<Post>): Promise<Post> {
    const { id, title, body } = Object.assign(post, changes);
    expectOneRow(await this.posts.update(scopedWhere(this.posts, scope, { id }), { title, body }));
    return post;
  }

  async publish(post: Post, scope: Scope<Post>): Promise<Post> {
    expectOneRow(await this.posts.update(scopedWhere(this.posts, scope, { id: post.id }), { published: true }));
    return Object.assign(post, { published: true });
  }

  async remove(post: Post, scope: Scope<Post>): Promise<void> {
    expectOneRow(await this.posts.delete(scopedWhere(this.posts, scope, { id: post.id })));
  }

  async stats(post: Post): Promise<{ words: number; comments: number }> {
    const comments = await this.comments.countBy({ postId: post.id });
    return { words: post.body.split(/\s+/).filter(Boolean).length, comments };
  }
}
