import type { ProviderDescriptor } from 'prodoscore-phone-systems';

const ZOOM = 'https://zoom.us';
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

/**
 * Who Zoom Phone is. The limits are those of Business accounts and above, and are the customer's: whatever else reads his
 * account draws from them as well.
 */
export const ZOOM_PHONE = {
  key: 'zoom-phone',
  displayName: 'Zoom Phone',
  limitations: [
    'The account must be a Business or Enterprise one with Zoom Phone.',
    'Calls name an extension and no person: where somebody else had an extension before this was connected, their calls are shown as those of whoever has it now.',
    'Zoom names no domain of an account: the verified e-mail address of whoever connects it stands for the company, and proves no more than that this person has an address there.',
    'Zoom lets an account ask for calls 30,000 times a day, together with all other apps that read it; a company of 10,000 people needs more with the usual rounds. Once they are used up, no calls come until the next day begins.',
    'Who reaches a mailbox outside of the company counts as having talked: Zoom does not tell the two apart.',
    'Whoever listens in, whispers or barges in on a call is not shown with it.',
    'A received voicemail is shown greyed and not counted.',
  ],
  docsUrl: 'https://support.zoom.com/hc/en/category?id=kb_category&kb_category=zoom_phone',
  environments: {
    production: { label: 'Production', baseUrl: 'https://api.zoom.us', authorizeUrl: ZOOM, tokenUrl: ZOOM },
  },
  grant: {
    kind: 'code',
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    revoke: { path: '/oauth/revoke', token: 'form' },
    scopes: [
      { name: 'user:read:user:admin', why: 'To see who connects, and for which Zoom account.' },
      { name: 'phone:read:list_users:admin', why: 'To see who has an extension, and match them with your employees.' },
      {
        name: 'phone:read:list_call_logs:admin',
        why: 'To list the calls of your company: who called whom, when, and for how long.',
      },
      { name: 'phone:read:call_log:admin', why: 'To see which of your people took part in each call.' },
    ],
    scopesAreRegistered: true,
    pkce: true,
    clientAuth: 'basic',
    refreshIdleMs: 90 * DAY,
  },
  listing: { settleMs: 15 * 60 * SECOND, maxWindowMs: 28 * DAY, historyMs: 180 * DAY },
  webhookAddress: 'installation',
  budgets: {
    light: { requests: 40, perMs: SECOND },
    medium: { requests: 20, perMs: SECOND },
    heavy: { requests: 10, perMs: SECOND },
    heavyDay: { requests: 30_000, perMs: DAY, pool: true },
  },
} as const satisfies ProviderDescriptor;
