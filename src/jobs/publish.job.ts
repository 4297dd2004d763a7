import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { ScorePublisher, tenantsToPublish } from '../scoring/index.js';
import { inSpan } from '../tracing/index.js';

export const PUBLISH = 'publish';

/** Whose turn it is. */
export interface PublishTurn {
  readonly tenantId: string;
}

/** Hands a tenant's scores to the host, beside scoring: a host that refuses them or takes its time delays no score. */
@Injectable()
export class PublishJob implements WorkDefinition<PublishTurn> {
  readonly name = PUBLISH;
  readonly concurrency = 4;

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly publisher: ScorePublisher,
  ) {}

  /** Whose scores are to be handed over now. */
  async due(): Promise<readonly PublishTurn[]> {
    const waiting = await tenantsToPublish(this.tenants);
    return waiting.filter((tenantId) => this.publisher.allows(tenantId)).map((tenantId) => ({ tenantId }));
  }

  readonly work = async ({ tenantId }: PublishTurn, signal: AbortSignal): Promise<void> => {
    await inSpan('publish', { tenant: tenantId }, () => this.publisher.publish(tenantId, signal));
  };
}
