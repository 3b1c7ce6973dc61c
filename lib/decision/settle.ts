import { HttpException } from '@nestjs/common';
import { printableError } from './printable.js';
import { RuleFailure } from './rule-failure.js';

/** Whether this is an error that a client may get as it is: an `HttpException` whose status is an error. */
export function isHttpError(thrown: unknown): thrown is HttpException {
  if (!(thrown instanceof HttpException)) return false;
  const status = thrown.getStatus();
  return Number.isInteger(status) && status >= 400 && status <= 599;
}

/**
 * What a rule that threw amounts to: its own `HttpException` where that is an error, and a {@link RuleFailure} for all else.
 * @param rule the rule in words, `IsEditor.hasPermission`
 */
export function failureOf(thrown: unknown, rule: string): Error {
  try {
    if (thrown instanceof RuleFailure || isHttpError(thrown)) return thrown;
  } catch {
    // what cannot even be looked at, such as a revoked proxy, is a failure like every other
  }
  return new RuleFailure(`${rule} threw ${printableError(thrown)}`, 500, { cause: thrown });
}

/**
 * Awaits the answer of an asynchronous rule.
 * @param timeoutMs how long it may take, in milliseconds; 0 for as long as it likes
 * @throws RuleFailure with status 503 when time ran out; what comes later is ignored
 */
export async function settle<T>(
  pending: PromiseLike<unknown>,
  judge: (answer: unknown) => T,
  rule: string,
  timeoutMs: number,
): Promise<T> {
  try {
    return judge(timeoutMs === 0 ? await pending : await within(pending, rule, timeoutMs));
  } catch (error) {
    throw failureOf(error, rule);
  }
}

async function within(pending: PromiseLike<unknown>, rule: string, timeoutMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new RuleFailure(`${rule} did not answer within ${String(timeoutMs)} ms (ruleTimeoutMs).`, 503));
    }, timeoutMs);
  });
  try {
    return await Promise.race([pending, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
