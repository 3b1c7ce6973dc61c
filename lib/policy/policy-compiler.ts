import type { PermissionExpression } from '../composition/expression.js';
import { toExpression } from '../composition/operand.js';
import { mentionsInherited } from '../composition/inherited.js';
import { readerFor } from '../context/readers.js';
import { AllowAny } from '../permission/allow-any.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import type { BoundLeaf } from './bound-leaf.js';
import { actionName, checkReturned, injectedParameters } from './declarations.js';
import { featurePermissions } from './feature-permissions.js';
import type { HandlerSource } from './handler-source.js';
import type { Level } from './level.js';
import { controllerLevels, isSafe } from './levels.js';
import type { LoaderBinder } from './loader-binder.js';
import type { Origin, Policy, PolicyTree } from './policy.js';
import { isDynamic, type PolicyNode } from './policy-node.js';
import { nameOf, type TreeBuilder, treeOf } from './tree-builder.js';

/** What the application as a whole says about its handlers. */
export interface ApplicationPermissions {
  readonly defaults: PermissionExpression;
  /** ANDed to every policy, openness included. */
  readonly required: PermissionExpression | undefined;
  isExempt(source: HandlerSource): boolean;
}

const OPEN = toExpression(AllowAny, 'the resolver of an object', 1);
const EXEMPT: PolicyNode = { kind: 'constant', name: 'exempt', outcome: 'granted' };

/** Makes the policy of a handler from everything that is declared about it. */
export class PolicyCompiler {
  // most policies are one permission, and many handlers have the same
  private readonly shared = new Map<BoundLeaf, PolicyTree>();

  constructor(
    private readonly application: ApplicationPermissions,
    private readonly trees: TreeBuilder,
    private readonly loaders: LoaderBinder,
  ) {}

  /** @throws PermissionsConfigurationError for a declaration that cannot be compiled */
  async compile(source: HandlerSource): Promise<Policy> {
    const { transport, controller, host, handler, action, method, isField, namesGuard } = source;
    const exempt = this.application.isExempt(source);
    const levels = exempt ? [] : this.levelsOf(source);
    const node = exempt ? EXEMPT : await this.withRequired(source, levels, await this.bindLevels(source, levels));
    const injects = injectedParameters(controller, action);
    const returned = checkReturned(controller, action);
    const handsOver = injects.size > 0 || returned !== undefined;
    const { declared, root, canPend, remembers, repeats, program } = this.treeOf(node);
    return Object.freeze({
      // one by one: objects with several spreads in them have no hidden class in common, which costs every request
      transport,
      controller,
      host,
      handler,
      action,
      method,
      isField,
      namesGuard,
      declared,
      root,
      canPend,
      remembers,
      repeats,
      program,
      actionName: actionName(controller, action),
      reader: readerFor(source.transport, source.method),
      description: nameOf(declared),
      origins: exempt ? [{ level: 'exempt', owner: 'PermissionsModule' } as const] : this.originsOf(levels),
      dynamic: isDynamic(declared),
      exempt,
      injects,
      loader: await this.loaders.bind(source, injects.has('object')),
      checkReturned: returned,
      isOpen: root.kind === 'constant' && root.outcome === 'granted' && !handsOver,
      handsOver,
      isKept: handsOver || namesGuard,
    });
  }

  private treeOf(declared: PolicyNode): PolicyTree {
    if (declared.kind !== 'leaf') return treeOf(declared);
    const tree = this.shared.get(declared.leaf) ?? treeOf(declared);
    this.shared.set(declared.leaf, tree);
    return tree;
  }

  private levelsOf(source: HandlerSource): readonly Level[] {
    const feature = featurePermissions(source.host);
    const module: readonly Level[] =
      feature === undefined ? [] : [{ name: 'module', owner: source.host.metatype.name, rule: feature }];
    const defaults: Level = { name: 'defaults', owner: 'PermissionsModule', rule: this.application.defaults };
    const declared = controllerLevels(source);
    // whoever was given an object may read its fields; what the class says is about who is given one
    const ofParent: Level = { name: 'parent', owner: source.controller.name, rule: OPEN };
    const isOpen = source.isField && !declared.some(({ name }) => name === 'handler' || name === 'action');
    return [...(isOpen ? [ofParent] : declared), ...module, defaults];
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

  private async withRequired(source: HandlerSource, levels: readonly Level[], node: PolicyNode): Promise<PolicyNode> {
    const { required } = this.application;
    if (required === undefined || isOpenField(levels)) return node;
    const floor = await this.trees.bind(required, { host: source.host, safe: isSafe(source), inherited: undefined });
    return { kind: 'and', operands: [floor, node] };
  }

  private originsOf(levels: readonly Level[]): readonly Origin[] {
    const last = levels.findIndex((level) => 'rule' in level && !mentionsInherited(level.rule));
    const origins: Origin[] = levels.slice(0, last + 1).map(({ name, owner }) => ({ level: name, owner }));
    return this.application.required === undefined || isOpenField(levels)
      ? origins
      : [{ level: 'required', owner: 'PermissionsModule' }, ...origins];
  }
}

function isOpenField([nearest]: readonly Level[]): boolean {
  return nearest?.name === 'parent';
}
