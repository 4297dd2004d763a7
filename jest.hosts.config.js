import shared from './jest.config.js';

/** Hosts of every kind, each with the packed tarball installed. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  roots: ['<rootDir>/test/hosts'],
  testPathIgnorePatterns: [],
  testTimeout: 600_000,
  maxWorkers: 1,
};
