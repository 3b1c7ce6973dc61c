import * as rules from './rules.mjs';

/** The ten rules as permission classes, each with a method of its own, as in an application. */
export function permissionsOf({ BasePermission }) {
  return {
    IsEditor: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isEditor(user);
      }
    },
    IsStaff: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isStaff(user);
      }
    },
    IsLocal: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isLocal(user);
      }
    },
    IsEuropean: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isEuropean(user);
      }
    },
    IsAdult: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isAdult(user);
      }
    },
    IsVerified: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isVerified(user);
      }
    },
    IsSuspended: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isSuspended(user);
      }
    },
    IsOnFreePlan: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isOnFreePlan(user);
      }
    },
    IsOnTeamPlan: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isOnTeamPlan(user);
      }
    },
    IsFounder: class extends BasePermission {
      hasPermission({ user }) {
        return rules.isFounder(user);
      }
    },
  };
}

/** `oneOfThree` of permission classes. */
export function anyOf(library) {
  const { IsStaff, IsLocal, IsEditor } = permissionsOf(library);
  return library.or(IsStaff, IsLocal, IsEditor);
}

/** `policy` of permission classes. */
export function treeOf(library, permissions = permissionsOf(library)) {
  const { and, not, or } = library;
  const { IsEditor, IsStaff, IsLocal, IsEuropean, IsAdult, IsVerified, IsSuspended } = permissions;
  const { IsOnFreePlan, IsOnTeamPlan, IsFounder } = permissions;
  return and(
    or(IsStaff, IsLocal, and(IsEuropean, IsAdult)),
    not(or(IsSuspended, IsOnFreePlan)),
    IsVerified,
    or(IsFounder, not(or(not(IsEditor), not(IsOnTeamPlan)))),
  );
}
