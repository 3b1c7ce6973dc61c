import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { UsersService } from '../users/users.service.js';
import { NotSignedIn } from './not-signed-in.exception.js';
import { hashPassword, passwordMatches } from './password.js';
import type { SignInDto } from './sign-in.dto.js';

@Injectable()
export class AuthService {
  /** Compared when there is no such user, so that the time of the answer does not tell. */
  private readonly nobody = hashPassword('');

  constructor(
    private readonly tokens: JwtService,
    private readonly users: UsersService,
  ) {}

  async signIn({ username, password }: SignInDto): Promise<string> {
    const user = await this.users.findForSignIn(username);
    const matches = await passwordMatches(password, user?.passwordHash ?? (await this.nobody));
    if (!user || !matches) throw new NotSignedIn('wrong_credentials', 'Wrong user name or password.');
    return this.tokens.signAsync({}, { subject: String(user.id) });
  }
}
