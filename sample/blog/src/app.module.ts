import { Module } from '@nestjs/common';
import { IsAuthenticated, PermissionsModule } from 'nestjs-permissions';
import { ThrottlesModule } from 'nestjs-permissions/throttler';
import { ObjectGrantsBackend } from 'nestjs-permissions/typeorm';
import { AuthModule } from './auth/auth.module.js';
import type { SignedInUser } from './auth/signed-in-user.js';
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
    PermissionsModule.forRoot({
      defaultPermissions: [IsAuthenticated],
      // who holds which codes: nobody for all posts, but for single ones as their authors say, and administrators always
      backend: ObjectGrantsBackend,
      isSuperuser: ({ isStaff }: SignedInUser) => isStaff,
    }),
    ThrottlesModule.forRoot({ rates: { 'sign-in': '100/hour', writing: '300/hour' } }),
  ],
})
export class AppModule {}
