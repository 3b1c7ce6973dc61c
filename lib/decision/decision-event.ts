import { channel } from 'node:diagnostics_channel';
import type { Transport } from '../context/transport-reader.js';
import type { Decision } from './decision.js';

/** A decision, and what it was about. Holds no payload, id or token. */
export interface DecisionEvent extends Decision {
  /** The controller class; empty where an expression was asked about. */
  readonly controller: string;
  /** The name of the handler's method; empty where an expression was asked about. */
  readonly action: string;
  /** `undefined` outside of any request. */
  readonly transport: Transport | undefined;
}

/** The name of the channel of `node:diagnostics_channel` on which every decision is published. */
export const DECISION_CHANNEL = 'nestjs-permissions:decision';

/** The channel itself, which every copy of this package shares. */
export const DECISIONS = channel(DECISION_CHANNEL);
