export { ApiProblem } from './api-problem.decorator.js';
export { describe } from './describing.js';
export * from './http.module.js';
export * from './is-from-phone-system.js';
export * from './problem.filter.js';
export { idOfRequest, REQUEST_ID } from './request-work.js';
