/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/lib', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/package/',
    '<rootDir>/test/nest11/',
    '<rootDir>/test/deep/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/test/package/', '<rootDir>/test/nest11/', '<rootDir>/dist'],
  // On two cores jest would take one, and a process that has run many specs is slow.
  maxWorkers: '100%',
  // a busy machine is no failure
  testTimeout: 120_000,
  workerIdleMemoryLimit: '512MB',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-permissions$': '<rootDir>/lib/index.ts',
    '^nestjs-permissions/(?!package\\.json$)(.+)$': '<rootDir>/lib/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': ['<rootDir>/tools/ts-transformer.cjs', { useESM: true, tsconfig: '<rootDir>/tsconfig.json' }],
  },
  // V8's own coverage costs two seconds for every spec that starts Nest, this one a third.
  coverageProvider: 'babel',
  coverageDirectory: 'coverage/nest12',
  coverageReporters: ['json', ['text', { skipFull: true }]],
  collectCoverageFrom: ['lib/**/*.ts', '!lib/**/index.ts'],
  coverageThreshold: { global: { lines: 98, branches: 98, functions: 98, statements: 98 } },
};
