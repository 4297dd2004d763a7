export * from './erase-person.service.js';
export * from './erase-stranger.service.js';
export * from './notice.js';
export * from './notices.service.js';
export * from './objections.service.js';
export * from './personal-data.service.js';
export * from './privacy.module.js';
export type { Remainder } from './remains.js';
export * from './retention.service.js';
