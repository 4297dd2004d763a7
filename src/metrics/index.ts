export * from './metrics.module.js';
export * from './phone-system-metrics.js';
