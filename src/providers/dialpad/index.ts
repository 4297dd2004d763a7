export { DIALPAD } from './dialpad.descriptor.js';
export { DialpadModule } from './dialpad.module.js';
export { DialpadPhoneSystem } from './dialpad.provider.js';
export { type DialpadModuleOptions, readDialpadSettings } from './dialpad.settings.js';
