import { Injectable } from '@nestjs/common';
import {
  Connections,
  type LapsingSubscription,
  lapsingSubscriptions,
  WebhookSubscriptions,
} from '../connection/index.js';
import { TenantDatabase } from '../access/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { Backoff } from '../support/backoff.js';

export const RENEW = 'renew';

/** Renews subscriptions to call events that lapse, in the last third of their lives. */
@Injectable()
export class RenewJob implements WorkDefinition<LapsingSubscription> {
  readonly name = RENEW;
  readonly concurrency = 2;
  readonly backoff = new Backoff();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly connections: Connections,
    private readonly registry: PhoneSystemRegistry,
    private readonly subscriptions: WebhookSubscriptions,
  ) {}

  async due(): Promise<readonly LapsingSubscription[]> {
    const lapsing = await lapsingSubscriptions(
      this.tenants,
      this.registry.all().map(({ descriptor }) => descriptor.key),
    );
    return lapsing.filter(({ connectionId }) => this.backoff.allows(connectionId));
  }

  readonly work = async ({ connectionId }: LapsingSubscription, signal: AbortSignal): Promise<void> => {
    try {
      const connection = await this.connections.byId(connectionId);
      const provider = connection && this.registry.find(connection.providerKey);
      if (provider && connection.status === 'connected') await this.subscriptions.prolong(connection, provider, signal);
      this.backoff.succeeded(connectionId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(connectionId);
      throw error;
    }
  };
}
