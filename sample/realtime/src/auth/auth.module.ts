import { Module } from '@nestjs/common';
import { Sessions } from './sessions.js';
import { SignInController } from './sign-in.controller.js';

@Module({ controllers: [SignInController], providers: [Sessions], exports: [Sessions] })
export class AuthModule {}
