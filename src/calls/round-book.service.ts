import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PhoneSystemProvider } from '../contract/index.js';
import { TenantDatabase } from '../access/index.js';
import {
  ConnectionEntity,
  FetchWindowEntity,
  PHONE_SYSTEM_SETTINGS,
  RoundEntity,
  type RoundKind,
} from '../storage/index.js';
import { Problem } from '../support/problem.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import {
  farWindow,
  type FetchState,
  type PlannedRound,
  planRounds,
  ROUND_KINDS,
  type RoundIntervals,
} from './plan-rounds.js';
import { holdPlace, type Place } from '../connection/place.js';
import { endRound } from './round-end.js';
import type { WindowProgress } from './walk.js';
import { goOn, noteWindows } from './window-progress.js';
import { cutWindows } from './windows.js';

const HOUR_MS = 3_600_000;
const KEPT_DAYS = 7;

/** Which rounds there are, which windows they still have to walk, and what their end means for the connection. */
@Injectable()
export class RoundBook {
  private readonly intervals: RoundIntervals;

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
   * Makes the rounds that are due.
   *
   * @returns when to look again
   */
  async planDue(place: Place, provider: PhoneSystemProvider, now: Date): Promise<Date> {
    return await this.tenants.transaction(place.connection.tenantId, async (em) => {
      await holdPlace(em, place);
      const connection = await em.findOneOrFail(ConnectionEntity, { id: place.connection.id });
      const plan = planRounds(await stateOf(em, connection), this.intervals, now);
      for (const round of plan.rounds) await this.make(em, connection, provider, round, now);
      connection.nextNearAt = plan.nextNearAt;
      connection.nextFarAt = plan.nextFarAt;
      connection.nextReconciliationAt = plan.nextReconciliationAt;
      if (plan.rounds.some(({ kind }) => kind === 'far')) await forgetOldRounds(em, connection);
      return plan.nextNearAt;
    });
  }

  /**
   * A round that an administrator asks for, with the full reach back.
   *
   * @returns its id; where one with that reach is under way already, that one's, which rests no longer
   * @throws Problem `not_connected` where nobody would walk it
   */
  async makeManual(connection: ConnectionEntity, provider: PhoneSystemProvider, now: Date): Promise<string> {
    return await this.tenants.transaction(connection.tenantId, async (em) => {
      await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for update', [
        connection.id,
        connection.tenantId,
      ]);
      const present = await em.findOneOrFail(ConnectionEntity, { id: connection.id });
      if (present.status !== 'connected') throw notConnected(present);
      const running = await em.findOne(RoundEntity, {
        connectionId: connection.id,
        kind: { $in: ['manual', 'far'] },
        outcome: { $in: ['running', 'parked'] },
      });
      if (running !== null) {
        // How long it rests was a guess, unless the vendor named a time.
        if (running.problem?.kind !== 'slow-down') running.resumeAt = null;
        return running.id;
      }
      const window = farWindow(present, this.intervals, now);
      present.nextFarAt = new Date(now.getTime() + this.intervals.farMs);
      return (await this.make(em, present, provider, { kind: 'manual', window }, now)).id;
    });
  }

  /**
   * The windows that can be walked now, most urgent first: what was asked for, what is near, then history from its newest
   * day, and comparing last.
   *
   * @param atMost how many are wanted: a history may have four hundred
   * @param kinds of which rounds
   */
  async openWindows(
    { connection }: Place,
    now: Date,
    atMost: number,
    kinds: readonly RoundKind[] = ROUND_KINDS,
  ): Promise<FetchWindowEntity[]> {
    const em = this.tenants.of(connection.tenantId);
    const rows = await em.execute<{ id: string }[]>(
      `select w.id from phone_system.fetch_window w join phone_system.round r on r.id = w.round_id
       where r.connection_id = ? and r.tenant_id = ? and r.outcome in ('running', 'parked')
         and (r.resume_at is null or r.resume_at <= ?) and w.done_at is null
         and array_position(?::text[], r.kind) is not null
       order by array_position(?::text[], r.kind), w.from_at desc limit ?`,
      [connection.id, connection.tenantId, now, `{${kinds.join()}}`, `{${kinds.join()}}`, atMost],
    );
    const windows = await em.find(FetchWindowEntity, { id: { $in: rows.map(({ id }) => id) } });
    const place = new Map(rows.map(({ id }, index) => [id, index]));
    return windows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  }

  /** The kinds of rounds that have windows that can be walked now. */
  async openKinds({ connection }: Place, now: Date): Promise<ReadonlySet<RoundKind>> {
    const rows = await this.tenants.of(connection.tenantId).execute<{ kind: RoundKind }[]>(
      `select r.kind from phone_system.round r
       where r.connection_id = ? and r.tenant_id = ? and r.outcome in ('running', 'parked')
         and (r.resume_at is null or r.resume_at <= ?)
         and exists (select 1 from phone_system.fetch_window w where w.round_id = r.id and w.done_at is null)`,
      [connection.id, connection.tenantId, now],
    );
    return new Set(rows.map(({ kind }) => kind));
  }

  /**
   * Notes how far walks are, within the transaction of their pages. With its last page a window is done; with its last
   * window, the round.
   */
  async noteProgress(
    em: SqlEntityManager,
    provider: PhoneSystemProvider,
    connection: Pick<ConnectionEntity, 'id' | 'tenantId'>,
    walks: readonly WindowProgress[],
  ): Promise<void> {
    await noteWindows(em, connection, walks);
    const rounds = walks.flatMap(({ window, whole }) => (whole === null ? [] : [window.roundId]));
    for (const roundId of await goOn(em, connection, [...new Set(rounds)])) {
      await endRound(em, { roundId, connectionId: connection.id }, provider, this.intervals);
    }
  }

  private async make(
    em: SqlEntityManager,
    connection: ConnectionEntity,
    { descriptor }: PhoneSystemProvider,
    { kind, window }: PlannedRound,
    now: Date,
  ): Promise<RoundEntity> {
    const owner = { tenantId: connection.tenantId, connectionId: connection.id };
    const round = em.create(RoundEntity, {
      ...owner,
      id: randomUUID(),
      kind,
      fromAt: window.from,
      toAt: window.to,
      startedAt: now,
    });
    em.persist(round);
    const facts = { longestMs: descriptor.listing.maxWindowMs, pagesADay: await pagesADay(em, connection) };
    for (const { from, to } of cutWindows(kind, window, facts)) {
      em.persist(
        em.create(FetchWindowEntity, { ...owner, id: randomUUID(), roundId: round.id, fromAt: from, toAt: to }),
      );
    }
    await em.flush();
    return round;
  }
}

