import shared from './jest.config.js';

/** What runs the built host in processes of its own: with a browser, and without. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  roots: ['<rootDir>/test/browser', '<rootDir>/test/process'],
  testPathIgnorePatterns: [],
  testTimeout: 240000,
  maxWorkers: 2,
  setupFilesAfterEnv: ['<rootDir>/test/browser/retry.ts'],
};
