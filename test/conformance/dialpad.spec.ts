import { Secret } from '../../src/contract/index.js';
import { DialpadPhoneSystem } from '../../src/providers/dialpad/index.js';
import { describePhoneSystem } from '../../src/testing/index.js';
import { DialpadVendor } from './dialpad-vendor.js';

const client = {
  clientId: 'the-client',
  clientSecret: new Secret('the-secret-of-the-client'),
  baseUrl: 'https://dialpad.com',
};

describePhoneSystem({ describe, it }, () => ({
  provider: new DialpadPhoneSystem(client),
  vendor: new DialpadVendor(),
}));
