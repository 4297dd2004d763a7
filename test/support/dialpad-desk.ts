import { randomUUID } from 'node:crypto';
import { ConnectService } from '../../src/connection/connect.service.js';
import type { ConnectAttempt } from '../../src/connection/connect-attempts.service.js';
import { Connections } from '../../src/connection/connections.service.js';
import { RequestBudget } from '../../src/connection/request-budget.service.js';
import { Sessions } from '../../src/connection/sessions.service.js';
import { TokenKeys } from '../../src/access/token-keys.service.js';
import { TokenVault } from '../../src/connection/token-vault.service.js';
import type { Tokens } from '../../src/connection/tokens.js';
import { WebhookSubscriptions } from '../../src/connection/webhook-subscriptions.service.js';
import { type PhoneSystemProvider, Secret, type TenantPolicy, type TenantTerms } from '../../src/contract/index.js';
import { PhoneSystemMetrics } from '../../src/metrics/index.js';
import { DialpadPhoneSystem } from '../../src/providers/dialpad/dialpad.provider.js';
import { parseJson } from '../../src/support/json.js';
import { GatedProvider } from '../../src/registry/gated-provider.js';
import type { PhoneSystemRegistry } from '../../src/registry/index.js';
import { ConnectionEntity } from '../../src/storage/index.js';
import { type DialpadSimulator, type IssuedTokens, startDialpadSimulator } from '../../src/testing/simulator/index.js';
import type { Stage } from './stage.js';

/** The services that connect, on a stage, with a Dialpad of their own and a tenant that has nothing yet. */
export interface DialpadDesk {
  readonly dialpad: DialpadSimulator;
  readonly provider: PhoneSystemProvider;
  readonly registry: PhoneSystemRegistry;
  readonly metrics: PhoneSystemMetrics;
  readonly keys: TokenKeys;
  readonly vault: TokenVault;
  readonly sessions: Sessions;
  readonly webhooks: WebhookSubscriptions;
  readonly connecting: ConnectService;
  readonly connections: Connections;
  readonly tenantId: string;
  /** What the host answers about every tenant; replace it to change it. */
  terms: () => Partial<TenantTerms>;
  /** Somebody's consent, as the token endpoint would answer it. Ida and Dana are administrators, Lee is none. */
  grant(email: string, scopes?: readonly string[]): Tokens;
  complete(tokens: Tokens, tenantId?: string): Promise<string>;
  /** Whether the vendor still takes this grant. */
  isAlive(tokens: Tokens): Promise<boolean>;
  /** What of this kind stands at the vendor. */
  standing(what: 'webhooks' | 'subscriptions/call'): Promise<readonly StandingThing[]>;
  rows(tenantId?: string): Promise<ConnectionEntity[]>;
  /** The tenant's one connection. */
  only(): Promise<ConnectionEntity>;
  close(): Promise<void>;
}

/** A webhook, or a subscription that feeds one. */
export interface StandingThing {
  readonly id: string;
  readonly hook_url?: string;
  readonly signature?: { readonly secret: string };
}

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

export async function openDialpadDesk({ tenants, settings }: Stage): Promise<DialpadDesk> {
  const dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1 });
  dialpad.addUser('acme.example', {
    firstName: 'Ida',
    emails: ['ida@acme.example'],
    isAdmin: true,
    isSuperAdmin: true,
  });
  const { baseUrl, clientId, clientSecret } = dialpad;
  const provider = new DialpadPhoneSystem({ baseUrl, clientId, clientSecret: new Secret(clientSecret) });
  const gated = new GatedProvider(provider);
  const registry = { find: (key: string) => (key === 'dialpad' ? gated : undefined) } as PhoneSystemRegistry;
  const keys = new TokenKeys(settings);
  const metrics = new PhoneSystemMetrics();
  const vault = new TokenVault(tenants, keys, metrics);
  const sessions = new Sessions(vault, new RequestBudget(tenants), metrics);
  const webhooks = new WebhookSubscriptions(tenants, sessions, keys, settings);
  const policy: TenantPolicy = { termsOf: async () => ({ ...TERMS, ...desk.terms() }) };
  const tenantId = randomUUID();
  const desk: DialpadDesk = {
    dialpad,
    provider,
    registry,
    metrics,
    keys,
    vault,
    sessions,
    webhooks,
    connecting: new ConnectService(tenants, sessions, vault, webhooks, policy, settings),
    connections: new Connections(tenants, registry, vault, webhooks),
    tenantId,
    terms: () => ({}),
    grant: (email, scopes) => tokensOf(dialpad.grant(email, scopes)),
    complete: (tokens, tenant = tenantId) => desk.connecting.complete(attemptOf(tenant), provider, tokens, '/api'),
    isAlive: async ({ access }) => {
      const headers = { authorization: `Bearer ${access.reveal()}` };
      return (await fetch(new URL('/api/v2/users', baseUrl), { headers })).status !== 401;
    },
    standing: async (what) => {
      const headers = { authorization: `Bearer ${dialpad.grant('dana@acme.example').accessToken}` };
      const answer = await fetch(new URL(`/api/v2/${what}`, baseUrl), { headers });
      return (parseJson(await answer.text()) as { readonly items: readonly StandingThing[] }).items;
    },
    rows: (tenant = tenantId) => tenants.of(tenant).find(ConnectionEntity, {}),
    only: async () => {
      const [row, ...others] = await desk.rows();
      if (row === undefined || others.length > 0) throw new Error('There is not exactly one connection.');
      return row;
    },
    close: async () => {
      dialpad.faults.clear();
      await dialpad.stop();
      // The account is the same for every desk of a stage, and belongs to one tenant at a time.
      await tenants.acrossTenants().execute('delete from phone_system.connection');
    },
  };
  return desk;
}

const attemptOf = (tenantId: string): ConnectAttempt => ({
  tenantId,
  employeeId: 'e1',
  providerKey: 'dialpad',
  returnTo: '/settings',
  verifier: null,
});

const tokensOf = ({ accessToken, refreshToken, expiresIn }: IssuedTokens): Tokens => ({
  access: new Secret(accessToken),
  refresh: refreshToken === null ? null : new Secret(refreshToken),
  expiresAt: new Date(Date.now() + expiresIn * 1000),
});
