export { RINGCENTRAL } from './ringcentral.descriptor.js';
export { RingCentralModule } from './ringcentral.module.js';
export { RingCentralPhoneSystem } from './ringcentral.provider.js';
