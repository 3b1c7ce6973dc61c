import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.cwd(), 'test/unit/cli/golden');

/** The text that is kept under this name, in which a change of a format shows as a diff. */
export function golden(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** Where the text is meant to change, UPDATE_GOLDEN=1 writes it. */
export function expectGolden(name: string, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(join(folder, name), text);
  expect(text).toBe(golden(name));
}
