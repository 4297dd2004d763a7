import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import redos from 'eslint-plugin-redos';
import security from 'eslint-plugin-security';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'reference-host/dist/',
      'phone-systems/*/dist/',
      'reference-host/src/views/shared/http-surface.ts',
      '.bench/',
      '.dev/',
      'coverage/',
      'data/',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  noUnsanitized.configs.recommended,
  security.configs.recommended,
  {
    rules: {
      ...Object.fromEntries(Object.keys(security.configs.recommended.rules).map((name) => [name, 'error'])),
      // Its finds were read: names of our own, and places in lists. The compiler knows which keys there are.
      'security/detect-object-injection': 'off',
      // Its finds were read: paths of settings and of this package; no request names a file.
      'security/detect-non-literal-fs-filename': 'off',
      // It counts stars; redos looks for a text that takes long.
      'security/detect-unsafe-regex': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'reference-host/src/**/*.ts', 'phone-systems/*/src/**/*.ts', 'tools/**/*.js'],
    ignores: ['**/*.spec.ts'],
    plugins: { redos },
    rules: { 'redos/no-vulnerable': 'error' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', '**/*.spec.ts'],
    rules: { 'security/detect-non-literal-regexp': 'off', 'no-unsanitized/method': 'off' },
  },
  { languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
);
