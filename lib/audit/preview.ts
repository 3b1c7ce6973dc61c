import { type DynamicModule, Logger, type LoggerService, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';

/**
 * The modules of an application of which nothing is constructed, and whose hooks and factories never run.
 * @throws what Nest throws for modules that cannot be read, such as an import that is undefined
 */
export async function previewOf(module: Type | DynamicModule): Promise<ModulesContainer> {
  // Nest sets the logger of the whole process, and another application may be running in it
  const { staticInstanceRef } = Logger as unknown as { readonly staticInstanceRef?: LoggerService };
  // no HTTP adapter is asked for, so that none must be installed
  const context = await NestFactory.createApplicationContext(module, {
    preview: true,
    logger: false,
    abortOnError: false,
  }).finally(() => {
    Logger.overrideLogger(staticInstanceRef ?? false);
  });
  return context.get(ModulesContainer);
}
