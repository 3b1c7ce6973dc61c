import { SAFE_METHODS } from '../context/safe-methods.js';
import { type MethodCodes, parseMethodCodes } from './method-codes.js';
import type { PermissionResource } from './permission-backend.js';
import { resourceName } from './resource-name.js';

/** What can be said about the codes of a resource. */
export interface CodeOptions {
  /** What the codes begin with, where that is not the name of the class: `'blog.post'` makes `blog.post.change`. */
  readonly name?: string;
  /** Codes of your own for some methods. Of GET, POST, PUT, PATCH and DELETE, those that are not named keep theirs. */
  readonly codes?: MethodCodes;
}

/** {@link CodeOptions}, and what reading needs. */
export interface ReadingOptions extends CodeOptions {
  /** Whether reading needs a code as well, or only a user. @default true */
  readonly requireView?: boolean;
}

const VERBS = Object.entries({ GET: 'view', POST: 'add', PUT: 'change', PATCH: 'change', DELETE: 'delete' });
const FREE: readonly string[] = Object.freeze([]);

/** Which codes each method needs, for one resource. */
export class RequiredCodes {
  /** Whether reading needs none. */
  readonly readsFreely: boolean;
  private readonly byMethod: ReadonlyMap<string, readonly string[]>;

  /** @throws TypeError for what is no resource, no method, or no code */
  constructor(
    readonly resource: PermissionResource,
    { name, codes, requireView = true }: ReadingOptions,
  ) {
    if (typeof requireView !== 'boolean') throw new TypeError('`requireView` is true or false.');
    const own = codes === undefined ? [] : parseMethodCodes(codes);
    if (!requireView && own.some(([method]) => method === 'GET')) {
      throw new TypeError('`codes` names codes for GET, and reading needs none: keep one of the two.');
    }
    const prefix = resourceName(resource, name);
    const usual = VERBS.map(([method, verb]) => [method, Object.freeze([`${prefix}.${verb}`])] as const);
    this.byMethod = new Map([...usual, ...own, ...(requireView ? [] : [['GET', FREE] as const])]);
    this.readsFreely = !requireView;
  }

  /** The codes that this method needs; none where any user may, `undefined` for a method that nothing is said about. */
  for(method: string): readonly string[] | undefined {
    return this.byMethod.get(SAFE_METHODS.has(method) ? 'GET' : method);
  }

  /** The codes that reading needs. */
  get reading(): readonly string[] {
    return this.byMethod.get('GET') as readonly string[];
  }
}
