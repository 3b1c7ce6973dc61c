import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requiredInvocation } from '../context/invocation-store.js';

/** What a parameter of a handler asks the guard for. */
export type InjectedParameter = 'object' | 'check' | 'scope';

const PARAMETER: unique symbol = Symbol.for('nestjs-permissions:parameter');

/** A parameter decorator that injects what the guard handed over, and that start-up can recognise. */
export function injectedParameter(kind: InjectedParameter): () => ParameterDecorator {
  const factory = (_data: unknown, execution: ExecutionContext): unknown => requiredInvocation(execution)[kind];
  return createParamDecorator(Object.assign(factory, { [PARAMETER]: kind }));
}

/** Which of our parameters this factory of Nest's metadata stands for, if any. */
export function injectedParameterOf(factory: unknown): InjectedParameter | undefined {
  return typeof factory === 'function' ? (factory as { [PARAMETER]?: InjectedParameter })[PARAMETER] : undefined;
}
