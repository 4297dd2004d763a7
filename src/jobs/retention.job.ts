import { Injectable } from '@nestjs/common';
import { Retention } from '../privacy/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { Backoff } from '../support/backoff.js';

export const RETENTION = 'retention';

/** Whose turn it is. */
export interface RetentionTurn {
  readonly tenantId: string;
}

/** Deletes, once a day for each tenant, what is older than it keeps. */
@Injectable()
export class RetentionJob implements WorkDefinition<RetentionTurn> {
  readonly name = RETENTION;
  readonly concurrency = 1;
  readonly backoff = new Backoff();

  constructor(private readonly retention: Retention) {}

  readonly work = async ({ tenantId }: RetentionTurn, signal: AbortSignal): Promise<void> => {
    try {
      await this.retention.sweep(tenantId, new Date(), signal);
      this.backoff.succeeded(tenantId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
