import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';
import type { WindowProgress } from './walk.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** Notes what walks have brought so far; a window that was walked to its end is done. */
export async function noteWindows(
  em: SqlEntityManager,
  { tenantId }: ConnectionKey,
  walks: readonly WindowProgress[],
): Promise<void> {
  const rows = walks.map(({ window: { id }, counts, whole }) => ({
    id,
    ...counts,
    walked_from: whole?.walkedFrom,
    listed_at: whole?.listedAt,
    done_at: whole === null ? undefined : new Date(),
  }));
  await em.execute(
    `update phone_system.fetch_window as w
     set pages = walk.pages, records = walk.records, rejected = walk.rejected,
       walked_from = coalesce(walk.walked_from, w.walked_from), listed_at = coalesce(walk.listed_at, w.listed_at),
       done_at = coalesce(walk.done_at, w.done_at)
     from jsonb_to_recordset(?::jsonb) as walk (id uuid, pages int, records int, rejected int,
       walked_from timestamptz, listed_at timestamptz, done_at timestamptz)
     where w.id = walk.id and w.tenant_id = ?`,
    [JSON.stringify(rows), tenantId],
  );
}

/**
 * The vendor answers: whatever passes has passed, for the rounds whose windows are done, and for the connection unless
 * another round still rests for it. A round that another of its walks has laid to rest meanwhile stays so.
 *
 * @returns the rounds that have no open window left
 */
export async function goOn(
  em: SqlEntityManager,
  { id, tenantId }: ConnectionKey,
  rounds: readonly string[],
): Promise<readonly string[]> {
  if (rounds.length === 0) return [];
  const given = JSON.stringify(rounds);
  const whole = await em.execute<{ id: string }[]>(
    `with given as (select jsonb_array_elements_text(?::jsonb)::uuid as id),
     going_on as (
       update phone_system.round as r set outcome = 'running', problem = null, attempts = 0, resume_at = null
       from given where r.id = given.id and r.tenant_id = ? and (r.resume_at is null or r.resume_at <= clock_timestamp())
         and (r.outcome <> 'running' or r.problem is not null or r.attempts > 0 or r.resume_at is not null)),
     passed as (
       update phone_system.connection as c set problem = null
       where c.id = ? and c.tenant_id = ? and c.problem is not null and not exists (
         select 1 from phone_system.round r where r.connection_id = c.id and r.resume_at > clock_timestamp()))
     select given.id from given where not exists (
       select 1 from phone_system.fetch_window w
       where w.round_id = given.id and w.tenant_id = ? and w.done_at is null)`,
    [given, tenantId, id, tenantId, tenantId],
  );
  return whole.map(({ id: roundId }) => roundId);
}
