// A process that imports the package here and requires it there must have one copy of it, or two guards that do not
// know each other. (`module-sync` in the package's exports sees to it.)
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as imported from 'nestjs-permissions';

const required = createRequire(import.meta.url)('nestjs-permissions');

assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort());
assert.ok(Object.keys(imported).length > 20);
for (const name of Object.keys(imported)) assert.equal(required[name], imported[name], name);
console.log(`import and require see one copy: ${Object.keys(imported).length} names`);
