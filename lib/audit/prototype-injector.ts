import type { Type } from '@nestjs/common';
import { DependencyInjector, type Injected } from '../policy/dependency-injector.js';

/** Makes nothing: a policy needs the names and the rules of permissions, and both are known from their classes. */
export class PrototypeInjector extends DependencyInjector {
  override find<T extends object>(token: Type<T>): Promise<Injected<T>> {
    return Promise.resolve({ instance: Object.create(token.prototype as object) as T, made: true });
  }
}
