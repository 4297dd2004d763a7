export { describePhoneSystem } from './describe-phone-system.js';
export type { ConformanceOptions, TestRunner } from './describe-phone-system.js';
export type {
  ConformanceSubject,
  ConformanceVendor,
  VendorChallenge,
  VendorGrant,
  VendorRefusal,
  VendorReply,
  VendorRequest,
  VendorWebhooks,
  WorldEvent,
} from './vendor.js';
export type { Lacking, Without } from './without.js';
export type * from './world.js';
