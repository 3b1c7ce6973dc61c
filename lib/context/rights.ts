/** Who holds which codes. Asked about authenticated users only, and never for no code. */
export interface Rights {
  /** Whether this user holds all of these codes, for one object where one is given. */
  hold(user: object, codes: readonly string[], object: object | undefined): boolean | Promise<boolean>;
  /** The objects of a resource for which this user holds all of these codes, as `where()` of a permission says it. */
  where(user: object, codes: readonly string[], resource: unknown): unknown;
}

/** What one user was asked for in one invocation, so that nothing is asked twice. */
export class AskedRights {
  private readonly answers = new Map<unknown, Map<string, unknown>>();

  constructor(
    private readonly user: object,
    private readonly rights: Rights,
  ) {}

  /** Whether the user holds all of these codes; a promise is shared by all who ask. */
  hold(codes: readonly string[], object: object | undefined): boolean | Promise<boolean> {
    return this.answered(codes, object, () => this.rights.hold(this.user, codes, object)) as boolean | Promise<boolean>;
  }

  /** The objects of a resource for which the user holds all of these codes. */
  where(codes: readonly string[], resource: unknown): unknown {
    return this.answered(codes, resource, () => this.rights.where(this.user, codes, resource));
  }

  /** Forgets what was answered about an object, which may have been changed since. */
  forget(object: object): void {
    this.answers.delete(object);
  }

  private answered(codes: readonly string[], about: unknown, ask: () => unknown): unknown {
    if (codes.length === 0) throw new TypeError('No code is asked for, which everybody would hold.');
    // neither order nor repetition makes another question
    const key = JSON.stringify([...new Set(codes)].sort());
    const known = this.answers.get(about) ?? new Map<string, unknown>();
    this.answers.set(about, known);
    if (!known.has(key)) known.set(key, ask());
    return known.get(key);
  }
}
