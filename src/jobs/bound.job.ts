import { Injectable } from '@nestjs/common';
import { Bounding, TakingNoPart } from '../privacy/index.js';
import type { WorkDefinition } from '../queue/index.js';
import { Backoff } from '../support/backoff.js';

export const BOUND = 'bound';

/** Whose turn it is. */
export interface BoundTurn {
  readonly tenantId: string;
}

/**
 * Applies changed bounds to what a tenant has stored already, and what the host says of whose calls are not to be stored,
 * a part at a time, beside whatever is fetched.
 */
@Injectable()
export class BoundJob implements WorkDefinition<BoundTurn> {
  readonly name = BOUND;
  readonly concurrency = 1;
  readonly backoff = new Backoff();

  constructor(
    private readonly bounding: Bounding,
    private readonly takingNoPart: TakingNoPart,
  ) {}

  readonly work = async ({ tenantId }: BoundTurn, signal: AbortSignal): Promise<void> => {
    try {
      await this.takingNoPart.apply(tenantId, signal);
      await this.bounding.apply(tenantId, signal);
      this.backoff.succeeded(tenantId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(tenantId);
      throw error;
    }
  };
}
