export { LONGEST_CALL_DAYS } from './checked-call.js';
export * from './phone-system.decorator.js';
export * from './phone-system.registry.js';
export * from './provider-client.js';
export * from './registry.module.js';
