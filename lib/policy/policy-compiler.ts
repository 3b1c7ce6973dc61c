import type { PermissionExpression } from '../composition/expression.js';
import { mentionsInherited } from '../composition/inherited.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { checkReturned, injectedParameters } from './declarations.js';
import { featurePermissions } from './feature-permissions.js';
import type { HandlerSource } from './handler-source.js';
import type { Level } from './level.js';
import { controllerLevels, isSafe } from './levels.js';
import type { LoaderBinder } from './loader-binder.js';
import type { Origin, Policy } from './policy.js';
import { isDynamic, type PolicyNode } from './policy-node.js';
import { nameOf, type TreeBuilder, treeOf } from './tree-builder.js';

/** What the application as a whole says about its handlers. */
export interface ApplicationPermissions {
  readonly defaults: PermissionExpression;
  /** ANDed to every policy, openness included. */
  readonly required: PermissionExpression | undefined;
  isExempt(source: HandlerSource): boolean;
}

const EXEMPT: PolicyNode = { kind: 'constant', name: 'exempt', outcome: 'granted' };

/** Makes the policy of a handler from everything that is declared about it. */
export class PolicyCompiler {
  constructor(
    private readonly application: ApplicationPermissions,
    private readonly trees: TreeBuilder,
    private readonly loaders: LoaderBinder,
  ) {}

  /** @throws PermissionsConfigurationError for a declaration that cannot be compiled */
  async compile(source: HandlerSource): Promise<Policy> {
    const { controller, action } = source;
    const exempt = this.application.isExempt(source);
    const levels = exempt ? [] : this.levelsOf(source);
    const declared = exempt ? EXEMPT : await this.withRequired(source, await this.bindLevels(source, levels));
    const injects = injectedParameters(controller, action);
    const returned = checkReturned(controller, action);
    return Object.freeze({
      ...source,
      ...treeOf(declared),
      description: nameOf(declared),
      origins: exempt ? [{ level: 'exempt', owner: 'PermissionsModule' } as const] : this.originsOf(levels),
      dynamic: isDynamic(declared),
      exempt,
      injects,
      loader: await this.loaders.bind(source, injects.has('object')),
      checkReturned: returned,
      handsOver: injects.size > 0 || returned !== undefined,
    });
  }

  private levelsOf(source: HandlerSource): readonly Level[] {
    const feature = featurePermissions(source.host);
    const module: readonly Level[] =
      feature === undefined ? [] : [{ name: 'module', owner: source.host.metatype.name, rule: feature }];
    const defaults: Level = { name: 'defaults', owner: 'PermissionsModule', rule: this.application.defaults };
    return [...controllerLevels(source), ...module, defaults];
  }

  private async bindLevels(source: HandlerSource, [level, ...outer]: readonly Level[]): Promise<PolicyNode> {
    if (level === undefined)
      throw new PermissionsConfigurationError('Inherited stands where there is nothing to inherit.');
    const inherited = (): Promise<PolicyNode> => this.bindLevels(source, outer);
    const [{ host }, safe] = [source, isSafe(source)];
    if ('rule' in level) return this.trees.bind(level.rule, { host, safe, inherited });
    const { choose, owner, mayOpen } = level;
    return { kind: 'dynamic', choose, owner, mayOpen, host, safe, otherwise: await inherited() };
  }

  private async withRequired(source: HandlerSource, node: PolicyNode): Promise<PolicyNode> {
    const { required } = this.application;
    if (required === undefined) return node;
    const floor = await this.trees.bind(required, { host: source.host, safe: isSafe(source), inherited: undefined });
    return { kind: 'and', operands: [floor, node] };
  }

  private originsOf(levels: readonly Level[]): readonly Origin[] {
    const last = levels.findIndex((level) => 'rule' in level && !mentionsInherited(level.rule));
    const origins: Origin[] = levels.slice(0, last + 1).map(({ name, owner }) => ({ level: name, owner }));
    return this.application.required === undefined
      ? origins
      : [{ level: 'required', owner: 'PermissionsModule' }, ...origins];
  }
}
