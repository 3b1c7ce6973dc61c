import { denialBy } from '../composition/verdict.js';
import { isPlainObject } from '../context/plain-object.js';
import { type BasePermission, isPermissionClass, type PermissionClass } from '../permission/base-permission.js';
import { aboutOf, labelOf, permissionName } from '../permission/named-permission.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { assertNoRuleFields, rulesOf } from '../permission/rules-of.js';
import { type BoundLeaf, denialOf } from './bound-leaf.js';
import type { DependencyInjector, Injected } from './dependency-injector.js';
import { firstLine } from './first-line.js';
import type { HostModule } from './handler-source.js';

/** Binds permissions to their instances, once for each module that asks. */
export class PermissionResolver {
  private readonly leaves = new Map<HostModule, Map<unknown, Promise<BoundLeaf>>>();
  private readonly subjects = new Map<string, unknown>();

  constructor(private readonly injector: DependencyInjector) {}

  /** @throws PermissionsConfigurationError naming the permission, and the dependency that cannot be found */
  bind(permission: PermissionClass | BasePermission, host: HostModule): Promise<BoundLeaf> {
    const ofHost = this.leaves.get(host) ?? new Map<unknown, Promise<BoundLeaf>>();
    this.leaves.set(host, ofHost);
    const label = labelOf(permission);
    if (label !== undefined) this.assertOneMeaning(label, aboutOf(permission));
    // two calls of one factory with the same arguments are the same permission
    const key = label ?? permission;
    const known = ofHost.get(key);
    if (known !== undefined) return known;
    const leaf = this.make(permission, host);
    ofHost.set(key, leaf);
    return leaf;
  }

  private async make(permission: PermissionClass | BasePermission, host: HostModule): Promise<BoundLeaf> {
    const name = permissionName(permission);
    const rules = rulesOf(permission);
    const found = isPermissionClass(permission)
      ? await this.find(permission, host)
      : ({ instance: permission, made: true } as const);
    if ('create' in found)
      return Object.freeze({ name, rules, injected: found, instance: undefined, denial: denialBy(name) });
    const { instance } = found;
    // a literal that stands for a class, as tests put it in its place, has no class to keep its rules in
    if (instance === permission || !isPlainObject(instance)) assertNoRuleFields(instance);
    const denial = denialOf(instance, name);
    return Object.freeze({ name, rules: rulesOf(instance), injected: found, instance, denial });
  }

  private assertOneMeaning(label: string, about: unknown): void {
    if (about === undefined) return;
    const known = this.subjects.get(label) ?? about;
    this.subjects.set(label, known);
    if (known === about) return;
    throw new PermissionsConfigurationError(
      `${label} means two classes of one name, whose codes would be the same: give one of them a \`name\`.`,
    );
  }

  private async find(permission: PermissionClass, host: HostModule): Promise<Injected<BasePermission>> {
    try {
      return await this.injector.find(permission, host);
    } catch (error) {
      throw new PermissionsConfigurationError(
        `${permission.name} cannot be made in ${host.metatype.name}: ${firstLine(error)} ` +
          `Import the module that exports what it needs, or provide ${permission.name} where its dependencies are.`,
      );
    }
  }
}
