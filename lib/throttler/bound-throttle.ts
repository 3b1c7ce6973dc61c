import type { ExecutionContext } from '@nestjs/common';
import type { Admission, RequestQuestion } from '../index.js';
import { bucketKey } from './bucket-key.js';
import type { Limit } from './rate.js';
import type { Throttle } from './throttle.js';

/** Who sends a request. */
export type Caller = Parameters<RequestQuestion>[0];

/** A handler of the application. */
export type Handler = ReturnType<Admission['handlers']>[number];

/** A limit as it applies to one request. */
export interface AppliedLimit extends Limit {
  /** Whose requests are counted, and for what. */
  readonly key: string;
  /** In milliseconds. */
  readonly blockDuration: number;
  /** The scope, or the place, in words. */
  readonly name: string;
}

/** A throttle at its place, for the requests of one handler. */
export class BoundThrottle {
  private readonly name: string;
  private readonly prefix: string;

  /**
   * @param bucket what is counted together: a scope, or the place where the throttle is declared
   * @param rates other rates for those whom a permission grants
   */
  constructor(
    private readonly throttle: Throttle,
    bucket: readonly string[],
    private readonly rate: Limit | null,
    private readonly rates: readonly (readonly [asked: RequestQuestion, rate: Limit | null])[],
  ) {
    this.name = bucket.join(' ');
    this.prefix = bucketKey([throttle.slot, ...bucket]);
  }

  /** What it may count, one for each time span that it has a rate for. */
  get buckets(): readonly string[] {
    const rates = [this.rate, ...this.rates.map(([, rate]) => rate)].filter((rate) => rate !== null);
    return [...new Set(rates.map(({ ttl }) => this.bucketFor(ttl)))];
  }

  /**
   * The limit for this request, or `null` where there is none.
   * @param who whose requests are counted together
   * @param caller `undefined` before authentication, where nothing depends on the caller
   */
  async limitFor(
    who: readonly string[],
    execution: ExecutionContext,
    caller: Caller | undefined,
  ): Promise<AppliedLimit | null> {
    const rate = caller === undefined ? this.rate : await this.rateOf(caller, execution);
    if (rate === null) return null;
    const key = this.bucketFor(rate.ttl) + bucketKey(who);
    return { ...rate, key, blockDuration: this.throttle.blockDuration, name: this.name };
  }

  private bucketFor(ttl: number): string {
    return this.prefix + bucketKey([String(ttl)]);
  }

  private async rateOf(caller: Caller, execution: ExecutionContext): Promise<Limit | null> {
    for (const [asked, rate] of this.rates) if (await asked(caller, execution)) return rate;
    return this.rate;
  }
}
