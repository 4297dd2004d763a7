import { Injectable } from '@nestjs/common';
import { Retention } from '../privacy/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { Backoff } from '../support/backoff.js';
import { EventLog, wordsOf } from '../tracing/index.js';
import { TermsWatch } from './terms-watch.service.js';

export const RETENTION = 'retention';

/** Whose turn it is. */
export interface RetentionTurn {
  readonly tenantId: string;
}

/**
 * Deletes, once a day for each tenant, what is older than it keeps. What the tenant has agreed is asked for before: where
 * nothing is fetched any more, nobody else asks.
 */
@Injectable()
export class RetentionJob implements WorkDefinition<RetentionTurn> {
  readonly name = RETENTION;
  readonly concurrency = 1;
  readonly backoff = new Backoff();

  private readonly log = new EventLog(RetentionJob.name);

  constructor(
    private readonly retention: Retention,
    private readonly termsWatch: TermsWatch,
  ) {}

  readonly work = async ({ tenantId }: RetentionTurn, signal: AbortSignal): Promise<void> => {
    try {
      await this.noteTerms(tenantId);
      await this.retention.sweep(tenantId, new Date(), signal);
      this.backoff.succeeded(tenantId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };

  /** A host that does not answer, or no longer knows the tenant, keeps nothing from being deleted. */
  private async noteTerms(tenantId: string): Promise<void> {
    try {
      await this.termsWatch.note(tenantId);
    } catch (error) {
      this.log.warn('terms-not-read', `What the tenant agreed last holds on: ${wordsOf(error)}`, { tenant: tenantId });
    }
  }
}
