import { Module } from '@nestjs/common';
import { RoomsModule } from '../rooms/rooms.module.js';
import { AnnouncementsController } from './announcements.controller.js';

@Module({ imports: [RoomsModule], controllers: [AnnouncementsController] })
export class AnnouncementsModule {}
