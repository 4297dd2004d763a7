import { OVERALL_BUDGET, type ProviderDescriptor } from '../../contract/index.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Who Dialpad is. Its limits are those that it publishes for its Admin API v2. */
export const DIALPAD = {
  key: 'dialpad',
  displayName: 'Dialpad',
  limitations: [
    'Video calls (Dialpad Meetings) are not shown and not scored: Dialpad does not list them among its calls.',
    'A received voicemail is shown greyed and not counted. For the one who leaves it, it is a call like any other.',
    'When a participant is added, Dialpad keeps two records of the call, which overlap. Time that both cover is counted once.',
  ],
  docsUrl: 'https://help.dialpad.com',
  environments: {
    production: { label: 'Production', baseUrl: 'https://dialpad.com' },
    sandbox: { label: 'Sandbox', baseUrl: 'https://sandbox.dialpad.com' },
  },
  grant: {
    kind: 'code',
    authorizePath: '/oauth2/authorize',
    tokenPath: '/oauth2/token',
    revoke: { path: '/oauth2/deauthorize', token: 'bearer' },
    scopes: [
      {
        name: 'calls:list',
        why: 'To list the calls of your company: who called whom, when, and for how long. Not what was said.',
      },
      {
        name: 'offline_access',
        why: 'To keep fetching calls while nobody is signed in, until you disconnect.',
      },
    ],
    pkce: true,
    clientAuth: 'body',
  },
  // Dialpad promises no delay. This covers the moment between a hang-up and its place in the list.
  // The plans give access to 45 days, or to up to a year.
  listing: { settleMs: 5 * SECOND, accessMs: 45 * DAY },
  budgets: {
    [OVERALL_BUDGET]: { requests: 20, perMs: SECOND },
    calls: { requests: 1_200, perMs: MINUTE },
    users: { requests: 1_200, perMs: MINUTE },
    company: { requests: 1_200, perMs: MINUTE },
    webhooks: { requests: 100, perMs: MINUTE },
    subscriptions: { requests: 1_200, perMs: MINUTE },
  },
} as const satisfies ProviderDescriptor;
