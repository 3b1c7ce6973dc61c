import { Module } from '@nestjs/common';
import { IsAuthenticated, PermissionsModule } from 'nestjs-permissions';
import { AnnouncementsModule } from './announcements/announcements.module.js';
import { AuthModule } from './auth/auth.module.js';
import { Sessions } from './auth/sessions.js';
import { tokenOf } from './auth/token-of.js';
import { PageController } from './page.controller.js';
import { RoomsModule } from './rooms/rooms.module.js';

@Module({
  imports: [
    AuthModule,
    RoomsModule,
    AnnouncementsModule,
    PermissionsModule.forRootAsync({
      imports: [AuthModule],
      inject: [Sessions],
      useFactory: (sessions: Sessions) => ({
        defaultPermissions: [IsAuthenticated],
        // once for every message, on both transports
        getUser: (execution) => sessions.userOf(tokenOf(execution)),
      }),
    }),
  ],
  controllers: [PageController],
})
export class AppModule {}
