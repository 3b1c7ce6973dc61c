import { type DynamicModule, Logger, type LoggerService, type Type } from '@nestjs/common';
import { InitializeOnPreviewAllowlist, ModulesContainer, NestFactory } from '@nestjs/core';

/**
 * The modules of an application of which nothing is constructed, and whose hooks and factories never run.
 * @throws what Nest throws for modules that cannot be read, such as an import that is undefined
 */
export async function previewOf(module: Type | DynamicModule): Promise<ModulesContainer> {
  // Nest sets the logger of the whole process, and another application may be running in it
  const { staticInstanceRef } = Logger as unknown as { readonly staticInstanceRef?: LoggerService };
  InitializeOnPreviewAllowlist.has = isOfNest;
  // no HTTP adapter is asked for, so that none must be installed
  const context = await NestFactory.createApplicationContext(module, {
    preview: true,
    logger: false,
    abortOnError: false,
  }).finally(() => {
    InitializeOnPreviewAllowlist.has = isAllowed;
    Logger.overrideLogger(staticInstanceRef ?? false);
  });
  return context.get(ModulesContainer);
}

const isAllowed = InitializeOnPreviewAllowlist.has.bind(InitializeOnPreviewAllowlist);

// GraphQLModule wants to be started in a preview as well, where what its factories inject is not there
function isOfNest(module: Type): boolean {
  return module.name === 'InternalCoreModule';
}
