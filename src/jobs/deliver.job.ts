import { Injectable } from '@nestjs/common';
import { knownMentions, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { connectionsWithDeliveries, Deliveries, type WaitingDeliveries } from '../calls/index.js';
import { Connections } from '../connection/index.js';
import { PhoneUsers } from '../directory/index.js';
import { Queue, type WorkDefinition } from '../queue/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { Backoff } from '../support/backoff.js';
import { inSpan } from '../tracing/index.js';
import { ScoreJob } from './score.job.js';

export const DELIVER = 'deliver';

/**
 * Applies what a connection was told, beside whatever its rounds do: it takes no place, and asks neither the vendor nor the
 * host. What it stored is scored at once.
 */
@Injectable()
export class DeliverJob implements WorkDefinition<WaitingDeliveries> {
  readonly name = DELIVER;
  readonly concurrency = 4;
  readonly backoff = new Backoff();

  constructor(
    private readonly tenants: TenantDatabase,
    private readonly queue: Queue,
    private readonly connections: Connections,
    private readonly deliveries: Deliveries,
    private readonly terms: TenantTermsBook,
    private readonly phoneUsers: PhoneUsers,
    private readonly people: People,
    private readonly score: ScoreJob,
  ) {}

  /** Which connections have deliveries that are to be applied now. */
  async due(): Promise<readonly WaitingDeliveries[]> {
    const waiting = await connectionsWithDeliveries(this.tenants);
    return waiting.filter(({ connectionId }) => this.backoff.allows(connectionId));
  }

  /** Asks for a connection's turn, because something was just stored for it. Where that fails, the next tick asks. */
  async request(connectionId: string): Promise<void> {
    if (!this.backoff.allows(connectionId)) return;
    await this.queue.request(this.name, connectionId, { connectionId }).catch(() => undefined);
  }

  readonly work = async ({ connectionId }: WaitingDeliveries, signal: AbortSignal): Promise<void> => {
    try {
      await inSpan('deliver', { connection: connectionId }, async (note) => {
        const connection = await this.connections.byId(connectionId);
        if (connection !== null) note({ records: await this.apply(connection, signal) });
      });
      this.backoff.succeeded(connectionId);
    } catch (error) {
      if (signal.aborted) return;
      this.backoff.failed(connectionId);
      throw error;
    }
  };

  private async apply(connection: ConnectionEntity, signal: AbortSignal): Promise<number> {
    const { tenantId } = connection;
    const goneAt = await this.deliveries.goneAt(connection);
    if (goneAt !== null) await this.connections.letGo(connection, goneAt);
    const { timeZone, region } = await this.terms.last(tenantId);
    const { phoneUsers, people } = this;
    const mentions = knownMentions(phoneUsers.erasedListed(connection), people.erasedListed(tenantId), region);
    const records = await this.deliveries.apply(connection, { timeZone, mentions }, signal);
    if (records > 0 && this.score.backoff.allows(tenantId)) {
      await this.queue.request(this.score.name, tenantId, { tenantId });
    }
    return records;
  }
}
