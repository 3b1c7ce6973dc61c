import type { Rights } from '../context/rights.js';
import type { PermissionBackend, PermissionResource } from './permission-backend.js';

/** The rights that a backend knows of. Superusers hold every code: the backend is not asked. */
export class BackendRights implements Rights {
  /**
   * @param isSuperuser the option; without it nobody is one
   * @param backend who is asked, if that is known already
   */
  constructor(
    private readonly isSuperuser: ((user: object) => boolean) | undefined,
    private backend?: PermissionBackend,
  ) {}

  /** Names who is asked from now on. */
  use(backend: PermissionBackend): void {
    this.backend = backend;
  }

  /** @throws TypeError for an answer that is neither `true` nor `false`, and before the application has started */
  hold(user: object, codes: readonly string[], object: object | undefined): boolean | Promise<boolean> {
    if (this.isSuper(user)) return true;
    const backend = this.known();
    const answer: unknown = backend.hasPermissions(user, codes, object);
    if (typeof answer === 'boolean') return answer;
    return Promise.resolve(answer).then((settled) => strictly(settled, `${backendName(backend)}.hasPermissions`));
  }

  /** @throws TypeError for a backend that cannot say, and before the application has started */
  where(user: object, codes: readonly string[], resource: unknown): unknown {
    if (this.isSuper(user)) return true;
    const backend = this.known();
    if (backend.where === undefined) throw new TypeError(`${backendName(backend)} has no where(), which lists need.`);
    return backend.where(user, codes, resource as PermissionResource);
  }

  private isSuper(user: object): boolean {
    return this.isSuperuser !== undefined && strictly(this.isSuperuser(user), 'The option `isSuperuser`');
  }

  private known(): PermissionBackend {
    if (this.backend !== undefined) return this.backend;
    throw new TypeError('The backend of the permissions is known when the application has started.');
  }
}

/** How errors call a backend. */
export function backendName(backend: PermissionBackend): string {
  const { name } = backend.constructor;
  return name === 'Object' ? 'The option `backend`' : name;
}

function strictly(answer: unknown, who: string): boolean {
  if (typeof answer === 'boolean') return answer;
  throw new TypeError(`${who} answered ${answer === null ? 'null' : typeof answer}; it must be \`true\` or \`false\`.`);
}
