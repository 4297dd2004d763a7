import type { ProviderDescriptor } from 'prodoscore-phone-systems';

/** Who Acme Phone is. What is said here is said in plugin.manifest.json too. */
export const ACME_PHONE = {
  key: 'acme-phone',
  displayName: 'Acme Phone',
  limitations: [],
  docsUrl: 'https://phone.example',
  environments: { production: { label: 'Production', baseUrl: 'https://phone.example' } },
  grant: {
    kind: 'code',
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    scopes: [{ name: 'calls', why: 'To list the calls of your company: who called whom, when, and for how long.' }],
    pkce: true,
    clientAuth: 'body',
  },
  listing: { settleMs: 0 },
  budgets: { calls: { requests: 10, perMs: 1_000 }, people: { requests: 10, perMs: 1_000 } },
} as const satisfies ProviderDescriptor;
