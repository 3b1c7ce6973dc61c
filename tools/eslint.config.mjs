import eslint from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['**/node_modules/**', 'dist/**', 'dist-sample/**', 'coverage/**', '**/generated/**']),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Nest's modules and many of its providers in tests are decorated classes without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true }],
      // Nest types its option bags as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It asks for the `!` that `no-non-null-assertion` forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@nestjs/[^/]+/', message: 'Only the main entry points of Nest are public API.' }] },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/strict-boolean-expressions': ['error', { allowString: false, allowNumber: false }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Response bodies are `any`, and what is not there fails the test.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Hostile input: classes with nothing in them, lists with holes.
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-sparse-arrays': 'off',
      // A rule under test may be asynchronous without having anything to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  // The README shows this file, in as few lines as it takes.
  {
    files: ['sample/quick-start/*.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': 'off' },
  },
  {
    files: ['test/**/*.spec.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', '**.expect*', 'fc.assert'] }],
      // Truth tables expect one thing or another by row.
      'jest/no-conditional-expect': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { console: false, process: false } } },
  { files: ['**/*.cjs'], languageOptions: { globals: { __dirname: false, module: false, require: false } } },
);
