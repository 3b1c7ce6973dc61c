import { describeHandler, type HostModule } from '../policy/handler-source.js';
import type { Policy } from '../policy/policy.js';
import { isReference } from './entry-points.js';
import { APPLICATION, type AuditFinding, finding } from './finding.js';
import { type FieldEnhancer, hasUnknownOptions, missingEnhancers } from './graphql-options.js';

const ASK_BY_HAND = 'Ask in the resolver itself, with PermissionsService.check().';

/** Fields of GraphQL objects whose permissions Nest gives no chance. */
export function fieldFindings(policies: readonly Policy[], modules: readonly HostModule[]): readonly AuditFinding[] {
  const fields = policies.filter(({ isField, exempt }) => isField && !exempt);
  const asking = fields.filter((policy) => needsOf(policy).length > 0);
  return [
    ...fields.filter((policy) => isReference(policy.handler) && !asking.includes(policy)).map(openReference),
    ...asking.flatMap((policy) => unaskedField(policy, modules) ?? []),
    ...(asking.length > 0 && hasUnknownOptions(modules) ? [unknownOptions()] : []),
  ];
}

/** Whether Nest runs guards before this handler, which for fields the options of GraphQL say; as far as these are known. */
export function runsGuards(policy: Policy, modules: readonly HostModule[]): boolean {
  if (!policy.isField) return true;
  if (isReference(policy.handler) || isTypeResolver(policy)) return false;
  return missingEnhancers(modules, policy.host, ['guards']).length === 0;
}

function openReference(policy: Policy): AuditFinding {
  return finding(
    'federation-reference',
    describeHandler(policy),
    `Whoever may query this subgraph gets every object that it resolves, and no permission is asked. ${ASK_BY_HAND}`,
  );
}

function unaskedField(policy: Policy, modules: readonly HostModule[]): AuditFinding | undefined {
  const reason = whyUnasked(policy, modules);
  if (reason === undefined) return undefined;
  return finding('unguarded-field', describeHandler(policy), `Its permissions are not asked: ${reason}`);
}

function whyUnasked(policy: Policy, modules: readonly HostModule[]): string | undefined {
  if (isReference(policy.handler)) return `the guard knows no user of the references of a federation. ${ASK_BY_HAND}`;
  if (isTypeResolver(policy)) return 'Nest runs no guard for __resolveType. Put them on fields.';
  const needs = needsOf(policy);
  const missing = missingEnhancers(modules, policy.host, needs);
  if (missing.length === 0) return undefined;
  const list = needs.map((enhancer) => `'${enhancer}'`).join(', ');
  return (
    `Nest runs no ${missing.join(' and no ')} for fields. ` +
    `Write \`fieldResolverEnhancers: [${list}]\` in the options of GraphQLModule.`
  );
}

function unknownOptions(): AuditFinding {
  const message =
    'The options of GraphQLModule.forRootAsync() come out of a factory, which an audit does not run: see that they have ' +
    '`fieldResolverEnhancers`, which permissions on fields need. PermissionsAuditor.audit() in the started application knows.';
  return finding('options-unknown', APPLICATION, message);
}

function needsOf({ origins, handsOver, injects, checkReturned }: Policy): readonly FieldEnhancer[] {
  if (origins.some(({ level }) => level === 'parent') && !handsOver) return [];
  const checksInHandler = injects.has('check') || injects.has('scope') || checkReturned !== undefined;
  return checksInHandler ? ['guards', 'interceptors'] : ['guards'];
}

function isTypeResolver({ action }: Policy): boolean {
  return action === '__resolveType';
}
