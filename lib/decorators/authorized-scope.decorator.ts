import { injectedParameter } from './injected-parameter.js';

/** Injects the scope of a list: which objects the caller may see, `@AuthorizedScope() scope: Scope<Post>`. */
export const AuthorizedScope: () => ParameterDecorator = injectedParameter('scope');
