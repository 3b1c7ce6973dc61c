import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Scope } from 'nestjs-permissions';
import { Repository } from 'typeorm';
import { Comment } from '../comments/comment.entity.js';
import type { Page, PageQuery } from './page.js';
import type { CreatePostDto, UpdatePostDto } from './post.dto.js';
import { Post } from './post.entity.js';

@Injectable()
export class PostsService {
  constructor(
    @InjectRepository(Post) private readonly posts: Repository<Post>,
    @InjectRepository(Comment) private readonly comments: Repository<Comment>,
  ) {}

  /** The posts that the caller may read: first the scope, then the page. */
  async findAll(scope: Scope<Post>, { page, limit }: PageQuery): Promise<Page<Post>> {
    const visible = scope.filter(await this.posts.find({ order: { id: 'ASC' } }));
    const items = visible.slice((page - 1) * limit, page * limit);
    return { items, total: visible.length, page, limit };
  }

  findOne(id: number): Promise<Post | null> {
    return this.posts.findOneBy({ id });
  }

  create(authorId: number, { title, body }: CreatePostDto): Promise<Post> {
    return this.posts.save({ authorId, title, body, published: false });
  }

  async update(post: Post, changes: UpdatePostDto): Promise<Post> {
    const { id, title, body } = Object.assign(post, changes);
    await this.posts.update(id, { title, body });
    return post;
  }

  async publish(post: Post): Promise<Post> {
    await this.posts.update(post.id, { published: true });
    return Object.assign(post, { published: true });
  }

  async remove(post: Post): Promise<void> {
    await this.posts.delete(post.id);
  }

  async stats(post: Post): Promise<{ words: number; comments: number }> {
    const comments = await this.comments.countBy({ postId: post.id });
    return { words: post.body.split(/\s+/).filter(Boolean).length, comments };
  }
}
