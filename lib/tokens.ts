/** The token of the shared {@link Authorizer}. */
export const AUTHORIZER: unique symbol = Symbol.for('nestjs-permissions:authorizer');

/** The token of the {@link PolicyRegistry}. */
export const REGISTRY: unique symbol = Symbol.for('nestjs-permissions:registry');

/** The token of the options as they were written. */
export const OPTIONS: unique symbol = Symbol.for('nestjs-permissions:options');

/** The token of the {@link ResolvedOptions}. */
export const RESOLVED_OPTIONS: unique symbol = Symbol.for('nestjs-permissions:resolved-options');

/** The token of the options that shape the module itself. */
export const EXTRAS: unique symbol = Symbol.for('nestjs-permissions:extras');
