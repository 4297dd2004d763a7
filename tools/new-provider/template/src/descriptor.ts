import type { ProviderDescriptor } from 'prodoscore-phone-systems';

/** Who Acme Phone is. What is said here is said in plugin.manifest.json too. */
export const ACME_PHONE = {
  key: 'acme-phone',
  displayName: 'Acme Phone',
  limitations: [],
  docsUrl: 'https://phone.example',
  environments: { production: { label: 'Production', baseUrl: 'https://phone.example' } },
  // #if grant=code
  grant: {
    kind: 'code',
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    scopes: [{ name: 'calls', why: 'To list the calls of your company: who called whom, when, and for how long.' }],
    pkce: true,
    clientAuth: 'body',
  },
  // #end
  // #if grant=consent
  grant: {
    kind: 'consent',
    signIn: {
      authorizePath: '/oauth/authorize',
      tokenPath: '/oauth/token',
      scope: 'openid',
      accountClaim: 'account',
      issuerPath: '/{account}',
    },
    consent: { path: '/{account}/consent', accountParam: 'account' },
    tokenPath: '/{account}/token',
    tokenScope: 'calls',
    scopes: [{ name: 'calls', why: 'To list the calls of your company: who called whom, when, and for how long.' }],
  },
  // #end
  // #if grant=keys
  grant: {
    kind: 'keys',
    idLabel: 'API ID',
    secretLabel: 'API token',
    instructions: 'In Acme Phone, open Company → API keys and make a new key.',
    keysUrl: 'https://phone.example/api-keys',
    scopes: [{ name: 'calls', why: 'To list the calls of your company: who called whom, when, and for how long.' }],
  },
  // #end
  listing: { settleMs: 0 },
  // #if webhooks=shared
  webhookAddress: 'installation',
  // #end
  budgets: { calls: { requests: 10, perMs: 1_000 }, people: { requests: 10, perMs: 1_000 } },
} as const satisfies ProviderDescriptor;
