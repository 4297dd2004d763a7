export * from './erase-person.service.js';
export * from './personal-data.service.js';
export * from './privacy.module.js';
export * from './retention.service.js';
