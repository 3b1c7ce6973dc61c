import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Comment } from '../comments/comment.entity.js';
import { UsersModule } from '../users/users.module.js';
import { PostEditorsController } from './post-editors.controller.js';
import { Post } from './post.entity.js';
import { PostsController } from './posts.controller.js';
import { PostsService } from './posts.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Post, Comment]), UsersModule],
  controllers: [PostsController, PostEditorsController],
  providers: [PostsService],
  exports: [PostsService],
})
export class PostsModule {}
