export * from './calls.module.js';
export * from './changed-days.js';
export * from './due-connections.js';
export { ROUND_KINDS } from './plan-rounds.js';
export * from './round-book.service.js';
export * from './round-worker.service.js';
export * from './rounds.service.js';
export * from './webhook-inbox.service.js';
export * from './window-walker.service.js';
