export { AcmePhoneModule } from './acme-phone.module.js';
export { ACME_PHONE } from './descriptor.js';
export { AcmePhone } from './provider.js';