/** One that stands but rests says why: who only read that nothing is connected would connect in vain. */
export function notConnected({ status, problem }: ConnectionEntity): Problem {
  const sentence =
    status !== 'disconnected' && problem !== null
      ? problem.message
      : 'The phone system is not connected: connect it, and calls are fetched.';
  return new Problem(409, 'not_connected', sentence);
}

/** What the last walk over days came to. */
async function pagesADay(em: SqlEntityManager, { id, tenantId }: ConnectionEntity): Promise<number> {
  const [last] = await em.execute<{ pages: number }[]>(
    `select sum(walked.pages) / greatest(sum(extract(epoch from walked.to_at - walked.from_at)) / 86400, 1)::float8 as pages
     from phone_system.fetch_window walked
     where walked.round_id = (
       select id from phone_system.round
       where connection_id = ? and tenant_id = ? and outcome = 'done' and kind in ('history', 'far', 'manual')
       order by finished_at desc limit 1)`,
    [id, tenantId],
  );
  return Number(last?.pages ?? 0);
}

async function stateOf(em: SqlEntityManager, connection: ConnectionEntity): Promise<FetchState> {
  const history = await em.findOne(RoundEntity, { connectionId: connection.id, kind: 'history' });
  const open = await em.find(RoundEntity, { connectionId: connection.id, outcome: { $in: ['running', 'parked'] } });
  return {
    open: new Set(open.map(({ kind }) => kind)),
    historyFrom: connection.historyFrom,
    history: history === null ? 'none' : history.outcome === 'done' ? 'done' : 'begun',
    completeUntil: connection.completeUntil,
    nextNearAt: connection.nextNearAt,
    nextFarAt: connection.nextFarAt,
    nextReconciliationAt: connection.nextReconciliationAt,
  };
}

async function forgetOldRounds(em: SqlEntityManager, { id }: ConnectionEntity): Promise<void> {
  const before = new Date(Date.now() - KEPT_DAYS * 24 * HOUR_MS);
  const old = await em.find(RoundEntity, { connectionId: id, kind: { $ne: 'history' }, finishedAt: { $lt: before } });
  const ids = old.map((round) => round.id);
  await em.nativeDelete(FetchWindowEntity, { roundId: { $in: ids } });
  await em.nativeDelete(RoundEntity, { id: { $in: ids } });
}
