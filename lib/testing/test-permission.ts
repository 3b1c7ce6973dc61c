import { Controller, Module, type ModuleMetadata, RequestMapping, RequestMethod, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type Decision,
  type PermissionOperand,
  Permissions,
  PermissionsModule,
  type PermissionsModuleOptions,
  PermissionsService,
} from '../index.js';
import { failureReason } from './failure-reason.js';
import { quietly } from './quietly.js';

/** The question that one permission is asked; and what it needs to be made. */
export interface TestedQuestion extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  /** `null` for a guest. @default null */
  readonly user?: object | null;
  /** @default 'GET' */
  readonly method?: string;
  /** @default 'retrieve' */
  readonly action?: string;
  /** What the permission finds in `context.params`; without it, reading them is an error. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the permission finds in `context.request`; without it, reading it is an error. */
  readonly request?: object;
  /** Without it, what depends on the object is `pending`. */
  readonly object?: object;
  /** How the application knows users and administrators, for example. */
  readonly options?: PermissionsModuleOptions;
}

/**
 * Asks one permission, or an expression of several, as the guard would.
 * @param permission a class, which is made with the `providers`, an instance, or an expression
 * @returns the verdict with its reason: `expect(await testPermission(IsAuthor, { user, object })).toMatchObject({ verdict: 'granted' })`
 * @throws Error for a rule that throws or gives no answer, naming it; PermissionsConfigurationError for one that cannot be made
 */
export async function testPermission(permission: PermissionOperand, question: TestedQuestion = {}): Promise<Decision> {
  const { user = null, method = 'GET', action = 'retrieve', params, request, object } = question;
  const { imports = [], providers = [], options = {} } = question;
  const controller = controllerOf(permission, method, action);
  const permissions = PermissionsModule.forRoot({ ...options, audit: 'off' });
  const module = { module: TestedModule, imports: [permissions, ...imports], controllers: [controller], providers };
  return quietly(async () => {
    const app = await NestFactory.createApplicationContext(module, { abortOnError: false });
    try {
      const target = { controller, action, params, request };
      return await app.get(PermissionsService).explain(target, user, object);
    } catch (error) {
      throw new Error(failureReason(error), { cause: error });
    } finally {
      await app.close();
    }
  });
}

@Module({})
class TestedModule {}

/** A controller with one handler, which this permission applies to. */
function controllerOf(permission: PermissionOperand, method: string, action: string): Type {
  const requestMethod = RequestMethod[method.toUpperCase() as keyof typeof RequestMethod] as RequestMethod | undefined;
  if (requestMethod === undefined) throw new TypeError(`testPermission(): there is no method "${method}".`);
  @Controller()
  class TestedController {}
  const { prototype } = TestedController;
  // a function of its own, for decorators write on it; nobody calls it
  const descriptor = { value: Boolean.bind(undefined) };
  Object.defineProperty(prototype, action, descriptor);
  RequestMapping({ method: requestMethod })(prototype, action, descriptor);
  Permissions(permission)(prototype, action, descriptor);
  return TestedController;
}
