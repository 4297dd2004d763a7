export * from './database-location.js';
export * from './entities/index.js';
export * from './phone-system-orm.js';
export * from './storage.module.js';
export * from './storage.tokens.js';
export * from './tenant-bound.js';
