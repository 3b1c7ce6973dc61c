import { Logger, ServiceUnavailableException } from '@nestjs/common';
import { withoutStack } from '../index.js';
import type { AppliedLimit } from './bound-throttle.js';
import type { ThrottleRecord } from './throttle-record.js';
import { Throttled } from './throttled.exception.js';
import type { ResolvedThrottlesOptions } from './throttles-options.js';

/** Asks the storage about limits, and knows what to do while it fails. */
export class ThrottleAsker {
  private readonly logger = new Logger('Throttles');
  private failing = false;

  constructor(
    private readonly options: Pick<ResolvedThrottlesOptions, 'storage' | 'storageTimeoutMs' | 'onStorageFailure'>,
  ) {}

  /**
   * Asks about all of these limits at once.
   * @throws Throttled with the longest wait, when one of them refuses; ServiceUnavailableException when the storage fails
   */
  async ask(limits: readonly AppliedLimit[]): Promise<void> {
    if (limits.length === 0) return;
    const answers = await Promise.allSettled(limits.map((limit) => this.increment(limit)));
    const failure = answers.find((answer) => answer.status === 'rejected');
    this.report(failure);
    const waits = answers.flatMap((answer) =>
      answer.status === 'fulfilled' && answer.value.isBlocked ? [answer.value.timeToBlockExpire] : [],
    );
    if (waits.length > 0) throw withoutStack(() => new Throttled(longest(waits)));
    if (failure !== undefined && this.options.onStorageFailure === 'refuse') throw withoutStack(unavailable);
  }

  private async increment({ key, ttl, limit, blockDuration, name }: AppliedLimit): Promise<ThrottleRecord> {
    const { storage, storageTimeoutMs } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`It did not answer within ${storageTimeoutMs} ms (storageTimeoutMs).`));
      }, storageTimeoutMs);
    });
    try {
      const record = await Promise.race([storage.increment(key, ttl, limit, blockDuration, name), timeout]);
      // only a clear answer is one
      if (typeof (record as Partial<ThrottleRecord> | undefined)?.isBlocked === 'boolean') return record;
      throw new Error('It answered no record with `isBlocked`.');
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tells that the storage fails, and that it works again, once each. */
  private report(failure: PromiseRejectedResult | undefined): void {
    if ((failure !== undefined) === this.failing) return;
    this.failing = failure !== undefined;
    const becomes = this.options.onStorageFailure === 'refuse' ? 'answered with 503' : 'let through unlimited';
    if (failure === undefined) this.logger.log('The storage answers again.');
    else this.logger.error(`The storage fails, requests are ${becomes}: ${String(failure.reason)}`);
  }
}

/** In seconds; a storage may refuse without knowing for how long. */
function longest(waits: readonly unknown[]): number | undefined {
  const known = waits.filter((wait) => typeof wait === 'number' && Number.isFinite(wait) && wait >= 0) as number[];
  return known.length === 0 ? undefined : Math.ceil(Math.max(...known));
}

function unavailable(): ServiceUnavailableException {
  return new ServiceUnavailableException({
    statusCode: 503,
    error: 'Service Unavailable',
    message: 'Service unavailable',
    code: 'throttle_unavailable',
  });
}
