import { randomUUID } from 'node:crypto';
import type { ConnectAttempt } from '../../src/connection/sign-in/connect-attempts.service.js';
import type { Tokens } from '../../src/connection/tokens/tokens.js';
import {
  OVERALL_BUDGET,
  type PhoneSystemProvider,
  Secret,
  type TenantPolicy,
  type TenantTerms,
} from '../../src/contract/index.js';
import { DialpadPhoneSystem } from '../../src/providers/dialpad/dialpad.provider.js';
import { parseJson } from '../../src/support/json.js';
import { ConnectionEntity } from '../../src/storage/index.js';
import { type DialpadSimulator, type IssuedTokens, startDialpadSimulator } from '../../src/testing/simulator/index.js';
import { type ConnectingServices, connectingServices } from './connecting-services.js';
import type { Stage } from './stage.js';

/** The services that connect, on a stage, with a Dialpad of their own and a tenant that has nothing yet. */
export interface DialpadDesk extends ConnectingServices {
  readonly dialpad: DialpadSimulator;
  readonly provider: PhoneSystemProvider;
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

/** @param paced by which limits Dialpad is asked: by that over everything alone, unless given */
export async function openDialpadDesk(stage: Stage, paced = unhurried): Promise<DialpadDesk> {
  const { tenants } = stage;
  const dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1 });
  dialpad.addUser('acme.example', {
    firstName: 'Ida',
    emails: ['ida@acme.example'],
    isAdmin: true,
    isSuperAdmin: true,
  });
  const { baseUrl, clientId, clientSecret } = dialpad;
  const provider = paced(new DialpadPhoneSystem({ baseUrl, clientId, clientSecret: new Secret(clientSecret) }));
  const policy: TenantPolicy = { termsOf: async () => ({ ...TERMS, ...desk.terms() }) };
  const services = connectingServices(stage, provider, policy);
  const tenantId = randomUUID();
  const desk: DialpadDesk = {
    dialpad,
    provider,
    ...services,
    tenantId,
    terms: () => ({}),
    grant: (email, scopes) => tokensOf(dialpad.grant(email, scopes)),
    complete: (tokens, tenant = tenantId) => services.connecting.complete(attemptOf(tenant), provider, tokens, '/api'),
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

/** A hundred webhook requests a minute would hold each test up for seconds. */
const unhurried = (dialpad: DialpadPhoneSystem): PhoneSystemProvider => {
  const { budgets } = dialpad.descriptor;
  const descriptor = { ...dialpad.descriptor, budgets: { [OVERALL_BUDGET]: budgets[OVERALL_BUDGET]! } };
  return Object.assign(dialpad, { descriptor });
};

/** As Dialpad publishes them. */
export const asPublished = (dialpad: DialpadPhoneSystem): PhoneSystemProvider => dialpad;

const attemptOf = (tenantId: string): ConnectAttempt => ({
  tenantId,
  employeeId: 'e1',
  providerKey: 'dialpad',
  returnTo: '/settings',
  verifier: null,
  provenAccount: null,
});

const tokensOf = ({ accessToken, refreshToken, expiresIn }: IssuedTokens): Tokens => ({
  access: new Secret(accessToken),
  refresh: refreshToken === null ? null : new Secret(refreshToken),
  expiresAt: new Date(Date.now() + expiresIn * 1000),
});
