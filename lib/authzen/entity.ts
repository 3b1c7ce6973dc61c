/** What a decision point may be told of a subject, a resource or the circumstances: whatever JSON can carry. */
export type AuthZenProperties = Readonly<Record<string, unknown>>;

/** A subject or a resource as AuthZEN 1.0 writes it. Nothing of it reaches the decision point but what stands here. */
export interface AuthZenEntity {
  /** The kind of thing, such as `user` or `post`. */
  readonly type: string;
  /** What tells it from all others of its type. */
  readonly id: string;
  /** What the policies of the decision point ask about it. */
  readonly properties?: AuthZenProperties;
}

/**
 * An entity as it is sent.
 * @param option the option that answered it, for the message
 * @throws TypeError for what identifies nothing
 */
export function entityOf(answer: AuthZenEntity, option: string): AuthZenEntity {
  const { type, id, properties } = answer;
  if (!isText(type) || !isText(id)) {
    throw new TypeError(
      `AuthZenBackend: the option \`${option}\` must answer { type, id }, two strings with something in them.`,
    );
  }
  return properties === undefined ? { type, id } : { type, id, properties };
}

/**
 * The id of a user or an object, as text: the first of these properties that is there.
 * @param remedy what to write for those that have none
 * @throws TypeError where it is no string, whole number or bigint
 */
export function idOf(thing: object, keys: readonly string[], remedy: string): string {
  for (const key of keys) {
    // what a polluted root prototype holds is the id of nothing
    const id: unknown = Object.hasOwn(thing, key) || !(key in Object.prototype) ? Reflect.get(thing, key) : undefined;
    if (id === undefined || id === null) continue;
    if (isText(id)) return id;
    if (typeof id === 'bigint' || (typeof id === 'number' && Number.isSafeInteger(id))) return String(id);
    break;
  }
  const names = keys.map((key) => `\`${key}\``).join(', ');
  throw new TypeError(`AuthZenBackend: of ${names} there is none that is a string or a whole number. ${remedy}`);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
