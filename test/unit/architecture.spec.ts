import { readFileSync } from 'node:fs';
import { findCycle, importsOf, readLib, targetOf } from './source-tree.js';

/** The folders of lib/ from the lowest floor up; a file imports from its own folder or from a lower floor. */
const floors = ['context', 'permission', 'composition', 'decorators', 'policy', 'decision', 'scope', 'audit'];
/** The files that Nest calls stand above all folders but the entry points. */
const rootFloor = floors.length;
/** Entry points of their own: they know the public index and themselves. */
const entryPoints = [
  ...['typeorm', 'prisma', 'drizzle', 'mikro-orm', 'kysely', 'mongoose'],
  ...['swagger', 'throttler', 'authzen', 'testing', 'cli'],
];
const bags = ['utils', 'helpers', 'services', 'interfaces', 'common'];
const mainEntryMayImport = ['@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'];
const maximalLines = 250;

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  exports: Record<string, unknown>;
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

function folderOf(path: string): string {
  return path.split('/').slice(1, -1)[0] ?? '';
}

function floorOf(path: string): number {
  return folderOf(path) === '' ? rootFloor : floors.indexOf(folderOf(path));
}

function importProblem(from: string, target: string, exists: boolean): string | undefined {
  if (!target.startsWith('lib/')) return 'leaves lib/';
  if (!exists) return 'does not exist';
  if (folderOf(from) === folderOf(target)) return undefined;
  if (entryPoints.includes(folderOf(from))) {
    return target === 'lib/index.ts' ? undefined : 'is neither the public index nor of the same entry point';
  }
  if (target === 'lib/index.ts') return 'is the public index, which is for entry points';
  if (entryPoints.includes(folderOf(target))) return 'is an entry point';
  return floorOf(target) < floorOf(from) ? undefined : 'stands on a higher floor';
}

function packageProblem(from: string, specifier: string, dynamic: boolean): string | undefined {
  if (specifier.startsWith('node:')) return undefined;
  const peers = Object.keys(manifest.peerDependencies);
  const optional = dynamic || entryPoints.includes(folderOf(from));
  if (optional) {
    const known = peers.some((peer) => specifier === peer || specifier.startsWith(`${peer}/`));
    return known ? undefined : 'is no peer dependency';
  }
  return mainEntryMayImport.includes(specifier) ? undefined : 'is not for the main entry point';
}

/** Everything in the given files that breaks the shape of the library, as sentences. */
function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of files) {
    const folders = path.split('/').slice(1, -1);
    const lines = text.split('\n').length - 1;
    if (lines > maximalLines) problems.push(`${path} has ${lines} lines, more than ${maximalLines}`);
    for (const bag of folders.filter((folder) => bags.includes(folder))) {
      problems.push(`${path} is in a folder called ${bag}, which says nothing about what is in it`);
    }
    if (floorOf(path) === -1 && !entryPoints.includes(folderOf(path))) {
      problems.push(`${path} is in a folder that has no floor`);
    }
    const targets: string[] = [];
    for (const { specifier, dynamic } of importsOf(text)) {
      const relative = specifier.startsWith('.');
      const target = relative ? targetOf(path, specifier) : specifier;
      const problem = relative
        ? importProblem(path, target, files.has(target))
        : packageProblem(path, specifier, dynamic);
      if (problem) problems.push(`${path} imports ${target}, which ${problem}`);
      if (relative) targets.push(target);
    }
    graph.set(path, targets);
  }
  const cycle = findCycle(graph);
  if (cycle) problems.push(`import cycle: ${cycle.join(' > ')}`);
  return problems;
}

