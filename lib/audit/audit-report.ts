import type { Transport } from '../context/transport-reader.js';
import type { Origin } from '../policy/policy.js';
import type { AuditFinding } from './finding.js';
import type { ObjectAccess } from './object-access.js';

/** What a report says of one handler. */
export interface AuditedHandler {
  readonly transport: Transport;
  /** The HTTP method in upper case, or `ALL`; elsewhere `QUERY`, `MUTATION`, `SUBSCRIPTION`, `FIELD`, `MESSAGE` or `EVENT`. */
  readonly method: string;
  /** The paths of a route; elsewhere the fields, messages or patterns under which it is reached. */
  readonly paths: readonly string[];
  /** The versions that no path says, because a header, a media type or a function chooses them. */
  readonly versions: readonly string[];
  /** The name of the controller class. */
  readonly controller: string;
  readonly action: string;
  /**
   * The expression that applies, with everything that is inherited; `none` where the module is not imported, `invalid` where
   * the declarations make no policy.
   */
  readonly permissions: string;
  /** Who says so, nearest first. */
  readonly origins: readonly Origin[];
  /** How the handler comes by the objects that its rules judge. */
  readonly object: readonly ObjectAccess[];
  /** Whether a function of the context has a say. */
  readonly dynamic: boolean;
  /** Whether everybody may use it, whatever the request. */
  readonly open: boolean;
  /** Whether a PermissionsGuard runs before it, so that its permissions are asked at all. */
  readonly guarded: boolean;
}

/** All handlers of an application with their policies, and what is left open. The same application gives the same report. */
export interface AuditReport {
  readonly handlers: readonly AuditedHandler[];
  readonly findings: readonly AuditFinding[];
}
