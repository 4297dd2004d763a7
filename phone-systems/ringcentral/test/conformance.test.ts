import { describe, it } from 'node:test';
import { Secret } from 'prodoscore-phone-systems';
import { describePhoneSystem } from 'prodoscore-phone-systems/testing';
import { RINGCENTRAL, RingCentralPhoneSystem } from 'prodoscore-ringcentral';
import { RingCentralVendor } from './ringcentral-vendor.js';

const client = {
  clientId: 'the-client',
  clientSecret: new Secret('the-secret-of-the-client'),
  baseUrl: RINGCENTRAL.environments.production.baseUrl,
};

describePhoneSystem(
  { describe, it },
  () => ({ provider: new RingCentralPhoneSystem(client), vendor: new RingCentralVendor() }),
  {
    without: {
      signatures: 'RingCentral sends the secret back with each delivery, and signs nothing',
      lapsingTokens: 'pages are found by their number',
      ringTime: 'the call log does not say when a leg was answered',
      legStarts: 'the call log is asked by the beginning of the whole call',
      departed: 'deleted extensions are not in the directory',
    },
  },
);
