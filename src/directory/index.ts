export { isDirectoryDue, ORDINARY_DIRECTORY } from './directory-due.js';
export * from './directory.module.js';
export * from './phone-users.service.js';
