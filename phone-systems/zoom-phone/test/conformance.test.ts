import { describe, it } from 'node:test';
import { Secret } from 'prodoscore-phone-systems';
import { describePhoneSystem } from 'prodoscore-phone-systems/testing';
import { ZOOM_PHONE, ZoomPhone } from 'prodoscore-zoom-phone';
import { ZoomPhoneVendor } from './zoom-phone-vendor.js';

const client = {
  clientId: 'the-client',
  clientSecret: new Secret('the-secret-of-the-client'),
  baseUrl: ZOOM_PHONE.environments.production.baseUrl,
};

describePhoneSystem({ describe, it }, () => ({ provider: new ZoomPhone(client), vendor: new ZoomPhoneVendor() }), {
  // What the vendor lacks, each with the reason; the kit then leaves it out. Everything else is held.
  without: { webhooks: 'they are not written yet' },
});
