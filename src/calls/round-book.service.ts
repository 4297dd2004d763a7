import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PhoneSystemProvider, ProviderDescriptor } from '../contract/index.js';
import { type Actor, audit, firstKeptDay, type NotedTerms, TenantDatabase } from '../access/index.js';
import { wakeUp } from '../connection/index.js';
import { holdPlace, type Place } from '../connection/life/place.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS, RoundEntity } from '../storage/index.js';
import { dayBounds } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { EventLog } from '../tracing/index.js';
import { insteadOfOneMore } from './by-hand.js';
import type { DoubtedDays } from './doubted-days.js';
import { makeAgain, makeAgainOfBack } from './make-again.js';
import { makeFar, makeHistory, makeReconciliation } from './make-round.js';
import { openWindowsOf } from './open-windows.js';
import { farWindow, planRounds, type RoundIntervals } from './plan-rounds.js';
import { endRound, noteCompleteness } from './round-end.js';
import type { SettledCall } from './announced-calls.js';
import type { OpenWindow, Walk, WindowProgress } from './walk.js';
import { noteBrought } from './stored-again.js';
import { endWindows, noteWindows } from './window-progress.js';

const HOUR_MS = 3_600_000;

/** Which rounds there are, which windows they still have to walk, and what their end means for the connection. */
@Injectable()
export class RoundBook {
  readonly intervals: RoundIntervals;
  private readonly log = new EventLog(RoundBook.name);

  constructor(
    private readonly tenants: TenantDatabase,
    @Inject(PHONE_SYSTEM_SETTINGS) settings: PhoneSystemSettings,
  ) {
    this.intervals = {
      nearMs: settings.fetchEverySeconds * 1000,
      farMs: settings.farEverySeconds * 1000,
      longestCallMs: settings.longestCallHours * HOUR_MS,
      reconcileMs: settings.reconcileEverySeconds * 1000,
    };
  }

  /**
   * Makes the rounds that are due. Costs nothing where none is.
   *
   * @param state the connection as it was last read
   * @returns the connection after it
   */
  async planDue(
    { place, provider, wantedFrom }: Pick<Walk, 'place' | 'provider' | 'wantedFrom'>,
    state: ConnectionEntity,
  ): Promise<ConnectionEntity> {
    const { intervals } = this;
    const now = place.now();
    if (planRounds(state, intervals, wantedFrom, now).length === 0) return state;
    return await this.tenants.transaction(place.connection.tenantId, async (em) => {
      await holdPlace(em, place);
      const connection = await em.findOneOrFail(ConnectionEntity, { id: place.connection.id });
      const facts = { intervals, listing: provider.descriptor.listing, now };
      for (const round of planRounds(connection, intervals, wantedFrom, now)) {
        if (round.kind === 'history') await makeHistory(em, connection, round, facts);
        else if (round.kind === 'far') await makeFar(em, connection, round, facts);
        else if (round.kind === 'again') await makeAgainOfBack(em, connection, round, facts);
        else await makeReconciliation(em, connection, round, facts);
      }
      await em.flush();
      return connection;
    });
  }

