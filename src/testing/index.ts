export * from './vendor/index.js';
export * from './simulator/index.js';
export * from './fakes/index.js';
export * from './conformance/index.js';
