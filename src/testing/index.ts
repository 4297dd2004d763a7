export * from './simulator/index.js';
export * from './fakes/index.js';