  /**
   * A round that an administrator asks for, with the full reach back.
   *
   * @returns its id; where one with that reach makes progress already, that one's
   * @throws Problem `not_connected` where nobody would walk it, `too_many_fetches` where one more would find nothing new
   */
  async makeManual(
    { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
    { descriptor: { listing } }: PhoneSystemProvider,
  ): Promise<string> {
    const { intervals } = this;
    return await this.tenants.transaction(tenantId, async (em) => {
      const { connection, now } = await holdConnected(em, { id, tenantId });
      const instead = await insteadOfOneMore(em, connection, now);
      if (instead !== null) return instead.id;
      const planned = { kind: 'manual', window: farWindow(connection, intervals, now) } as const;
      const round = await makeFar(em, connection, planned, { intervals, listing, now });
      await em.flush();
      await wakeUp(em, connection);
      return round.id;
    });
  }

  /**
   * A round of its own that asks again for days that somebody doubts.
   *
   * @returns its id; where one that asks for these days is open, that one's
   * @throws Problem `not_connected`, `invalid_span`, `fetching_again`, `too_many_fetches`
   */
  async makeAgain(
    actor: Actor,
    { id }: Pick<ConnectionEntity, 'id'>,
    { descriptor: { listing, displayName: name } }: PhoneSystemProvider,
    days: DoubtedDays,
    terms: NotedTerms,
  ): Promise<string> {
    const { intervals } = this;
    const { tenantId } = actor;
    return await this.tenants.transaction(tenantId, async (em) => {
      const { connection, now } = await holdConnected(em, { id, tenantId });
      const firstKept = dayBounds(firstKeptDay(terms, now), terms).from;
      const facts = { intervals, listing, name, now, zones: terms, firstKept };
      const { round, isNew } = await makeAgain(em, connection, days, facts);
      await em.flush();
      if (isNew) await audit(em, actor, { action: 'fetch', subject: id, details: { from: days.from, to: days.to } });
      await wakeUp(em, connection);
      return round.id;
    });
  }

  /** Whether somebody has asked for a round since an instant, and it is under way. */
  async isAskedFor({ id, tenantId }: ConnectionEntity, since: Date | null): Promise<boolean> {
    const asked = {
      connectionId: id,
      kind: { $in: ['manual' as const, 'again' as const] },
      outcome: { $in: ['running' as const, 'parked' as const] },
    };
    const later = since === null ? {} : { startedAt: { $gt: since } };
    return (await this.tenants.of(tenantId).count(RoundEntity, { ...asked, ...later })) > 0;
  }

  /** Every window that is not walked to its end, in the order in which they are walked. */
  async openWindows({ connection }: Place): Promise<OpenWindow[]> {
    return await openWindowsOf(this.tenants.of(connection.tenantId), connection);
  }

  /**
   * Notes how far walks are, within the transaction of their pages. With its last page a window is done; with its last
   * window, the round.
   *
   * @param read the announced calls that were read with them: what is complete may reach over these now
   */
  async noteProgress(
    em: SqlEntityManager,
    { descriptor }: PhoneSystemProvider,
    { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
    walks: readonly WindowProgress[],
    read: readonly SettledCall[] = [],
  ): Promise<void> {
    const { listing } = descriptor;
    await noteWindows(em, { id, tenantId }, walks);
    const ended = await endWindows(em, { id, tenantId }, walks, listing.settleMs);
    if (ended === null && read.length === 0) return;
    const connection = await em.findOneOrFail(ConnectionEntity, { id });
    const now = ended?.at ?? new Date();
    const rounds = ended === null ? [] : await em.find(RoundEntity, { id: { $in: [...ended.rounds] } });
    for (const round of rounds) {
      await endRound(em, round, { intervals: this.intervals, listing, now });
      await this.tellUnlisted(em, round, descriptor);
    }
    const isAllRead = await noteCompleteness(em, connection, now);
    if (!isAllRead || (read.length === 0 && !rounds.some(({ kind }) => kind === 'again'))) return;
    await em.flush();
    await noteBrought(em, tenantId);
  }

  /** Calls that vanish without a reason are told once, although each of the next comparisons finds them. */
  private async tellUnlisted(
    em: SqlEntityManager,
    { id, tenantId, connectionId, kind, unlisted }: RoundEntity,
    { key, displayName }: ProviderDescriptor,
  ): Promise<void> {
    if (kind !== 'reconciliation' || !unlisted) return;
    // What an earlier comparison found was told then, as long as its windows are kept.
    const [row] = await em.execute<{ readonly news: number }[]>(
      `with found as (
         select w.round_id, jsonb_array_elements_text(w.unlisted_ids) as call
         from phone_system.fetch_window w join phone_system.round r on r.id = w.round_id
         where w.connection_id = ? and w.tenant_id = ? and r.kind = 'reconciliation' and (r.outcome = 'done' or r.id = ?))
       select count(distinct call)::int as news from found
       where round_id = ? and call not in (select call from found where round_id <> ?)`,
      [connectionId, tenantId, id, id, id],
    );
    if (!row?.news) return;
    this.log.warn(
      'calls-unlisted',
      `${displayName} no longer lists ${oneOrMore(row.news)} of the days compared, and nothing says why. They are kept as they were. Ask ${displayName} if it goes on.`,
      { tenant: tenantId, provider: key, connection: connectionId, unlisted },
    );
  }
}

/**
 * Holds the row of a connection for who asks for a round.
 *
 * @throws Problem `not_connected` where nobody would walk it
 */
async function holdConnected(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<{ readonly connection: ConnectionEntity; readonly now: Date }> {
  const [clock] = await em.execute<{ readonly nowMs: number }[]>(
    `select (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"
     from phone_system.connection where id = ? and tenant_id = ? for no key update`,
    [id, tenantId],
  );
  const connection = await em.findOneOrFail(ConnectionEntity, { id });
  if (connection.status !== 'connected') throw notConnected(connection);
  return { connection, now: new Date(clock?.nowMs ?? Date.now()) };
}

const oneOrMore = (count: number): string => (count === 1 ? '1 call' : `${count} calls`);

/** One that stands but rests says why: who only read that nothing is connected would connect in vain. */
export function notConnected({ status, problem: known }: ConnectionEntity): Problem {
  return status !== 'disconnected' && known !== null
    ? problem('not_connected', known.message)
    : problem('not_connected');
}
