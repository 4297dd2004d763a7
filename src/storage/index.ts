export * from './database-location.js';
export * from './entities/index.js';
export * from './pending-migrations.js';
export * from './phone-system-orm.js';
export * from './problem-kinds.js';
export * from './storage.module.js';
export * from './storage.tokens.js';
export * from './tenant-bound.js';
