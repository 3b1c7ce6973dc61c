// Ten rules about a user, a guest being null or undefined. `user()` is asked all of them by `policy`, and passes.
export const isEditor = (user) => user != null && user.roles.includes('editor');
export const isStaff = (user) => user != null && user.isStaff;
export const isLocal = (user) => user != null && user.region === 'ch';
export const isEuropean = (user) => user != null && user.region === 'eu';
export const isAdult = (user) => user != null && user.age >= 18;
export const isVerified = (user) => user != null && user.verified;
export const isSuspended = (user) => user != null && user.suspended;
export const isOnFreePlan = (user) => user != null && user.plan === 'free';
export const isOnTeamPlan = (user) => user != null && user.plan === 'team';
export const isFounder = (user) => user != null && user.id === 1;

/** One of three rules, as a programmer writes it by hand. */
export const oneOfThree = (user) => isStaff(user) || isLocal(user) || isEditor(user);

/** Ten rules in an expression of three levels. */
export const policy = (user) =>
  (isStaff(user) || isLocal(user) || (isEuropean(user) && isAdult(user))) &&
  !(isSuspended(user) || isOnFreePlan(user)) &&
  isVerified(user) &&
  (isFounder(user) || !(!isEditor(user) || !isOnTeamPlan(user)));
