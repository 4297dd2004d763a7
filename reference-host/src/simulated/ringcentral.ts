import type { DynamicModule } from '@nestjs/common';
import type { PhoneSystemSettings } from 'prodoscore-phone-systems';
import { RINGCENTRAL, RingCentralModule } from 'prodoscore-ringcentral';
import { startRingCentralSimulator } from 'prodoscore-ringcentral/testing';
import { simulated } from './simulated-vendor.js';

/** RingCentral for whoever has no RingCentral. */
export const simulatedRingCentral = (settings: PhoneSystemSettings): DynamicModule =>
  simulated(RINGCENTRAL.key, settings, startRingCentralSimulator, (options) => RingCentralModule.forRootAsync(options));