describe('the shape of the library', () => {
  const files = readLib();

  it('is read from its files', () => {
    expect(files.size).toBeGreaterThan(50);
    expect([...files.keys()].filter((path) => path.includes('.spec.'))).toEqual([]);
  });

  it('has no problem', () => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('needs no package at run time beside its peers', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(Object.keys(manifest.peerDependencies)).toEqual(expect.arrayContaining(mainEntryMayImport));
  });

  it('exports every entry point, in both module formats, and nothing else', () => {
    const build = (format: string, path: string) => ({
      types: `./dist/${format}/${path}index.d.ts`,
      default: `./dist/${format}/${path}index.js`,
    });
    const conditions = (path: string) => ({
      'module-sync': build('esm', path),
      import: build('esm', path),
      require: build('cjs', path),
    });
    const folders = entryPoints.filter((folder) => files.has(`lib/${folder}/index.ts`));

    expect(manifest.exports).toEqual({
      '.': conditions(''),
      ...Object.fromEntries(folders.map((folder) => [`./${folder}`, conditions(`${folder}/`)])),
      './package.json': './package.json',
    });
    // The first condition that matches is taken.
    for (const [name, entry] of Object.entries(manifest.exports)) {
      if (name !== './package.json') expect(Object.keys(entry as object)[0]).toBe('module-sync');
    }
  });
});

describe('a violation is found:', () => {
  const sound = new Map([
    ['lib/index.ts', `export { Guard } from './guard.js';\n`],
    ['lib/guard.ts', `import { judge } from './decision/judge.js';\n`],
    ['lib/decision/judge.ts', `import type { Caller } from '../context/caller.js';\n`],
    ['lib/context/caller.ts', `import { Injectable } from '@nestjs/common';\nimport 'node:util';\n`],
    ['lib/typeorm/index.ts', `import { Scope } from '../index.js';\nexport * from './apply.js';\n`],
    ['lib/typeorm/apply.ts', `export {};\n`],
  ]);
  const planted = (path: string, text: string) => problemsOf(new Map([...sound, [path, text]]));

  it('(there is none to begin with)', () => {
    expect(problemsOf(sound)).toEqual([]);
  });

  it.each([
    ['an import from a higher floor', 'lib/context/caller.ts', `import '../decision/judge.js';`, 'higher floor'],
    ['one of a type', 'lib/context/caller.ts', `import type { A } from '../decision/judge.js';`, 'higher floor'],
    ['one inside a type', 'lib/context/caller.ts', `type A = import('../decision/judge.js').A;`, 'higher floor'],
    ['one at run time', 'lib/context/caller.ts', `await import('../decision/judge.js');`, 'higher floor'],
    ['a re-export', 'lib/context/caller.ts', `export * from '../decision/judge.js';`, 'higher floor'],
    ['a folder without a floor', 'lib/engine/run.ts', ``, 'no floor'],
    ['a bag', 'lib/decision/utils/text.ts', ``, 'a folder called utils'],
    ['a file that is too long', 'lib/decision/judge.ts', '\n'.repeat(251), '251 lines'],
    ['an import of the index', 'lib/decision/judge.ts', `import '../index.js';`, 'public index'],
    ['an entry point in the main one', 'lib/guard.ts', `import './typeorm/apply.js';`, 'is an entry point'],
    ['an inner file in an entry point', 'lib/typeorm/apply.ts', `import '../guard.js';`, 'neither the public index'],
    ['another entry point', 'lib/testing/index.ts', `import '../typeorm/apply.js';`, 'neither the public index'],
    ['a test in the library', 'lib/guard.ts', `import '../test/unit/source-tree.js';`, 'leaves lib/'],
    ['a file that is not there', 'lib/guard.ts', `import './missing.js';`, 'does not exist'],
    ['a foreign package', 'lib/guard.ts', `import 'express';`, 'not for the main entry point'],
    ['the type of one', 'lib/guard.ts', `import type { Request } from 'express';`, 'not for the main entry point'],
    ['a deep import of Nest', 'lib/guard.ts', `import '@nestjs/core/injector/module.js';`, 'not for the main entry'],
    ['a required package', 'lib/guard.ts', `require('express');`, 'not for the main entry point'],
    ['a package loaded when needed', 'lib/guard.ts', `await import('express');`, 'no peer dependency'],
    ['a package in an entry point', 'lib/typeorm/apply.ts', `import 'jest';`, 'no peer dependency'],
    ['a cycle', 'lib/typeorm/apply.ts', `import './index.js';`, 'index.ts > lib/typeorm/apply.ts > lib/typeorm/index'],
  ])('%s', (_, path, text, problem) => {
    expect(planted(path, text)).toContainEqual(expect.stringContaining(problem));
  });
});
