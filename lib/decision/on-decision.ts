import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Logger } from '@nestjs/common';
import { DECISION_CHANNEL, type DecisionEvent } from './decision-event.js';
import { printableError } from './printable.js';

/**
 * Listens to every decision of this process, for logs, metrics and traces; the events are those of the channel
 * `nestjs-permissions:decision` of `node:diagnostics_channel`. Nothing is built while nobody listens, and what a listener
 * throws is logged and changes no decision.
 * @param listener is called synchronously, before the refusal is thrown or the handler runs
 * @returns a function that ends it
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export function onDecision(listener: (event: DecisionEvent) => unknown): () => void {
  const logger = new Logger('Permissions');
  const complain = (error: unknown): void => {
    logger.error(`A listener of onDecision() threw ${printableError(error)}`);
  };
  const subscriber = (event: unknown): void => {
    try {
      Promise.resolve(listener(event as DecisionEvent)).catch(complain);
    } catch (error) {
      complain(error);
    }
  };
  subscribe(DECISION_CHANNEL, subscriber);
  return () => {
    unsubscribe(DECISION_CHANNEL, subscriber);
  };
}
