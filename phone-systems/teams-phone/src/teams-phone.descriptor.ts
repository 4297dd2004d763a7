import type { ProviderDescriptor } from 'prodoscore-phone-systems';

const [SECOND, HOUR, DAY] = [1_000, 3_600_000, 86_400_000];
const SIGN_IN = 'https://login.microsoftonline.com';

/** Who Microsoft Teams Phone is: Microsoft Graph's call records, and its two logs of calls with the telephone network. */
export const TEAMS_PHONE = {
  key: 'teams-phone',
  displayName: 'Microsoft Teams Phone',
  limitations: [
    'Microsoft keeps call records for 30 days: what happened before cannot be fetched.',
    'In a company of 10,000 people the first fetch takes about two days, and the oldest two days may be gone before they are fetched.',
    'Microsoft may tell of calls with outside numbers up to two days late: a day is complete only then.',
    'Where Microsoft hides a part of an outside number, it is shown only once the log of calls tells it, up to two days later.',
    'Microsoft does not tell over which of your numbers a call went, or whether it was recorded.',
    'A call is listed for everybody in it under the time at which it began, also for those to whom it was handed on.',
    'A call between two colleagues is a call of both. One that was handed on to a number outside is not marked as transferred.',
    'Meetings and video calls are not shown and not scored.',
    'Microsoft does not tell whether a message was left: a call that went on to voicemail is shown greyed and not counted.',
    'The time that a colleague waits in a queue counts as talk for that colleague.',
    'Who was deleted at Microsoft is no longer in its directory, and is shown as departed.',
    'National clouds of Microsoft’s (US government, China) are not supported.',
    'Disconnecting takes nothing back at Microsoft: remove the application under Enterprise applications in Microsoft Entra as well.',
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
      {
        name: 'TeamsUserConfiguration.Read.All',
        why: 'To see who has which telephone number, and which accounts are queues and no people.',
      },
      { name: 'Organization.Read.All', why: 'To read the name of your company and its domains.' },
    ],
  },
  listing: { settleMs: 2 * DAY, historyMs: 29 * DAY, accessMs: 30 * DAY, maxWindowMs: 6 * HOUR },
  budgets: {
    callRecords: { requests: 1_500, perMs: 20 * SECOND },
    directory: { requests: 1_000, perMs: 10 * SECOND },
  },
} as const satisfies ProviderDescriptor;
