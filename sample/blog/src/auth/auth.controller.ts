import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AllowAny, Permissions } from 'nestjs-permissions';
import { Throttles } from 'nestjs-permissions/throttler';
import { SIGN_IN } from '../limits.js';
import { AuthService } from './auth.service.js';
import { CurrentUser } from './current-user.decorator.js';
import { SignInDto } from './sign-in.dto.js';
import type { SignedInUser } from './signed-in-user.js';

@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  /** Open to everyone, and visibly so. */
  @Post('sign-in')
  @HttpCode(200)
  @Permissions(AllowAny)
  @Throttles(SIGN_IN)
  async signIn(@Body() credentials: SignInDto): Promise<{ accessToken: string }> {
    return { accessToken: await this.auth.signIn(credentials) };
  }

  /** Says nothing about permissions: the application's default applies, `IsAuthenticated`. */
  @Get('me')
  me(@CurrentUser() user: SignedInUser): SignedInUser {
    return user;
  }
}
