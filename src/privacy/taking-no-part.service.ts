import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type NotedTerms, TenantDatabase } from '../access/index.js';
import { type ApartTime, ApartTimes, noteBrought, withoutApartEvents } from '../calls/index.js';
import { holdConnections, wakeUp } from '../connection/index.js';
import { markHeldDays } from '../mapping/index.js';
import { takeTurn } from '../scoring/index.js';
import { ApartSpanEntity, TenantEntity, WebhookDeliveryEntity } from '../storage/index.js';
import { type Day, dayOf, type Zones } from '../support/days.js';
import { type ApartSpan, apartSpans } from './apart.js';
import { type SpanBack, spansBack } from './apart-back.js';
import { type Directories, readDirectories } from './holdings.js';
import { sweepLine, sweepMentions, sweepPeople } from './sweep-apart.js';

const LINES_AT_ONCE = 20;
const PEOPLE_AT_ONCE = 100;
/** After so many batches others have their turn. */
const BATCHES_A_TURN = 40;

/**
 * Of whom nothing is stored for a time: notes it, for the writer of calls, whenever a directory or the mapping has changed,
 * and takes out what was stored before, a part at a time. Killed anywhere, it goes on where it was. What is to be stored
 * again is fetched by a round.
 */
@Injectable()
export class TakingNoPart {
  constructor(private readonly database: TenantDatabase) {}

  /** @param signal ends it after the present batch */
  async apply(tenantId: string, signal: AbortSignal): Promise<void> {
    await this.database.transaction(tenantId, (em) => noteApart(em, tenantId));
    for (let batch = 0, isLeft = true; isLeft && batch < BATCHES_A_TURN && !signal.aborted; batch++) {
      isLeft = await this.database.transaction(tenantId, (em) => sweepBatch(em, tenantId));
    }
  }
}

/** Of a tenant `t`: there is somebody of whom nothing is stored for a time, or was, and something to do about it. */
export const HAS_APART_DUE = `
  exists (select from phone_system.apart_span a where a.tenant_id = t.tenant_id and not a.swept)
  or ((t.has_apart or exists (
      select from phone_system.employee e
      where e.tenant_id = t.tenant_id and (e.stored_from is not null or e.stored_until is not null)))
    and exists (
      select from phone_system.connection c where c.tenant_id = t.tenant_id and c.apart_version <> c.mapping_version))`;

async function noteApart(em: SqlEntityManager, tenantId: string): Promise<void> {
  const terms = await takeTurn(em, tenantId);
  await holdConnections(em, tenantId);
  const [changed] = await em.execute<{ readonly connections: number }[]>(
    `select count(*)::int as connections from phone_system.connection
     where tenant_id = ? and apart_version <> mapping_version`,
    [tenantId],
  );
  if (!changed?.connections) return;
  const directories = await readDirectories(em, tenantId, terms);
  const wanted = apartSpans(directories);
  const stored = await em.find(ApartSpanEntity, { tenantId }, { disableIdentityMap: true });
  const [known, stays] = [new Set(stored.map(keyOf)), new Set(wanted.map(keyOf))];
  const come = wanted.filter((span) => !known.has(keyOf(span)));
  const gone = stored.filter((span) => !stays.has(keyOf(span)));
  await em.nativeDelete(ApartSpanEntity, { id: { $in: gone.map(({ id }) => id) } });
  const rows = come.map((span) => ({ ...span, id: randomUUID(), tenantId, swept: false }));
  if (rows.length > 0) await em.insertMany(ApartSpanEntity, rows);
  if (come.length > 0) await boundDeliveries(em, wanted);
  await askAgain(em, tenantId, directories, spansBack(gone, wanted));
  await em.nativeUpdate(TenantEntity, { tenantId }, { hasApart: wanted.length > 0 });
  await em.execute('update phone_system.connection set apart_version = mapping_version where tenant_id = ?', [
    tenantId,
  ]);
  await noteBrought(em, tenantId);
}

