import { Injectable } from '@nestjs/common';
import { type Actor, retentionDaysOf, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import {
  ConnectionEntity,
  FetchWindowEntity,
  RejectedRecordEntity,
  RoundEntity,
  type RoundKind,
} from '../storage/index.js';
import type { DoubtedDays } from './doubted-days.js';
import { notConnected, RoundBook } from './round-book.service.js';
import { WALKS_AT_ONCE } from './shift.js';
import { secondsLeft } from './time-left.js';

const LISTED = 50;
const DAY_MS = 86_400_000;

/** What the walks of some windows came to. */
interface WindowCounts {
  readonly pages: number;
  readonly records: number;
  readonly rejected: number;
}

/** A round with the counts of its windows' walks. */
export type CountedRound = RoundEntity & WindowCounts;

/** How far the first fetch has come: days of history, until all are walked, and call records stored so far. */
export interface FetchProgress {
  readonly phase: 'history' | 'steady';
  readonly done: number;
  readonly total: number;
  readonly records: number;
  readonly secondsLeft: number | null;
}

/** What people are shown of fetching, and the round that they can ask for. */
@Injectable()
export class Rounds {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly registry: PhoneSystemRegistry,
    private readonly book: RoundBook,
    private readonly terms: TenantTermsBook,
  ) {}

  /** The last rounds, of one kind or of every, newest first; the history among them, however long ago it was. */
  async list(connection: ConnectionEntity, kind?: RoundKind): Promise<CountedRound[]> {
    const newest = (ofKind: { kind?: RoundKind }, limit: number): Promise<RoundEntity[]> =>
      this.tenants
        .of(connection.tenantId)
        .find(
          RoundEntity,
          { connectionId: connection.id, ...ofKind },
          { orderBy: { startedAt: 'desc', id: 'asc' }, limit },
        );
    const rounds = await newest(kind === undefined ? {} : { kind }, LISTED);
    const isCut = kind === undefined && rounds.length === LISTED;
    const history =
      isCut && !rounds.some((round) => round.kind === 'history') ? await newest({ kind: 'history' }, 1) : [];
    return await this.counted(connection, [...rounds, ...history]);
  }

  async find(connection: ConnectionEntity, id: string): Promise<CountedRound | null> {
    const rounds = await this.tenants.of(connection.tenantId).find(RoundEntity, { connectionId: connection.id, id });
    const [round] = await this.counted(connection, rounds);
    return round ?? null;
  }

  /** @returns the id of a round with the full reach back: a new one, or the one that is under way */
  async requestManual(connection: ConnectionEntity): Promise<string> {
    const provider = this.registry.find(connection.providerKey);
    if (provider === undefined) throw notConnected(connection);
    return await this.book.makeManual(connection, provider);
  }

  /**
   * @returns the id of a round that asks for these days again: a new one, or the one that is open
   * @throws Problem `invalid_span` where no calls of such days are kept, and as {@link RoundBook.makeAgain} says
   */
  async requestAgain(actor: Actor, connection: ConnectionEntity, days: DoubtedDays): Promise<string> {
    const provider = this.registry.find(connection.providerKey);
    if (provider === undefined) throw notConnected(connection);
    return await this.book.makeAgain(actor, connection, provider, days, await this.terms.last(actor.tenantId));
  }

  /** After how many days the vendor was seen to forget, where calls are kept longer here; else null. */
  async forgetsAfter({ tenantId, forgetsAfterDays }: ConnectionEntity): Promise<number | null> {
    if (forgetsAfterDays === null) return null;
    return forgetsAfterDays < retentionDaysOf(await this.terms.last(tenantId)) ? forgetsAfterDays : null;
  }

  /** What could not be read, the latest first. */
  async rejected(connection: ConnectionEntity): Promise<RejectedRecordEntity[]> {
    return await this.tenants
      .of(connection.tenantId)
      .find(RejectedRecordEntity, { connectionId: connection.id }, { orderBy: { seenAt: 'desc' }, limit: 500 });
  }

  /** When the next round is due by itself; null where none is (not connected). */
  nextFetchAt({ status, wakeAt }: ConnectionEntity): Date | null {
    const now = new Date();
    if (status !== 'connected') return null;
    return wakeAt != null && wakeAt > now ? wakeAt : now;
  }

  /** Days of history and stored records, as they are now. */
  async progress({ id, tenantId }: ConnectionEntity): Promise<FetchProgress> {
    const em = this.tenants.of(tenantId);
    const connection = await em.findOneOrFail(ConnectionEntity, { id });
    const { records } = connection;
    const history = await em.findOne(RoundEntity, { connectionId: id, kind: 'history' });
    const total = daysIn(history?.fromAt ?? connection.historyFrom, history?.toAt ?? new Date());
    if (history === null) return { phase: 'history', done: 0, total, records, secondsLeft: null };
    if (history.outcome === 'done') return { phase: 'steady', done: total, total, records, secondsLeft: 0 };
    const windows = await em.find(FetchWindowEntity, { roundId: history.id });
    const walked = windows.filter(({ doneAt }) => doneAt !== null);
    const walkedSpanMs = spanMs(walked);
    const { status, attempts } = connection;
    const rests = status !== 'connected' || attempts > 0 || windows.every(({ doneAt, problem }) => doneAt ?? problem);
    const pace = {
      walkedSpanMs,
      walkedMs: walked.reduce((sum, window) => sum + walkMs(window), 0),
      leftSpanMs: spanMs(windows) - walkedSpanMs,
      left: windows.length - walked.length,
    };
    return {
      phase: 'history',
      done: Math.min(Math.floor(walkedSpanMs / DAY_MS), total),
      total,
      records,
      secondsLeft: rests ? null : secondsLeft(pace, WALKS_AT_ONCE),
    };
  }

  private async counted({ tenantId }: ConnectionEntity, rounds: RoundEntity[]): Promise<CountedRound[]> {
    const counts = await this.tenants.of(tenantId).execute<({ id: string } & WindowCounts)[]>(
      `select round_id as id, sum(pages)::int as pages, sum(records)::int as records, sum(rejected)::int as rejected
       from phone_system.fetch_window
       where tenant_id = ? and round_id in (select jsonb_array_elements_text(?::jsonb)::uuid) group by round_id`,
      [tenantId, JSON.stringify(rounds.map(({ id }) => id))],
    );
    const countsOf = new Map(counts.map(({ id, ...own }) => [id, own]));
    return rounds.map((round) => Object.assign(round, countsOf.get(round.id) ?? NOTHING));
  }
}

const NOTHING: WindowCounts = { pages: 0, records: 0, rejected: 0 };

/** A history is cut into days from its newest instant on; what is left over at its far end is no day of its own. */
const daysIn = (from: Date, to: Date): number => Math.max(1, Math.round((to.getTime() - from.getTime()) / DAY_MS));

const spanMs = (windows: readonly FetchWindowEntity[]): number =>
  windows.reduce((sum, { fromAt, toAt }) => sum + toAt.getTime() - fromAt.getTime(), 0);

const walkMs = ({ walkedFrom, doneAt }: FetchWindowEntity): number =>
  walkedFrom === null || doneAt === null ? 0 : Math.max(0, doneAt.getTime() - walkedFrom.getTime());
