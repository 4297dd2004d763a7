import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CallPage, Page } from '../contract/index.js';
import { CallRecordEntity, ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';
import { unknownAmong } from './announced-calls.js';
import { callKey } from './rejected-records.js';
import type { OpenWindow } from './walk.js';

/**
 * Compares what one walk of a window is told with what is stored. A difference is a call that contradicts
 * `completeUntil` as it stood when the walk began:
 *
 * - _missing_: listed, ended by then, and neither stored nor set aside. Storing its page mends it. Of a call that is only
 *   announced the end is not told: it counts where it began so long before that it had ended.
 *
 * What is stored, had ended by then and is listed no longer is kept, since what happened, happened, and is said:
 *
 * - _let go_: its user is gone from the directory, the vendor still counts it among calls that were anonymised, or it is
 *   older than every account is told of, or than the vendor lists
 * - _unlisted_: nothing says why
 *
 * A call that ended later had merely not been fetched yet, and a newer version of a stored call is what rounds are for:
 * neither is one.
 */
export class Comparison {
  private readonly listed = new Set<string>();
  private readonly announced = new Set<string>();
  private readonly anonymized = new Set<string>();

  private constructor(
    private readonly window: OpenWindow,
    private readonly claimed: Date,
    private readonly toldMs: number,
  ) {}

  /** @param toldMs for how long back the vendor tells every account; where that has no end, Infinity */
  static async begin(em: SqlEntityManager, window: OpenWindow, toldMs: number): Promise<Comparison> {
    const { completeUntil } = await em.findOneOrFail(ConnectionEntity, { id: window.connectionId });
    return new Comparison(window, completeUntil ?? new Date(0), toldMs);
  }

  /**
   * Counts what a page brings that should have been there. Runs before the page is stored, in its transaction.
   *
   * @param longestCallMs the longest call that is provided for
   */
  async takePage(
    em: SqlEntityManager,
    { items, rejected = [], announced = [] }: CallPage,
    longestCallMs: number,
  ): Promise<void> {
    const news = announced.filter(({ externalId }) => !this.announced.has(externalId));
    this.noteListed({ items, rejected, announced });
    const claimed = items.filter(({ endedAt }) => endedAt <= this.claimed).map(({ externalId }) => externalId);
    const ids = [...new Set(claimed)];
    const ended = news.filter(({ startedAt }) => startedAt.getTime() + longestCallMs <= this.claimed.getTime());
    const { connectionId: id, tenantId } = this.window;
    const unknown = await unknownAmong(em, { id, tenantId }, [...new Set(ended.map(({ externalId }) => externalId))]);
    const missing = ids.length - (await this.known(em, ids)).size + unknown.length;
    if (missing === 0) return;
    await em.execute('update phone_system.fetch_window set missing = missing + ? where id = ? and tenant_id = ?', [
      missing,
      this.window.id,
      this.window.tenantId,
    ]);
  }

  /**
   * Asks the vendor for what it keeps without personal data, where something stored is listed no longer and its user is still
   * there. Runs before the last page is stored, outside of its transaction.
   */
  async askWhy(em: SqlEntityManager, last: CallPage, anonymized: () => AsyncIterable<Page<string>>): Promise<void> {
    this.noteListed(last);
    const [row] = await em.execute<{ unlisted: number }[]>(
      `select count(*)::int as unlisted ${UNLISTED} and not ${USER_IS_GONE}`,
      [...this.unlistedValues()],
    );
    if (!row?.unlisted) return;
    for await (const { items } of anonymized()) for (const externalId of items) this.anonymized.add(externalId);
  }

  /** Counts what the whole walk did not name. Runs in the transaction that ends the window, after its last page. */
  async end(em: SqlEntityManager): Promise<void> {
    const { id, tenantId } = this.window;
    await em.execute(
      `with gone as (
         select c.id, c.started_at, ${USER_IS_GONE} as is_gone,
           c.external_id in (select jsonb_array_elements_text(?::jsonb)) as is_anonymized,
           c.started_at < clock_timestamp() - ?::float8 * interval '1 millisecond' as is_out_of_reach
         ${UNLISTED}),
       forgotten as (
         update phone_system.connection set forgets_after_days = least(forgets_after_days, young.days)
         from (select floor(extract(epoch from clock_timestamp() - max(started_at)) / 86400)::int as days
           from gone where is_anonymized and not is_gone) young
         where id = ? and tenant_id = ? and young.days is not null),
       left_out as (select id from gone where not (is_gone or is_anonymized or is_out_of_reach))
       update phone_system.fetch_window set
         unlisted = (select count(*) from left_out),
         unlisted_ids = (select coalesce(jsonb_agg(id), '[]') from left_out),
         let_go = (select count(*) from gone where is_gone or is_anonymized or is_out_of_reach)
       where id = ? and tenant_id = ?`,
      [
        ...[JSON.stringify([...this.anonymized]), Math.min(this.toldMs, FOR_EVER_MS), ...this.unlistedValues()],
        ...[this.window.connectionId, tenantId, id, tenantId],
      ],
    );
  }

  private noteListed({ items, rejected = [], announced = [] }: CallPage): void {
    for (const { externalId } of announced) this.announced.add(externalId);
    for (const { externalId } of [...items, ...rejected]) if (externalId !== undefined) this.listed.add(externalId);
  }

  private unlistedValues(): readonly unknown[] {
    const { tenantId, connectionId, fromAt, toAt } = this.window;
    const [listed, announced] = [this.listed, this.announced].map((ids) => JSON.stringify([...ids]));
    return [tenantId, connectionId, fromAt, toAt, this.claimed, listed, announced];
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

const FOR_EVER_MS = 1e12;

/** What is stored of a window, had ended by an instant, and was not named. */
const UNLISTED = `from phone_system.call_record c
  where c.tenant_id = ? and c.connection_id = ? and c.started_at >= ? and c.started_at < ? and c.ended_at <= ?
    and c.external_id not in (select jsonb_array_elements_text(?::jsonb))
    and (c.detail_of is null or c.detail_of not in (select jsonb_array_elements_text(?::jsonb)))`;

/** Vendors anonymise the calls of users whom they delete. */
const USER_IS_GONE = `exists (
  select from phone_system.phone_user u
  where u.tenant_id = c.tenant_id and u.connection_id = c.connection_id and u.external_id = c.user_external_id
    and u.status = 'departed')`;
