export { ApiProblem } from './api-problem.decorator.js';
export { forgottenBrowser } from './browser-cookie.js';
export { describe as describeHttpSurface } from './describing.js';
export * from './http.module.js';
export * from './is-from-phone-system.js';
export * from './problem.filter.js';
export { type IdentifiedRequest, idOfRequest, REQUEST_ID } from './request-work.js';
