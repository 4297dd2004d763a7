import type { ProviderDescriptor } from 'prodoscore-phone-systems';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const SIGN_IN = 'https://login.microsoftonline.com';

/** Who Microsoft Teams Phone is: Microsoft Graph's call records, and its two logs of calls with the telephone network. */
export const TEAMS_PHONE = {
  key: 'teams-phone',
  displayName: 'Microsoft Teams Phone',
  limitations: [
    'Microsoft keeps call records for 30 days: what happened before cannot be fetched.',
    'Microsoft says which outside number a call was with up to two days late, and days are complete only then.',
    'National clouds (US government, China) are not supported.',
    'Meetings and video calls are not shown and not scored.',
    'Microsoft does not say whether a message was left: a call that went on to voicemail is shown greyed and not counted.',
    'The time that a colleague waits in a queue counts as talk for that colleague.',
  ],
  docsUrl: 'https://learn.microsoft.com/microsoftteams/what-is-phone-system-in-office-365',
  environments: {
    production: {
      label: 'Worldwide',
      baseUrl: 'https://graph.microsoft.com',
      authorizeUrl: SIGN_IN,
      tokenUrl: SIGN_IN,
    },
  },
  grant: {
    kind: 'consent',
    signIn: {
      authorizePath: '/organizations/oauth2/v2.0/authorize',
      tokenPath: '/organizations/oauth2/v2.0/token',
      scope: 'openid profile',
      accountClaim: 'tid',
      issuerPath: '/{account}/v2.0',
    },
    consent: { path: '/{account}/v2.0/adminconsent', accountParam: 'tenant' },
    tokenPath: '/{account}/oauth2/v2.0/token',
    tokenScope: 'https://graph.microsoft.com/.default',
    scopes: [
      {
        name: 'CallRecords.Read.All',
        why: 'To list the calls of your company: who called whom, when, and for how long.',
      },
      { name: 'User.Read.All', why: 'To see who is in your company, and match them with your employees.' },
      { name: 'Organization.Read.All', why: 'To read the name of your company and its domains.' },
    ],
  },
  listing: { settleMs: 2 * DAY, historyMs: 30 * DAY, accessMs: 30 * DAY, maxWindowMs: 6 * HOUR },
  budgets: {
    callRecords: { requests: 1_500, perMs: 20 * SECOND },
    directory: { requests: 1_000, perMs: 10 * SECOND },
    subscriptions: { requests: 100, perMs: MINUTE },
  },
} as const satisfies ProviderDescriptor;
