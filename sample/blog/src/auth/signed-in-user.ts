import type { Request } from 'express';

/** Who is asking, as the rules see it: `context.user` in every permission. */
export interface SignedInUser {
  readonly id: number;
  readonly username: string;
  readonly isStaff: boolean;
}

/** `user` is null for a guest. */
export type AuthenticatedRequest = Omit<Request, 'user'> & { user: SignedInUser | null };
