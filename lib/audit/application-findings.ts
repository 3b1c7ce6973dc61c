import { FEATURE_PERMISSIONS } from '../policy/feature-permissions.js';
import type { HostModule } from '../policy/handler-source.js';
import { APPLICATION, type AuditFinding, finding } from './finding.js';
import type { UncoveredMethod } from './handler-explorer.js';

/** What an application has beside its HTTP handlers. */
export interface ApplicationFacts {
  readonly modules: readonly HostModule[];
  readonly uncovered: readonly UncoveredMethod[];
  /** Routes that no controller owns: `POST /hook`. */
  readonly routes: readonly string[];
}

/** What the permissions of this application do not reach. */
export function applicationFindings({ modules, uncovered, routes }: ApplicationFacts): readonly AuditFinding[] {
  return [
    ...uncovered.map(({ owner, method, transport }) =>
      finding(
        'uncovered-transport',
        `${owner.name}.${method}`,
        `It is reached by ${transport}, and permissions are asked for HTTP only. Guard it by hand, with PermissionsService.check().`,
      ),
    ),
    ...routes.map((route) =>
      finding(
        'raw-route',
        APPLICATION,
        `${route} is registered on the HTTP adapter, where no guard runs. Make it a handler of a controller.`,
      ),
    ),
    ...modules.flatMap(moduleFindings),
  ];
}

function moduleFindings({ metatype: { name }, imports, controllers }: HostModule): readonly AuditFinding[] {
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
    ...(hasFeature && controllers.size === 0
      ? [
          finding(
            'feature-without-handlers',
            name,
            'It imports PermissionsModule.forFeature() and has no controllers: the list applies to nothing. ' +
              'Import it in the module that has the controllers.',
          ),
        ]
      : []),
  ];
}
