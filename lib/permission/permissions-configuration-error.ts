/**
 * A mistake of the developer, found when a decorator runs or when the application starts: one problem or several,
 * each naming the place and what to write instead.
 */
export class PermissionsConfigurationError extends Error {
  override readonly name = 'PermissionsConfigurationError';
  readonly problems: readonly string[];

  constructor(...problems: readonly [string, ...string[]]) {
    super(problems.length === 1 ? problems[0] : listed(problems));
    this.problems = Object.freeze([...problems]);
  }
}

function listed(problems: readonly string[]): string {
  const lines = problems.map((problem, index) => `  ${String(index + 1)}. ${problem}`);
  return [`${String(problems.length)} problems keep this application from starting:`, ...lines].join('\n');
}
