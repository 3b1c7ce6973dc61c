import { injectedParameter } from './injected-parameter.js';

/**
 * Judges an object that the handler has loaded by itself, or is about to write, and answers it.
 * Rejects with the refusal, which is final: the invocation answers it, whatever the handler catches.
 */
export type ObjectCheck = <T>(candidate: T | Promise<T>) => Promise<NonNullable<T>>;

/** Injects an {@link ObjectCheck}: `@CheckObject() check: ObjectCheck`. */
export const CheckObject: () => ParameterDecorator = injectedParameter('check');
