export * from './phone-system.decorator.js';
export * from './phone-system.registry.js';
export * from './provider-client.js';
export * from './registry.module.js';
