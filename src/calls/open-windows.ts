import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TimeWindow } from '../contract/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { without } from '../support/intervals.js';
import { asksAgain, ROUND_KINDS } from './plan-rounds.js';
import type { OpenWindow } from './walk.js';

/** Every window of a connection that is not walked to its end, the most urgent first, then the newest. */
export async function openWindowsOf(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<OpenWindow[]> {
  const rows = await em.execute<OpenRow[]>(OPEN_WINDOWS, [id, tenantId, `{${ROUND_KINDS.join()}}`]);
  return rows.map(({ from_at, to_at, failing_since, resume_at, claimed_until, ...row }) => ({
    ...row,
    fromAt: new Date(from_at),
    toAt: new Date(to_at),
    failingSince: dateOf(failing_since),
    resumeAt: dateOf(resume_at),
    claimedUntil: dateOf(claimed_until),
  }));
}

/** A span without the windows that fail and are tried for themselves, newest first. */
export function outsideOfFailing(open: readonly OpenWindow[], { from, to }: TimeWindow): readonly TimeWindow[] {
  const failing = open.filter(({ isFailing, kind }) => isFailing && !asksAgain(kind));
  const gaps = failing.map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt.getTime() }));
  return without({ from: from.getTime(), to: to.getTime() }, gaps)
    .reverse()
    .map((span) => ({ from: new Date(span.from), to: new Date(span.to) }));
}

const milliseconds = (column: string): string => `(extract(epoch from w.${column}) * 1000)::float8 as ${column}`;

const OPEN_WINDOWS = `
  select w.id, w.tenant_id as "tenantId", w.connection_id as "connectionId", w.round_id as "roundId", r.kind,
    w.attempts, w.is_piece as "isPiece", w.problem is not null as "isFailing",
    ${['from_at', 'to_at', 'failing_since', 'resume_at', 'claimed_until'].map(milliseconds).join()}
  from phone_system.fetch_window w join phone_system.round r on r.id = w.round_id
  where w.connection_id = ? and w.tenant_id = ? and w.done_at is null and r.outcome in ('running', 'parked')
  order by array_position(?::text[], r.kind), w.from_at desc`;

/** Instants in milliseconds: both databases tell them alike. */
type OpenRow = Omit<OpenWindow, 'fromAt' | 'toAt' | 'failingSince' | 'resumeAt' | 'claimedUntil'> &
  Readonly<Record<'from_at' | 'to_at', number>> &
  Readonly<Record<'failing_since' | 'resume_at' | 'claimed_until', number | null>>;

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
