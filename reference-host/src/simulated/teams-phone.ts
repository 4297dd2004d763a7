import type { DynamicModule } from '@nestjs/common';
import type { PhoneSystemSettings } from 'prodoscore-phone-systems';
import { TEAMS_PHONE, TeamsPhoneModule } from 'prodoscore-teams-phone';
import { startTeamsPhoneSimulator } from 'prodoscore-teams-phone/testing';
import { simulated } from './simulated-vendor.js';

/** Microsoft Teams Phone for whoever has none. */
export const simulatedTeamsPhone = (settings: PhoneSystemSettings): DynamicModule =>
  simulated(TEAMS_PHONE.key, settings, startTeamsPhoneSimulator, (options) => TeamsPhoneModule.forRootAsync(options));
