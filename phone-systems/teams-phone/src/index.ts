export { TEAMS_PHONE } from './teams-phone.descriptor.js';
export { TeamsPhoneModule } from './teams-phone.module.js';
export { TeamsPhoneSystem } from './teams-phone.provider.js';
