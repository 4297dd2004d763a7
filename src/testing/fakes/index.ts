export * from './fake-phone-system.js';
export * from './scripted-session.js';
