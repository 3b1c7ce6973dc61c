import { injectedParameter } from './injected-parameter.js';

/** Injects the object that the guard loaded and checked: the very one, never a second copy. */
export const LoadedObject: () => ParameterDecorator = injectedParameter('object');
