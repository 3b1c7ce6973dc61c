import type { ThrottleRecord } from './throttle-record.js';

/** What is asked of a log: how much it takes, and for how long it then takes nothing, in milliseconds. */
export interface LogLimit {
  readonly ttl: number;
  readonly limit: number;
  readonly blockDuration: number;
}

/** The requests of one key that were let through, with the time of each: a sliding log. What is refused is not in it. */
export class HitLog {
  /** Oldest first. */
  private readonly times: number[] = [];
  private blockedUntil = -Infinity;

  /** Until when something in it counts. */
  expiresAt = -Infinity;

  /** Lets a request through, or refuses it. */
  hit(now: number, { ttl, limit, blockDuration }: LogLimit): ThrottleRecord {
    const { times } = this;
    while (times.length > 0 && (times[0] as number) <= now - ttl) times.shift();
    // as many as are too many must have expired, not only the oldest: the limit may have been higher
    const blocking = times[times.length - limit];
    const isBlocked = this.blockedUntil > now || blocking !== undefined;
    if (!isBlocked) times.push(now);
    else if (this.blockedUntil <= now && blockDuration > 0) this.blockedUntil = now + blockDuration;
    const freeAt = Math.max(this.blockedUntil, blocking === undefined ? now : blocking + ttl);
    const last = times.at(-1);
    this.expiresAt = Math.max(this.blockedUntil, last === undefined ? now : last + ttl);
    return {
      totalHits: times.length,
      timeToExpire: seconds(this.expiresAt - now),
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds(freeAt - now) : 0,
    };
  }
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
