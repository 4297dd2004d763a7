import type { DynamicModule } from '@nestjs/common';
import type { PhoneSystemSettings } from 'prodoscore-phone-systems';
import { ZOOM_PHONE, ZoomPhoneModule } from 'prodoscore-zoom-phone';
import { startZoomPhoneSimulator } from 'prodoscore-zoom-phone/testing';
import { simulated } from './simulated-vendor.js';

/** Zoom Phone for whoever has no Zoom Phone. */
export const simulatedZoomPhone = (settings: PhoneSystemSettings): DynamicModule =>
  simulated(
    ZOOM_PHONE.key,
    settings,
    async ({ hooksUrl: webhookAddress, ...home }) => {
      const simulator = await startZoomPhoneSimulator({ ...home, webhookAddress });
      return { ...simulator, authorizeUrl: simulator.signInUrl, tokenUrl: simulator.signInUrl };
    },
    (options) => ZoomPhoneModule.forRootAsync(options),
  );
