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
  without: {
    accountName: 'Zoom names no account',
    milliseconds: 'its times are whole seconds',
    legStarts: 'the call history is asked by the beginning of the whole call',
    departed: 'who has no licence any more is not in the directory',
    removals: 'its list does not show that somebody deleted a part of a call',
  },
});
