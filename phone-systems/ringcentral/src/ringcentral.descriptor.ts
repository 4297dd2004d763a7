import { OVERALL_BUDGET, type ProviderDescriptor } from 'prodoscore-phone-systems';

const MINUTE = 60_000;

/** Who RingCentral is. The limits are those of its usage plan groups, for one user. */
export const RINGCENTRAL = {
  key: 'ringcentral',
  displayName: 'RingCentral',
  limitations: [
    'RingCentral does not say when a call was answered: the time that it rang counts as talk where somebody took it.',
    'Faxes and meetings are not shown and not scored.',
    'A received voicemail is shown greyed and not counted.',
  ],
  docsUrl: 'https://support.ringcentral.com',
  environments: { production: { label: 'Production', baseUrl: 'https://platform.ringcentral.com' } },
  grant: {
    kind: 'code',
    authorizePath: '/restapi/oauth/authorize',
    tokenPath: '/restapi/oauth/token',
    revoke: { path: '/restapi/oauth/revoke', token: 'form' },
    scopes: [
      { name: 'ReadAccounts', why: 'To see who has an extension, and match them with your employees.' },
      { name: 'ReadCallLog', why: 'To list the calls of your company: who called whom, when, and for how long.' },
      { name: 'SubscriptionWebhook', why: 'To be told at once when a call is over.' },
      { name: 'CallControl', why: 'RingCentral tells about calls only to those who have it. No call is controlled.' },
    ],
    pkce: true,
    clientAuth: 'basic',
    refreshIdleMs: 7 * 24 * 60 * MINUTE,
  },
  listing: { settleMs: 5 * MINUTE },
  budgets: {
    [OVERALL_BUDGET]: { requests: 50, perMs: MINUTE },
    heavy: { requests: 10, perMs: MINUTE },
    medium: { requests: 40, perMs: MINUTE },
    light: { requests: 50, perMs: MINUTE },
  },
} as const satisfies ProviderDescriptor;
