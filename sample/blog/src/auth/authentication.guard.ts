import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Response } from 'express';
import { parseId } from '../database/id.pipe.js';
import { UsersService } from '../users/users.service.js';
import { NotSignedIn } from './not-signed-in.exception.js';
import type { AuthenticatedRequest, SignedInUser } from './signed-in-user.js';

/** Says who is asking, and refuses only a token that is not valid: who may do what is for the permissions to say. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly tokens: JwtService,
    private readonly users: UsersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { authorization } = request.headers;
    request.user = authorization === undefined ? null : await this.identify(authorization);
    if (authorization === undefined || request.user !== null) return true;
    context.switchToHttp().getResponse<Response>().setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
    throw new NotSignedIn('invalid_token', 'The token is not valid (any more): sign in again.');
  }

  /** The row is read anew on every request: a user who is deleted, or administrator no more, is so at once. */
  private async identify(authorization: string): Promise<SignedInUser | null> {
    const token = /^Bearer ([^ ]+)$/i.exec(authorization)?.[1] ?? '';
    const payload = await this.tokens.verifyAsync<{ sub?: unknown }>(token).catch(() => undefined);
    const id = parseId(payload?.sub);
    const user = id === undefined ? null : await this.users.findOne(id);
    return user && { id: user.id, username: user.username, isStaff: user.isStaff };
  }
}
