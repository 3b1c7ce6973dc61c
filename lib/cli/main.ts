#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packagePath } from './package-path.js';
import { run } from './run.js';
import type { Output } from './surroundings.js';

const self = realpathSync(process.argv[1] as string);
// whoever imports this file calls no command
if (/[\\/]cli[\\/]main(\.js)?$/.test(self)) void main();

async function main(): Promise<void> {
  const out = outputOf(process.stdout);
  // what the application prints while it is loaded is no part of the report
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const { version } = JSON.parse(readFileSync(join(self, '../../../../package.json'), 'utf8')) as { version: string };
  const code = await run(process.argv.slice(2), {
    ...{ folder: process.cwd(), self, version, out, err: outputOf(process.stderr) },
    colours: [undefined, ''].includes(process.env['NO_COLOR']) && process.env['TERM'] !== 'dumb',
    resolve: packagePath,
    load: (path) => import(pathToFileURL(path).href),
  });
  // an application that was loaded may keep the process alive
  process.exit(code);
}

function outputOf(stream: NodeJS.WriteStream): Output {
  const write = stream.write.bind(stream) as (text: string, done: () => void) => boolean;
  return {
    // a pipe has no such property, whatever its type says
    isTTY: (stream as Partial<NodeJS.WriteStream>).isTTY === true,
    write: (text) =>
      new Promise((done) => {
        write(text, () => {
          done();
        });
      }),
  };
}
