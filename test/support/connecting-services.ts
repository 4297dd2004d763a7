import { TokenKeys } from '../../src/access/token-keys.service.js';
import { ConnectService } from '../../src/connection/sign-in/connect.service.js';
import { Connections } from '../../src/connection/life/connections.service.js';
import { Sessions } from '../../src/connection/requests/sessions.service.js';
import { TokenVault } from '../../src/connection/tokens/token-vault.service.js';
import { WebhookSubscriptions } from '../../src/connection/webhooks/webhook-subscriptions.service.js';
import type { PhoneSystemProvider, TenantPolicy } from '../../src/contract/index.js';
import { PhoneSystemMetrics } from '../../src/metrics/index.js';
import { GatedProvider } from '../../src/registry/gated-provider.js';
import type { PhoneSystemRegistry } from '../../src/registry/index.js';
import type { Stage } from './stage.js';

/** The services that connect, and the registry that they find their one provider in. */
export interface ConnectingServices {
  readonly registry: PhoneSystemRegistry;
  readonly metrics: PhoneSystemMetrics;
  readonly keys: TokenKeys;
  readonly vault: TokenVault;
  readonly sessions: Sessions;
  readonly webhooks: WebhookSubscriptions;
  readonly connecting: ConnectService;
  readonly connections: Connections;
}

/** The services that connect, as one copy of the host has them. */
export function connectingServices(
  { tenants, settings, requestBudget }: Pick<Stage, 'tenants' | 'settings' | 'requestBudget'>,
  provider: PhoneSystemProvider,
  policy: TenantPolicy,
): ConnectingServices {
  const gated = new GatedProvider(provider);
  const registry = {
    find: (key: string) => (key === provider.descriptor.key ? gated : undefined),
  } as PhoneSystemRegistry;
  const keys = new TokenKeys(settings);
  const metrics = new PhoneSystemMetrics();
  const vault = new TokenVault(tenants, keys, metrics);
  const sessions = new Sessions(vault, requestBudget(tenants), metrics);
  const webhooks = new WebhookSubscriptions(tenants, sessions, keys, settings);
  const connecting = new ConnectService(tenants, sessions, vault, webhooks, policy, settings);
  const connections = new Connections(tenants, registry, vault, webhooks);
  return { registry, metrics, keys, vault, sessions, webhooks, connecting, connections };
}
