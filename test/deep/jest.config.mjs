import base from '../../jest.config.mjs';

const [[pattern, [transformer, options]]] = Object.entries(base.transform);

/** The contract of the scope adapters in depth: on every ORM and database there is here. @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/deep'],
  globalSetup: '<rootDir>/test/deep/prisma/generate.mjs',
  testPathIgnorePatterns: ['/node_modules/'],
  resolver: '<rootDir>/test/deep/resolver.cjs',
  transform: { [pattern]: [transformer, { ...options, tsconfig: '<rootDir>/test/deep/tsconfig.json' }] },
  workerIdleMemoryLimit: '1GB',
  coverageThreshold: undefined,
};
