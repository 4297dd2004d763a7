import { describe, it } from 'node:test';
// #if grant=code|consent
import { Secret } from 'prodoscore-phone-systems';
// #end
import { describePhoneSystem } from 'prodoscore-phone-systems/testing';
import { ACME_PHONE, AcmePhone } from '../src/index.js';
import { AcmePhoneVendor } from './vendor.js';

const client = {
  // #if grant=code|consent
  clientId: 'the-client',
  clientSecret: new Secret('the-secret-of-the-client'),
  // #end
  baseUrl: ACME_PHONE.environments.production.baseUrl,
};

describePhoneSystem({ describe, it }, () => ({ provider: new AcmePhone(client), vendor: new AcmePhoneVendor() }), {
  // What the vendor lacks, each with the reason; the kit then leaves it out. Everything else is held.
  // #if webhooks=none
  without: { webhooks: 'they are not written yet' },
  // #end
  // #if webhooks=each|shared
  without: {},
  // #end
});
