import { constantTruth } from '../composition/constant-truth.js';
import { publicMark } from '../policy/declarations.js';
import { featurePermissions } from '../policy/feature-permissions.js';
import { describeHandler } from '../policy/handler-source.js';
import type { Level } from '../policy/level.js';
import { controllerLevels, isSafe } from '../policy/levels.js';
import type { Policy } from '../policy/policy.js';
import { type AuditFinding, finding } from './finding.js';

/** What there is to say about a handler that everybody may use. */
export function openingFindings(policy: Policy): readonly AuditFinding[] {
  const { root } = policy;
  if (root.kind !== 'constant' || root.outcome !== 'granted') return [];
  const [nearest, ...outer] = controllerLevels(policy);
  const written = isWrittenOnHandler(policy, nearest);
  const where = describeHandler(policy);
  const restriction = restrictingOwner(policy, outer);
  if (written && restriction !== undefined) {
    const message =
      `Everybody may use it, though ${restriction} restricts its handlers. ` +
      'If that is not meant, write Inherited into its list, or take the opening away.';
    return [finding('opening-under-restriction', where, message)];
  }
  if (written || isSafe(policy) === true) return [];
  const message = 'Everybody may write with it. Write @Permissions(AllowAny) on this very handler if that is meant.';
  return [finding('unsafe-method-open', where, message)];
}

function isWrittenOnHandler({ handler }: Policy, nearest: Level | undefined): boolean {
  // Object is a class without any mark: what is left is that of the method
  if (nearest?.name === 'public') return publicMark(handler, Object);
  return nearest?.name === 'handler' || nearest?.name === 'action';
}

function restrictingOwner(policy: Policy, outer: readonly Level[]): string | undefined {
  const restricts = (level: Level): boolean =>
    level.name === 'class' && 'rule' in level && constantTruth(level.rule, isSafe(policy)) !== true;
  const ofClass = outer.find(restricts);
  if (ofClass !== undefined) return ofClass.owner;
  const feature = featurePermissions(policy.host);
  const ofModule = feature !== undefined && constantTruth(feature, isSafe(policy)) !== true;
  return ofModule ? policy.host.metatype.name : undefined;
}
