import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NotedTerms } from '../access/index.js';
import { type EmployeeEntity, jsonLiteral } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { type Kept, keptOf, type StoredKind } from './kept.js';
import type { Line } from './lines.js';

/** How much of a kind is stored, of which days, and for how long. */
export interface StoredAmount extends Kept {
  readonly count: number;
  /** The days of the first and the last of it; null where it has no days, or there is nothing. */
  readonly from: Day | null;
  readonly to: Day | null;
}

/** How much of each kind is stored of an employee. */
export async function storedAmounts(
  em: SqlEntityManager,
  terms: NotedTerms,
  { tenantId, id }: Pick<EmployeeEntity, 'tenantId' | 'id'>,
  lines: readonly Line[],
): Promise<StoredAmount[]> {
  const asked = lines.map(({ connection, phoneUserId, from, until }) => ({
    ...{ connectionId: connection.id, phoneUserId, from, until },
  }));
  const counted = await em.execute<{ kind: StoredKind; count: number; from: Day | null; to: Day | null }[]>(AMOUNTS, [
    tenantId,
    id,
    terms.timeZone,
    jsonLiteral(asked),
  ]);
  const of = new Map(counted.map(({ kind, ...amount }) => [kind, amount]));
  return keptOf(terms).map((kept) => ({ ...kept, ...(of.get(kept.kind) ?? { count: 0, from: null, to: null }) }));
}

/** What is counted of something that has instants, and on which days of the tenant they are. */
const amountOf = (kind: StoredKind, at: string): string =>
  `select '${kind}' as kind, count(*)::int as count, (min(${at}) at time zone max(asked.zone))::date::text as "from",
     (max(${at}) at time zone max(asked.zone))::date::text as "to"`;

const AMOUNTS = `with asked as (select ?::text as tenant, ?::text as employee, ?::text as zone, ?::jsonb as lines)
  select 'employee' as kind, count(*)::int as count, null::text as "from", null::text as "to"
    from asked join phone_system.employee e on e.tenant_id = tenant and e.id = employee and e.erased_at is null
  union all select 'matches', count(*)::int, null, null
    from asked join phone_system.mapping m on m.tenant_id = tenant and m.employee_id = employee
  union all ${amountOf('calls', 'r.started_at')}
    from asked, jsonb_to_recordset(asked.lines) as line
      ("connectionId" uuid, "phoneUserId" text, "from" timestamptz, "until" timestamptz)
    join phone_system.call_record r on r.connection_id = line."connectionId" and r.user_external_id = line."phoneUserId"
      and (line."from" is null or r.started_at >= line."from") and (line."until" is null or r.started_at < line."until")
  union all select 'days', count(*)::int, min(d.day)::text, max(d.day)::text
    from asked join phone_system.employee e on e.tenant_id = tenant and e.id = employee and e.erased_at is null
    join phone_system.day_score d on d.tenant_id = tenant and d.employee_id = employee
  union all ${amountOf('objections', 'o.objected_at')}
    from asked join phone_system.objection o on o.tenant_id = tenant and o.employee_id = employee
  union all ${amountOf('readers', 'l.looked_at')}
    from asked join phone_system.look l on l.tenant_id = tenant and l.employee_id = employee
  union all ${amountOf('acknowledgements', 'a.acknowledged_at')}
    from asked join phone_system.notice_acknowledgement a on a.tenant_id = tenant and a.employee_id = employee
  union all ${amountOf('actions', 'w.at')}
    from asked join phone_system.audit_entry w on w.tenant_id = tenant and employee in (w.actor, w.subject)`;
