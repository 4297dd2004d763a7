export * from './host-news.js';
export * from './jobs.module.js';
export * from './phone-system-health.service.js';
