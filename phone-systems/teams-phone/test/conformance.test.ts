import { describe, it } from 'node:test';
import { Secret } from 'prodoscore-phone-systems';
import { describePhoneSystem } from 'prodoscore-phone-systems/testing';
import { TEAMS_PHONE, TeamsPhoneSystem } from 'prodoscore-teams-phone';
import { TeamsPhoneVendor } from './teams-phone-vendor.js';

const client = {
  clientId: 'the-client',
  clientSecret: new Secret('the-secret-of-the-client'),
  baseUrl: TEAMS_PHONE.environments.production.baseUrl,
};

describePhoneSystem(
  { describe, it },
  () => ({ provider: new TeamsPhoneSystem(client), vendor: new TeamsPhoneVendor() }),
  {
    without: {
      signatures: 'Microsoft sends the secret back with each notification, and signs nothing',
      legStarts: 'call records are asked for by the beginning of the whole call',
      lines: 'call records do not tell which of the company’s numbers a call went over',
      recordings: 'call records do not tell whether a call was recorded',
      departed: 'who was deleted is not in the directory',
      oneSidedCalls: 'a session has both its ends, and is a call of both',
    },
  },
);
