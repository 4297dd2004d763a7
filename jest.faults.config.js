import shared from './jest.config.js';

/** What goes wrong around the built host: kills, pauses, outages, a vendor that misbehaves. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  roots: ['<rootDir>/test/faults'],
  testPathIgnorePatterns: [],
  testTimeout: 3_600_000,
  maxWorkers: 2,
};
