import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallRecord, Page } from '../contract/index.js';
import { CallRecordEntity, ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';
import { callKey } from './rejected-records.js';
import type { OpenWindow } from './walk.js';

/**
 * Compares what one walk of a window is told with what is stored. A difference is a call that contradicts
 * `completeUntil` as it stood when the walk began:
 *
 * - _missing_: listed, ended by then, and neither stored nor set aside. Storing its page mends it.
 * - _unlisted_: stored, ended by then, and not listed any more. It is said, and kept: what happened, happened.
 *
 * A call that ended later had merely not been fetched yet, and a newer version of a stored call is what rounds are for:
 * neither is one.
 */
export class Comparison {
  private readonly listed = new Set<string>();

  private constructor(
    private readonly window: OpenWindow,
    private readonly claimed: Date,
  ) {}

  static async begin(em: SqlEntityManager, window: OpenWindow): Promise<Comparison> {
    const { completeUntil } = await em.findOneOrFail(ConnectionEntity, { id: window.connectionId });
    return new Comparison(window, completeUntil ?? new Date(0));
  }

  /** Counts what a page brings that should have been there. Runs before the page is stored, in its transaction. */
  async takePage(em: SqlEntityManager, { items, rejected = [] }: Page<CallRecord>): Promise<void> {
    for (const { externalId } of [...items, ...rejected]) if (externalId !== undefined) this.listed.add(externalId);
    const claimed = items.filter(({ endedAt }) => endedAt <= this.claimed).map(({ externalId }) => externalId);
    const ids = [...new Set(claimed)];
    const missing = ids.length - (await this.known(em, ids)).size;
    if (missing === 0) return;
    await em.execute('update phone_system.fetch_window set missing = missing + ? where id = ? and tenant_id = ?', [
      missing,
      this.window.id,
      this.window.tenantId,
    ]);
  }

  /** Counts what the whole walk did not name. Runs in the transaction that ends the window, after its last page. */
  async end(em: SqlEntityManager): Promise<void> {
    const { id, tenantId, connectionId, fromAt, toAt } = this.window;
    await em.execute(
      `update phone_system.fetch_window set unlisted = (
         select count(*) from phone_system.call_record c
         where c.tenant_id = ? and c.connection_id = ? and c.started_at >= ? and c.started_at < ? and c.ended_at <= ?
           and c.external_id not in (select jsonb_array_elements_text(?::jsonb)))
       where id = ? and tenant_id = ?`,
      [tenantId, connectionId, fromAt, toAt, this.claimed, JSON.stringify([...this.listed]), id, tenantId],
    );
  }

  private async known(em: SqlEntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const { connectionId } = this.window;
    const stored = await em.find(
      CallRecordEntity,
      { connectionId, externalId: { $in: [...ids] } },
      { fields: ['externalId'], disableIdentityMap: true },
    );
    const aside = await em.find(
      RejectedRecordEntity,
      { connectionId, itemKey: { $in: ids.map(callKey) } },
      { fields: ['externalId'], disableIdentityMap: true },
    );
    return new Set([...stored, ...aside].flatMap(({ externalId }) => externalId ?? []));
  }
}
