export * from './host-news.service.js';
export * from './jobs.module.js';
