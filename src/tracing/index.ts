export * from './event-log.js';
export * from './spans.js';
export * from './work.js';
