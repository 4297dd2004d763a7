import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionEntity } from '../storage/index.js';
import { END_RESTS_OF_CALLS, PROBLEM_OF_CALLS } from './announced-calls.js';
import { ASKS_AGAIN } from './plan-rounds.js';

/**
 * The problem of the window, or else the announced call, of a connection `c` that has failed for longest: it stands as long
 * as anything rests for it.
 */
export const PROBLEM_OF_RESTING = `coalesce((
  select w.problem from phone_system.fetch_window w join phone_system.round wr on wr.id = w.round_id
  where w.connection_id = c.id and w.done_at is null and w.problem is not null and wr.kind not ${ASKS_AGAIN}
  order by w.failing_since limit 1), ${PROBLEM_OF_CALLS})`;

/** Outcome and problem of an open round `r`: parked where each window that it still has to walk has failed. */
export const STATE_OF_ROUND = `
  select case when count(*) > 0 and count(w.problem) = count(*) then 'parked' else 'running' end,
    (array_agg(w.problem order by w.failing_since) filter (where w.problem is not null))[1]
  from phone_system.fetch_window w where w.round_id = r.id and w.done_at is null`;

/** The vendor answers again: what rested for its outage may be tried at once. */
export async function endRests(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<void> {
  await em.execute(
    `with woken as (
       update phone_system.fetch_window set resume_at = null
       where connection_id = ? and tenant_id = ? and done_at is null and resume_at is not null),
     asked as (${END_RESTS_OF_CALLS})
     update phone_system.round as r set (outcome, problem) = (${STATE_OF_ROUND})
     where r.connection_id = ? and r.tenant_id = ? and r.outcome in ('running', 'parked') and r.problem is not null`,
    [id, tenantId, id, tenantId, id, tenantId],
  );
}
