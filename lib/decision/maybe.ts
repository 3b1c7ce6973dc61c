/** A value, or the promise of one. Nothing is awaited unless a rule is asynchronous. */
export type Maybe<T> = T | Promise<T>;

/** Goes on with a value now, or with a promised one later. */
export function chain<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
