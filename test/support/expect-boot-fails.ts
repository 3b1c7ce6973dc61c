import type { ModuleMetadata } from '@nestjs/common';
import { PermissionsConfigurationError } from '../../lib/index.js';
import type { Boot } from './adapters.js';

/** The application of these parts does not start, and the error says this. */
export async function expectBootFails(
  boot: Boot,
  metadata: ModuleMetadata,
  ...messages: readonly RegExp[]
): Promise<void> {
  const error: unknown = await boot(metadata).then(
    () => 'the application started',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PermissionsConfigurationError);
  for (const message of messages) expect((error as Error).message).toMatch(message);
}
