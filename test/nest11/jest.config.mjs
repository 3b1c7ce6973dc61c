import base from '../../jest.config.mjs';

const [[pattern, [transformer]]] = Object.entries(base.transform);

/** The same specs on Nest 11, as CommonJS and without a flag of Node. @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  extensionsToTreatAsEsm: [],
  resolver: '<rootDir>/test/nest11/resolver.cjs',
  transform: { [pattern]: [transformer, { tsconfig: '<rootDir>/test/nest11/tsconfig.json' }] },
  coverageDirectory: 'coverage/nest11',
  coverageReporters: ['json'],
  coverageThreshold: undefined,
};
