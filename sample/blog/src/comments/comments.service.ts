import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/typeorm';
import { Repository } from 'typeorm';
import { expectOneRow } from '../database/no-such-row.exception.js';
import { type Page, type PageQuery, rowsOf } from '../posts/page.js';
import { Comment } from './comment.entity.js';
import type { CreateCommentDto } from './create-comment.dto.js';

@Injectable()
export class CommentsService {
  constructor(@InjectRepository(Comment) private readonly comments: Repository<Comment>) {}

  /** The comments that the caller may moderate: the rule follows the relation to the post. */
  async findAll(scope: Scope<Comment>, { page, limit }: PageQuery): Promise<Page<Comment>> {
    const where = scopedWhere(this.comments, scope);
    const found = { where, order: { id: 'ASC' }, ...rowsOf({ page, limit }) } as const;
    const [items, total] = await this.comments.findAndCount(found);
    return { items, total, page, limit };
  }

  /** A page of the comments of a post, and how many there are. */
  findByPost(postId: number, page: PageQuery): Promise<[Comment[], number]> {
    return this.comments.findAndCount({ where: { postId }, order: { id: 'ASC' }, ...rowsOf(page) });
  }

  /** With its post, because `IsPostAuthor` reads it. */
  findOne(id: number): Promise<Comment | null> {
    return this.comments.findOne({ where: { id }, relations: { post: true } });
  }

  create(postId: number, authorId: number, { body }: CreateCommentDto): Promise<Comment> {
    return this.comments.save({ postId, authorId, body });
  }

  /** The scope is part of the statement, also where its rule follows a relation. */
  async remove(comment: Comment, scope: Scope<Comment>): Promise<void> {
    expectOneRow(await this.comments.delete(scopedWhere(this.comments, scope, { id: comment.id })));
  }
}
