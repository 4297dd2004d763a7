export * from './contract/index.js';
export {
  ApiProblem,
  describeHttpSurface,
  forgottenBrowser,
  type IdentifiedRequest,
  idOfRequest,
  isFromPhoneSystem,
  ProblemFilter,
  REQUEST_ID,
} from './http/index.js';
export { HostNews, PhoneSystemHealth } from './jobs/index.js';
export type { ConnectionHealth, Liveness, Readiness } from './jobs/index.js';
export { PhoneSystemMetrics } from './metrics/index.js';
export type { HostPort, HostPorts, PhoneSystemAsyncOptions } from './phone-system.module-definition.js';
export { PhoneSystemModule } from './phone-system.module.js';
export { PhoneSystem, readProviderClient } from './registry/index.js';
export type { PhoneSystemMarkOptions, ProviderClientOptions } from './registry/index.js';
export { PHONE_SYSTEM_ORM } from './storage/index.js';
export { migrations } from './storage/migrations/index.js';
export { parseJson } from './support/json.js';
export { besideInOrder, nameOrder } from './support/name-order.js';
export { readablePhoneNumber, toE164 } from './support/phone-numbers.js';
export { type FieldProblem, Problem } from './support/problem.js';
export { isSameSecret } from './support/same-secret.js';
export {
  type PhoneSystemOptions,
  type PhoneSystemSettings,
  type ReadVariable,
  readPhoneSystemSettings,
} from './support/settings.js';
export * from './support/wire.js';
