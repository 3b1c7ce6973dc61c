import type { TransportReader } from '../context/transport-reader.js';
import type { CheckReturnedOptions } from '../decorators/check-returned.decorator.js';
import type { InjectedParameter } from '../decorators/injected-parameter.js';
import type { HandlerSource } from './handler-source.js';
import type { LevelName } from './level.js';
import type { ObjectLoader } from './object-loader.js';
import type { PolicyNode } from './policy-node.js';
import type { Step } from './program.js';

/** A tree with what its evaluation needs to know beforehand. */
export interface PolicyTree {
  /** Everything that was declared; explanations read it. */
  readonly declared: PolicyNode;
  /** What is left to evaluate for a request. */
  readonly root: PolicyNode;
  /** Whether the verdict can depend on an object. */
  readonly canPend: boolean;
  /** Whether the answers of the request phase must be remembered: some rule is asked in two phases, or twice in one. */
  readonly remembers: boolean;
  /** Whether the answers about an object must be remembered: some rule stands in the tree twice. */
  readonly repeats: boolean;
  /** The first step of its evaluation; `undefined` where answers must be remembered, or there are too many. */
  readonly program: Step | undefined;
}

/** A part of a policy, and who says it. */
export interface Origin {
  readonly level: LevelName | 'required' | 'exempt';
  readonly owner: string;
}

/** What applies to one handler: compiled once for (controller class, handler). */
export interface Policy extends HandlerSource, PolicyTree {
  /** What rules are told that the action is called. */
  readonly actionName: string;
  /** Reads what this handler is called with. */
  readonly reader: TransportReader;
  /** The expression, as a developer would write it with everything that is inherited. */
  readonly description: string;
  readonly origins: readonly Origin[];
  readonly dynamic: boolean;
  readonly exempt: boolean;
  readonly injects: ReadonlySet<InjectedParameter>;
  /** What fetches the object of this action, where the declarations say so. */
  readonly loader: ObjectLoader | undefined;
  readonly checkReturned: CheckReturnedOptions | undefined;
  /** Whether every request is granted, and nothing is left to do for it. */
  readonly isOpen: boolean;
  /** Whether something is left for the handler, or for what runs around it. */
  readonly handsOver: boolean;
  /** Whether its invocations are remembered: something is handed over, or the guard may run twice. */
  readonly isKept: boolean;
}