/** What was told and is not applied yet. */
async function boundDeliveries(em: SqlEntityManager, spans: readonly ApartSpan[]): Promise<void> {
  for (const delivery of await em.find(WebhookDeliveryEntity, {})) {
    const told = spans.filter(({ connectionId }) => connectionId === null || connectionId === delivery.connectionId);
    delivery.events = withoutApartEvents(delivery.events, new ApartTimes(told.flatMap(timeOf)));
  }
  await em.flush();
}

const timeOf = ({ kind, what, fromAt, untilAt }: ApartSpan): ApartTime[] =>
  kind === 'person' ? [] : [[kind, what, fromAt?.getTime() ?? null, untilAt?.getTime() ?? null]];

/**
 * What may be stored again is asked for again. A day into which a stored call goes on is scored again without that.
 */
async function askAgain(
  em: SqlEntityManager,
  tenantId: string,
  { terms, ownerships, connections }: Directories,
  back: readonly SpanBack[],
): Promise<void> {
  const days = back.flatMap(({ kind, connectionId, what, from, until }) =>
    ownerships
      .filter((row) => kind === 'line' && row.connectionId === connectionId && row.phoneUserId === what)
      .map((row) => ({
        ...row,
        fromDay: laterOf(row.fromDay, dayIn(from, terms)),
        untilDay: earlierOf(row.untilDay, dayIn(until, terms)),
      })),
  );
  await markHeldDays(em, tenantId, [terms], days);
  for (const connection of connections) {
    const since = back
      .filter(({ connectionId }) => connectionId === null || connectionId === connection.id)
      .map(({ from }) => from);
    if (since.length === 0) continue;
    const from = new Date(Math.max(Math.min(...since), connection.historyFrom.getTime()));
    await em.execute(
      `update phone_system.connection set again_from = least(again_from, ?::timestamptz), again_since = clock_timestamp()
       where id = ? and tenant_id = ?`,
      [from, connection.id, tenantId],
    );
    if (connection.status === 'connected') await wakeUp(em, connection);
  }
}

/** @returns whether anything is left */
async function sweepBatch(em: SqlEntityManager, tenantId: string): Promise<boolean> {
  const terms = await takeTurn(em, tenantId);
  await holdConnections(em, tenantId);
  const swept = await sweepSome(em, tenantId, terms);
  await em.nativeUpdate(ApartSpanEntity, { id: { $in: swept.map(({ id }) => id) } }, { swept: true });
  return swept.length > 0;
}

async function sweepSome(
  em: SqlEntityManager,
  tenantId: string,
  terms: NotedTerms,
): Promise<readonly ApartSpanEntity[]> {
  const next = (kind: ApartSpan['kind'][], limit?: number): Promise<ApartSpanEntity[]> =>
    em.find(
      ApartSpanEntity,
      { tenantId, swept: false, kind: { $in: kind } },
      { ...(limit !== undefined && { limit }), orderBy: { id: 'asc' }, disableIdentityMap: true },
    );
  const lines = await next(['line'], LINES_AT_ONCE);
  for (const line of lines) await sweepLine(em, tenantId, terms, line);
  if (lines.length > 0) return lines;
  const mentions = await next(['name', 'number']);
  if (mentions.length > 0) await sweepMentions(em, tenantId, terms, mentions);
  if (mentions.length > 0) return mentions;
  const people = await next(['person'], PEOPLE_AT_ONCE);
  if (people.length > 0)
    await sweepPeople(
      em,
      tenantId,
      people.map(({ what }) => what),
    );
  return people;
}

const keyOf = ({ kind, connectionId, what, fromAt, untilAt }: ApartSpan): string =>
  JSON.stringify([kind, connectionId, what, fromAt?.getTime() ?? null, untilAt?.getTime() ?? null]);

const dayIn = (at: number, zones: Zones): Day | null => (Number.isFinite(at) ? dayOf(new Date(at), zones) : null);

const laterOf = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

const earlierOf = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other < one) ? other : one;
