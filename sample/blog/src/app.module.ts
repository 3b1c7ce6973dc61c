import { Module } from '@nestjs/common';
import { IsAuthenticated, PermissionsModule } from 'nestjs-permissions';
import { AuthModule } from './auth/auth.module.js';
import { CommentsModule } from './comments/comments.module.js';
import { DatabaseModule } from './database/database.module.js';
import { PostsModule } from './posts/posts.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    DatabaseModule,
    AuthModule,
    UsersModule,
    PostsModule,
    CommentsModule,
    PermissionsModule.forRoot([IsAuthenticated]),
  ],
})
export class AppModule {}
