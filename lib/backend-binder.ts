import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { BackendRights } from './permission/backend-rights.js';
import type { PermissionBackend } from './permission/permission-backend.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import type { DependencyInjector } from './policy/dependency-injector.js';
import { firstLine } from './policy/first-line.js';
import type { HostModule } from './policy/handler-source.js';
import { OPTIONS } from './tokens.js';

/** Finds the backend where the options name its class; when everything is made, for it may ask for anything. */
export class BackendBinder {
  constructor(
    private readonly backend: PermissionBackend | Type<PermissionBackend>,
    private readonly rights: BackendRights,
    private readonly injector: DependencyInjector,
    private readonly modules: ModulesContainer,
  ) {}

  /**
   * Lets the backend be asked from now on.
   * @throws PermissionsConfigurationError for a class that cannot be made once for all, or is no backend
   */
  async bind(): Promise<PermissionBackend> {
    const backend = typeof this.backend === 'function' ? await this.made(this.backend) : this.backend;
    this.rights.use(backend);
    return backend;
  }

  private async made(token: Type<PermissionBackend>): Promise<PermissionBackend> {
    const problem = (what: string): PermissionsConfigurationError =>
      new PermissionsConfigurationError(`PermissionsModule: the option "backend": ${token.name} ${what}`);
    // this class is made by that module
    const host = [...this.modules.values()].find(({ providers }) => providers.has(OPTIONS)) as HostModule;
    const found = await this.injector.find<PermissionBackend>(token, host).catch((error: unknown) => {
      throw problem(`cannot be made: ${firstLine(error)} Provide it in a module of the application.`);
    });
    if ('create' in found) throw problem('is made for every request: make it a singleton.');
    if (typeof found.instance.hasPermissions === 'function') return found.instance;
    throw problem('has no method hasPermissions(user, codes, object).');
  }
}
