import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { RoomsGateway } from './rooms.gateway.js';
import { RoomsService } from './rooms.service.js';

@Module({ imports: [AuthModule], providers: [RoomsGateway, RoomsService], exports: [RoomsGateway] })
export class RoomsModule {}
