import { ReadOnly } from 'nestjs-permissions';
import { throttle } from 'nestjs-permissions/throttler';

/** Attempts to sign in, by address: whoever guesses passwords is nobody yet. */
export const SIGN_IN = throttle({ scope: 'sign-in', by: 'address' });

/** What somebody writes, posts and comments together; reading is free. */
export const WRITING = throttle({ scope: 'writing', rateFor: [[ReadOnly, null]] });
