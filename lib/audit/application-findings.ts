import type { Type } from '@nestjs/common';
import { FEATURE_PERMISSIONS } from '../policy/feature-permissions.js';
import type { HostModule, InstanceWrapper } from '../policy/handler-source.js';
import { isGateway } from './entry-points.js';
import { APPLICATION, type AuditFinding, finding } from './finding.js';

/** What an application has beside its HTTP handlers. */
export interface ApplicationFacts {
  readonly modules: readonly HostModule[];
  readonly pairs: readonly { readonly handler: { readonly host: HostModule } }[];
  /** Routes that no controller owns: `POST /hook`. */
  readonly routes: readonly string[];
}

/** What the permissions of this application do not reach. */
export function applicationFindings({ modules, pairs, routes }: ApplicationFacts): readonly AuditFinding[] {
  const hosts = new Set(pairs.map(({ handler }) => handler.host));
  return [
    ...routes.map((route) =>
      finding(
        'raw-route',
        APPLICATION,
        `${route} is registered on the HTTP adapter, where no guard runs. Make it a handler of a controller.`,
      ),
    ),
    ...modules.flatMap((module) => moduleFindings(module, module.controllers.size > 0 || hosts.has(module))),
  ];
}

function moduleFindings(
  { metatype: { name }, imports, providers }: HostModule,
  hasHandlers: boolean,
): readonly AuditFinding[] {
  const hasFeature = [...imports].some(({ providers }) => providers.has(FEATURE_PERMISSIONS));
  return [
    ...(name === 'ServeStaticModule'
      ? [
          finding(
            'static-files',
            APPLICATION,
            'ServeStaticModule answers before any guard: everybody may read its files.',
          ),
        ]
      : []),
    ...[...providers.values()].flatMap(connectionFinding),
    ...(hasFeature && !hasHandlers
      ? [
          finding(
            'feature-without-handlers',
            name,
            'It imports PermissionsModule.forFeature() and has no controllers, gateways or resolvers: the list applies to nothing. ' +
              'Import it in the module that has them.',
          ),
        ]
      : []),
  ];
}

function connectionFinding({ metatype }: InstanceWrapper): readonly AuditFinding[] {
  if (typeof metatype !== 'function' || !isGateway(metatype as Type)) return [];
  const message =
    'Nest runs no guard when a client connects, and who is connected hears what is broadcast: see that handleConnection() ' +
    'turns away, with authorizeConnection(), who may not.';
  return [finding('open-connection', metatype.name, message)];
}
