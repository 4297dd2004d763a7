import { Injectable } from '@nestjs/common';
import { Bounding } from '../privacy/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { Backoff } from '../support/backoff.js';

export const BOUND = 'bound';

/** Whose turn it is. */
export interface BoundTurn {
  readonly tenantId: string;
}

/** Applies changed bounds to what a tenant has stored already, a part at a time, beside whatever is fetched. */
@Injectable()
export class BoundJob implements WorkDefinition<BoundTurn> {
  readonly name = BOUND;
  readonly concurrency = 1;
  readonly backoff = new Backoff();

  constructor(private readonly bounding: Bounding) {}

  readonly work = async ({ tenantId }: BoundTurn, signal: AbortSignal): Promise<void> => {
    try {
      await this.bounding.apply(tenantId, signal);
      this.backoff.succeeded(tenantId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
