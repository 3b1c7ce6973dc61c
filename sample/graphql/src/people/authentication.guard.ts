import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Operation } from '../operation.js';
import { PeopleService } from './people.service.js';
import type { Person } from './person.js';

/** Says who is asking, and refuses only a token that is not valid: who may do what is for the permissions to say. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(private readonly people: PeopleService) {}

  canActivate(execution: ExecutionContext): boolean {
    const { req } = GqlExecutionContext.create(execution).getContext<Operation>();
    // a socket was authenticated when it was opened
    if (!isRequest(req)) return true;
    const user = this.people.identify(req.headers.authorization);
    if (user === undefined) throw new UnauthorizedException('The token is not valid.');
    req.user = user;
    return true;
  }
}

function isRequest(req: Operation['req']): req is IncomingMessage & { user?: Person | null } {
  return 'headers' in req;
}
