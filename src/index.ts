export * from './contract/index.js';
export { ProblemFilter } from './http/index.js';
export { HostNews } from './jobs/index.js';
export { PhoneSystemMetrics } from './metrics/index.js';
export type { HostPort, HostPorts, PhoneSystemAsyncOptions } from './phone-system.module-definition.js';
export { PhoneSystemModule } from './phone-system.module.js';
export { PhoneSystem } from './registry/index.js';
export { migrations } from './storage/migrations/index.js';
export type { PhoneSystemOptions } from './support/settings.js';
