import type { ThrottlerStorage } from '@nestjs/throttler';

/** What a storage answers; times are in seconds. */
export type ThrottleRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;
