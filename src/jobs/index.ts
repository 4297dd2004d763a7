export * from './host-news.service.js';
export * from './jobs.module.js';
export * from './phone-system-health.service.js';
