export { ZOOM_PHONE } from './zoom-phone.descriptor.js';
export { ZoomPhoneModule } from './zoom-phone.module.js';
export { ZoomPhone } from './zoom-phone.provider.js';
