import type { ThrottlerStorage } from '@nestjs/throttler';
import { HitLog } from './hit-log.js';
import type { ThrottleRecord } from './throttle-record.js';

/** Options of {@link MemoryThrottleStorage}. */
export interface MemoryThrottleStorageOptions {
  /** How many keys are kept at most. @default 100,000 */
  readonly maximumKeys?: number;
  /** The time in milliseconds, from any point. @default a clock that nobody sets back */
  readonly now?: () => number;
}

/** Logs by their keys: in the order of their last hit, which is the order in which they expire. */
type Logs = Map<string, HitLog>;

/** The logs of one `ttl`. */
interface Shelf {
  /** They would take one more. */
  readonly open: Logs;
  readonly full: Logs;
}

// so that no request pays for all that expired before it
const DROPPED_AT_ONCE = 2;

/**
 * Counts in the memory of this process, for applications that are one process. It is bounded: where there is no room, keys
 * that are under their limit make some, those that would expire first; a key that has reached its limit never goes early.
 */
export class MemoryThrottleStorage implements ThrottlerStorage {
  private readonly shelves = new Map<number, Shelf>();
  private readonly maximumKeys: number;
  private readonly now: () => number;

  constructor({ maximumKeys = 100_000, now = () => performance.now() }: MemoryThrottleStorageOptions = {}) {
    this.maximumKeys = maximumKeys;
    this.now = now;
  }

  /** How many keys are kept. */
  get size(): number {
    let size = 0;
    for (const { open, full } of this.shelves.values()) size += open.size + full.size;
    return size;
  }

  /** @throws Error, by rejection, when there is no room because all keys have reached their limits */
  // eslint-disable-next-line @typescript-eslint/require-await -- the interface is one for storages that are far away
  async increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<ThrottleRecord> {
    const now = this.now();
    this.dropExpired(now);
    const shelf = this.shelfOf(ttl);
    const log = shelf.open.get(key) ?? shelf.full.get(key) ?? this.newLog();
    const record = log.hit(now, { ttl, limit, blockDuration });
    const logs = record.isBlocked || record.totalHits >= limit ? shelf.full : shelf.open;
    // a refusal is no hit, and makes nothing last longer
    if (record.isBlocked && logs.has(key)) return record;
    shelf.open.delete(key);
    shelf.full.delete(key);
    logs.set(key, log);
    return record;
  }

  private shelfOf(ttl: number): Shelf {
    const shelf = this.shelves.get(ttl) ?? { open: new Map(), full: new Map() };
    this.shelves.set(ttl, shelf);
    return shelf;
  }

  private newLog(): HitLog {
    if (this.size >= this.maximumKeys) this.makeRoom();
    return new HitLog();
  }

  private dropExpired(now: number): void {
    for (const { open, full } of this.shelves.values()) {
      for (const logs of [open, full]) {
        let dropped = 0;
        for (const [key, { expiresAt }] of logs) {
          if (expiresAt > now || dropped === DROPPED_AT_ONCE) break;
          logs.delete(key);
          dropped++;
        }
      }
    }
  }

  private makeRoom(): void {
    const oldest = [...this.shelves.values()].flatMap(({ open }) => {
      const [first] = open;
      return first === undefined ? [] : [{ logs: open, key: first[0], expiresAt: first[1].expiresAt }];
    });
    const [first] = oldest.sort((one, other) => one.expiresAt - other.expiresAt);
    if (first === undefined) {
      throw new Error(`All ${this.maximumKeys} keys have reached their limits, and there is no room for another.`);
    }
    first.logs.delete(first.key);
  }
}
