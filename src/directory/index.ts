export * from './directory.module.js';
export * from './phone-users.service.js';
