import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest, SignedInUser } from './signed-in-user.js';

/** For handlers that a guest never reaches. */
export const CurrentUser = createParamDecorator(
  (_data: unknown, context: ExecutionContext): SignedInUser | null =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().user,
);
