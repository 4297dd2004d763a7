/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/embedded-image.js',
  roots: ['<rootDir>/src', '<rootDir>/phone-systems', '<rootDir>/reference-host/src', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testPathIgnorePatterns: [
    '<rootDir>/test/browser/',
    '<rootDir>/test/faults/',
    '<rootDir>/test/hosts/',
    '<rootDir>/test/process/',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1',
    // The reference host knows the package by its name: here it is the sources.
    '^prodoscore-phone-systems$': '<rootDir>/src/index.ts',
    '^prodoscore-phone-systems/dialpad$': '<rootDir>/src/providers/dialpad/index.ts',
    '^prodoscore-phone-systems/testing$': '<rootDir>/src/testing/index.ts',
    '^prodoscore-ringcentral$': '<rootDir>/phone-systems/ringcentral/src/index.ts',
    '^prodoscore-ringcentral/testing$': '<rootDir>/phone-systems/ringcentral/src/simulator/index.ts',
    '^prodoscore-zoom-phone$': '<rootDir>/phone-systems/zoom-phone/src/index.ts',
    '^prodoscore-zoom-phone/testing$': '<rootDir>/phone-systems/zoom-phone/src/simulator/index.ts',
    '^prodoscore-teams-phone$': '<rootDir>/phone-systems/teams-phone/src/index.ts',
    '^prodoscore-teams-phone/testing$': '<rootDir>/phone-systems/teams-phone/src/simulator/index.ts',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', { module: { type: 'es6' } }] },
  maxWorkers: '100%',
  // What a file has loaded is not given back: a worker of many files is slowed down by its memory.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 180000,
};
