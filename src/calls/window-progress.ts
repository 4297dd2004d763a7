import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';
import { PROBLEM_OF_RESTING, STATE_OF_ROUND } from './resting.js';
import type { WindowProgress } from './walk.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** Notes what walks have brought so far; a window that was walked to its end is done. */
export async function noteWindows(
  em: SqlEntityManager,
  { tenantId }: ConnectionKey,
  walks: readonly WindowProgress[],
): Promise<void> {
  const rows = walks.flatMap(({ window, counts, whole }) =>
    window === null
      ? []
      : [
          {
            ...{ id: window.id, ...counts, walked_from: whole?.walkedFrom ?? null, listed_at: whole?.listedAt ?? null },
            let_go: whole?.isKeptQuiet ? 1 : null,
          },
        ],
  );
  if (rows.length === 0) return;
  await em.execute(
    `update phone_system.fetch_window as w
     set pages = walk.pages, records = walk.records, rejected = walk.rejected, let_go = coalesce(walk.let_go, w.let_go),
       walked_from = coalesce(walk.walked_from, w.walked_from), listed_at = coalesce(walk.listed_at, w.listed_at),
       done_at = case when walk.walked_from is null then w.done_at else clock_timestamp() end,
       attempts = case when walk.walked_from is null then w.attempts else 0 end,
       problem = case when walk.walked_from is null then w.problem end,
       failing_since = case when walk.walked_from is null then w.failing_since end,
       resume_at = case when walk.walked_from is null then w.resume_at end
     from jsonb_to_recordset(?::jsonb) as walk (id uuid, pages int, records int, rejected int,
       walked_from timestamptz, listed_at timestamptz, let_go int)
     where w.id = walk.id and w.tenant_id = ?`,
    [JSON.stringify(rows), tenantId],
  );
}

/** What the end of windows came to. */
export interface EndedWindows {
  /** The rounds that have no open window left. */
  readonly rounds: readonly string[];
  /** Now, by the database's clock. */
  readonly at: Date;
}

/**
 * Windows are done: what rested for them no longer does, and what had been walked elsewhere holds for their calls only as
 * far as their own walks reach.
 *
 * @param settleMs how long after its end the vendor may take to list a call
 * @returns null where no window is
 */
export async function endWindows(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  walks: readonly WindowProgress[],
  settleMs: number,
): Promise<EndedWindows | null> {
  const ended = walks.flatMap(({ window, whole }) => (window === null || whole === null ? [] : [{ window, whole }]));
  if (ended.length === 0) return null;
  const reached = Math.min(...ended.map(({ whole }) => whole.listedAt.getTime())) - settleMs;
  const rows = await em.execute<{ readonly id: string; readonly isWhole: boolean; readonly nowMs: number }[]>(
    // Their rounds as they are now: another may have taken over a window while it was walked.
    `with given as (
       select distinct round_id as id from phone_system.fetch_window
       where id in (select jsonb_array_elements_text(?::jsonb)::uuid) and tenant_id = ?),
     stated as (
       update phone_system.round as r set (outcome, problem) = (${STATE_OF_ROUND})
       from given where r.id = given.id and r.problem is not null),
     moved as (
       update phone_system.connection as c set
         moved_at = case when exists (select from phone_system.round h join given on given.id = h.id where h.kind = 'history')
           then clock_timestamp() else c.moved_at end,
         walked_until = least(c.walked_until, greatest(?::timestamptz, c.complete_until)),
         problem = case when c.attempts > 0 then c.problem else ${PROBLEM_OF_RESTING} end
       where c.id = ? and c.tenant_id = ?)
     select given.id, (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs", not exists (
       select 1 from phone_system.fetch_window w where w.round_id = given.id and w.done_at is null) as "isWhole"
     from given`,
    [JSON.stringify(ended.map(({ window }) => window.id)), tenantId, new Date(reached), id, tenantId],
  );
  return {
    rounds: rows.flatMap((round) => (round.isWhole ? [round.id] : [])),
    at: new Date(rows[0]?.nowMs ?? Date.now()),
  };
}
