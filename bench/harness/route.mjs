import { Controller, Get, Module } from '@nestjs/common';

/** Puts decorators on a class and its methods, as TypeScript does with `emitDecoratorMetadata`, which Nest asks for. */
export function decorate(target, onClass, methods = {}) {
  for (const [name, decorators] of Object.entries(methods)) {
    const emitted = { type: Function, paramtypes: [], returntype: undefined };
    for (const [key, value] of Object.entries(emitted)) {
      Reflect.defineMetadata(`design:${key}`, value, target.prototype, name);
    }
    Reflect.decorate(decorators, target.prototype, name, Object.getOwnPropertyDescriptor(target.prototype, name));
  }
  return Reflect.decorate(onClass, target);
}

/** Says what Nest injects into a class, as TypeScript's `emitDecoratorMetadata` would. */
export function injectable(target, ...dependencies) {
  Reflect.defineMetadata('design:paramtypes', dependencies, target);
  return target;
}

/**
 * An application with one route, `GET /things/:id`. Contenders differ in what they put on it.
 * @param on decorators of the handler
 * @param parameters decorators of the handler's parameters, in order
 * @param handle what the handler does
 * @param imports, providers of the root module
 * @param features imports of the module that has the controller
 * @param further how many more routes there are, with the same decorators
 */
export function route({
  on = [],
  parameters = [],
  handle = () => 'ok',
  imports = [],
  providers = [],
  features = [],
  further = 0,
}) {
  class ThingsController {
    read(...injected) {
      return handle(...injected);
    }
  }
  parameters.forEach((parameter, index) => parameter(ThingsController.prototype, 'read', index));
  decorate(ThingsController, [Controller('things')], { read: [Get(':id'), ...on] });

  class MoreController {}
  const more = Array.from({ length: further }, (_, index) => `action${index}`);
  for (const name of more) MoreController.prototype[name] = () => 'ok';
  decorate(MoreController, [Controller('more')], Object.fromEntries(more.map((name) => [name, [Get(name), ...on]])));

  class ThingsModule {}
  decorate(ThingsModule, [Module({ imports: features, providers, controllers: [ThingsController, MoreController] })]);
  class AppModule {}
  return decorate(AppModule, [Module({ imports: [...imports, ThingsModule] })]);
}
