import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../access/index.js';
import { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity, FetchWindowEntity, RejectedRecordEntity, RoundEntity } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { RoundBook } from './round-book.service.js';

const LISTED = 50;

/** A round with the counts of its windows' walks. */
export type CountedRound = RoundEntity & {
  readonly pages: number;
  readonly records: number;
  readonly rejected: number;
};

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
  ) {}

  /** The last rounds, newest first. */
  async list(connection: ConnectionEntity): Promise<CountedRound[]> {
    const rounds = await this.tenants
      .of(connection.tenantId)
      .find(RoundEntity, { connectionId: connection.id }, { orderBy: { startedAt: 'desc' }, limit: LISTED });
    return await this.counted(connection, rounds);
  }

  async find(connection: ConnectionEntity, id: string): Promise<CountedRound | null> {
    const rounds = await this.tenants.of(connection.tenantId).find(RoundEntity, { connectionId: connection.id, id });
    const [round] = await this.counted(connection, rounds);
    return round ?? null;
  }

  /** @returns the id of a round with the full reach back: a new one, or the one that is under way */
  async requestManual(connection: ConnectionEntity): Promise<string> {
    const provider = this.registry.find(connection.providerKey);
    if (connection.status !== 'connected' || provider === undefined) {
      throw new Problem(409, 'not_connected', 'The phone system is not connected: connect it, and calls are fetched.');
    }
    return await this.book.makeManual(connection, provider, new Date());
  }

  /** What could not be read, the latest first. */
  async rejected(connection: ConnectionEntity): Promise<RejectedRecordEntity[]> {
    return await this.tenants
      .of(connection.tenantId)
      .find(RejectedRecordEntity, { connectionId: connection.id }, { orderBy: { seenAt: 'desc' }, limit: 500 });
  }

  /** When the next round is due by itself; null where none is (not connected). */
  nextFetchAt(connection: ConnectionEntity): Date | null {
    return connection.status === 'connected' ? (connection.nextNearAt ?? new Date()) : null;
  }

  /** Days of history and stored records, as they are now. */
  async progress({ id, tenantId }: ConnectionEntity): Promise<FetchProgress> {
    const em = this.tenants.of(tenantId);
    const { records } = (await em.findOne(ConnectionEntity, { id })) ?? { records: 0 };
    const history = await em.findOne(RoundEntity, { connectionId: id, kind: 'history' });
    if (history === null) return { phase: 'history', done: 0, total: 0, records, secondsLeft: null };
    const total = await em.count(FetchWindowEntity, { roundId: history.id });
    if (history.outcome === 'done') return { phase: 'steady', done: total, total, records, secondsLeft: 0 };
    const done = await em.count(FetchWindowEntity, { roundId: history.id, doneAt: { $ne: null } });
    return { phase: 'history', done, total, records, secondsLeft: secondsLeft(history, done, total, new Date()) };
  }

  private async counted(connection: ConnectionEntity, rounds: RoundEntity[]): Promise<CountedRound[]> {
    const windows = await this.tenants
      .of(connection.tenantId)
      .find(FetchWindowEntity, { roundId: { $in: rounds.map(({ id }) => id) } });
    return rounds.map((round) => {
      const own = windows.filter(({ roundId }) => roundId === round.id);
      const sum = (count: (window: FetchWindowEntity) => number): number =>
        own.reduce((total, window) => total + count(window), 0);
      return Object.assign(round, {
        pages: sum(({ pages }) => pages),
        records: sum(({ records }) => records),
        rejected: sum(({ rejected }) => rejected),
      });
    });
  }
}

/** As fast as so far; nothing is said before the first day is done, or while the round rests. */
function secondsLeft(history: RoundEntity, done: number, total: number, now: Date): number | null {
  if (done === 0 || history.outcome === 'parked') return null;
  const perDay = (now.getTime() - history.startedAt.getTime()) / done;
  return Math.ceil((perDay * (total - done)) / 1000);
}
