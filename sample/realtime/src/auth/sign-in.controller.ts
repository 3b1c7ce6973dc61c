import { Body, Controller, HttpCode, Post, UnauthorizedException } from '@nestjs/common';
import { AllowAny, Permissions } from 'nestjs-permissions';
import { Sessions } from './sessions.js';

@Controller('sign-in')
export class SignInController {
  constructor(private readonly sessions: Sessions) {}

  /** Open to everyone, and visibly so. */
  @Post()
  @HttpCode(200)
  @Permissions(AllowAny)
  signIn(@Body() { name }: { readonly name: string }): { readonly token: string } {
    const token = this.sessions.signIn(name);
    if (token === undefined) throw new UnauthorizedException();
    return { token };
  }
}
