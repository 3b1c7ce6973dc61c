import type { ExecutionContext } from '@nestjs/common';

const CARRIER: unique symbol = Symbol.for('nestjs-permissions:carrier');

/**
 * The object that carries the state of one run of a message handler. It stands among the arguments that Nest passes from
 * guards to interceptors and to parameters: sockets live longer, payloads may be plain texts, and several handlers of one event
 * share its context.
 * @param place where it is put among the arguments
 */
export function messageCarrier(execution: ExecutionContext, place: 'last' | 'before-last'): object {
  const args = execution.getArgs<unknown[]>();
  const found = args.find(isCarrier);
  if (found !== undefined) return found;
  const carrier = { [CARRIER]: true };
  args.splice(place === 'last' ? args.length : -1, 0, carrier);
  return carrier;
}

function isCarrier(argument: unknown): argument is object {
  return typeof argument === 'object' && argument !== null && Object.hasOwn(argument, CARRIER);
}
