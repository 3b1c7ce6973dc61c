import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const transformer = '<rootDir>/tools/ts-transformer.cjs';

/** Files of types emit nothing, are never loaded, and would count as untested. */
function hasCode(path) {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions }).outputText.trim() !== 'export {};';
}

const covered = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map((path) => `lib/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && !path.endsWith('/index.ts') && hasCode(path));

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // jest keeps one core free, which on two cores is half of them
  maxWorkers: '100%',
  roots: ['<rootDir>/lib', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/package/', '<rootDir>/test/nest11/'],
  modulePathIgnorePatterns: ['<rootDir>/test/package/', '<rootDir>/test/nest11/', '<rootDir>/dist'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-permissions$': '<rootDir>/lib/index.ts',
    '^nestjs-permissions/(?!package\\.json$)(.+)$': '<rootDir>/lib/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': [transformer, { useESM: true, tsconfig: '<rootDir>/tsconfig.json' }] },
  coverageProvider: 'v8',
  coverageDirectory: 'coverage/nest12',
  coverageReporters: ['json', ['text', { skipFull: true }]],
  collectCoverageFrom: covered,
  coverageThreshold: { global: { lines: 98, branches: 98, functions: 98, statements: 98 } },
};
