import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Comment } from './comment.entity.js';
import type { CreateCommentDto } from './create-comment.dto.js';

@Injectable()
export class CommentsService {
  constructor(@InjectRepository(Comment) private readonly comments: Repository<Comment>) {}

  findByPost(postId: number): Promise<Comment[]> {
    return this.comments.find({ where: { postId }, order: { id: 'ASC' } });
  }

  /** With its post, because `IsPostAuthor` reads it. */
  findOne(id: number): Promise<Comment | null> {
    return this.comments.findOne({ where: { id }, relations: { post: true } });
  }

  create(postId: number, authorId: number, { body }: CreateCommentDto): Promise<Comment> {
    return this.comments.save({ postId, authorId, body });
  }

  async remove(comment: Comment): Promise<void> {
    await this.comments.delete(comment.id);
  }
}
