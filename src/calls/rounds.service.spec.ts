import { randomUUID } from 'node:crypto';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { walkedWhole } from '../../test/support/walked-whole.js';
import { type ProviderFailure, Secret } from '../contract/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { ConnectionEntity, FetchWindowEntity, RejectedRecordEntity, RoundEntity } from '../storage/index.js';
import { takePlace } from '../connection/life/place.js';
import type { TenantTermsBook } from '../access/index.js';
import { RoundBook } from './round-book.service.js';
import { RoundRest } from './round-rest.service.js';
import { Rounds } from './rounds.service.js';

const DAY = 86_400_000;
const provider = providerOf({ clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' });

const inUtc = { last: () => Promise.resolve({ timeZone: 'UTC' }) } as unknown as TenantTermsBook;

describe('what people are shown of fetching', () => {
  let stage: Stage;
  let book: RoundBook;
  let rounds: Rounds;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
    book = new RoundBook(stage.tenants, stage.settings);
    rounds = new Rounds(stage.tenants, { find: () => provider } as unknown as PhoneSystemRegistry, book, inUtc);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    // Connected a moment before the first round is made, as it always is.
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - 30 * DAY - 900) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  const place = async () => {
    const taken = await takePlace(stage.tenants, connection);
    if (taken === null) throw new Error('The connection could not be taken.');
    return taken;
  };
  const begin = async (): Promise<void> => {
    await book.planDue({ place: await place(), provider, wantedFrom: connection.historyFrom }, connection);
  };
  const change = async (to: Partial<ConnectionEntity>): Promise<void> => {
    await stage.tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, {}, to);
  };
  /** Ends so many windows of the history; each of their walks took so long. */
  const walk = async (count: number, tookMs: number): Promise<void> => {
    for (const window of (await book.openWindows(await place())).slice(0, count)) {
      await stage.tenants.transaction(connection.tenantId, (em) =>
        book.noteProgress(em, provider, connection, [walkedWhole(window, new Date(Date.now() - tookMs))]),
      );
    }
    const ended = new Date();
    await stage.tenants.of(connection.tenantId).nativeUpdate(
      FetchWindowEntity,
      { doneAt: { $ne: null } },
      {
        doneAt: ended,
        walkedFrom: new Date(ended.getTime() - tookMs),
      },
    );
  };
  const rest = async (failure: ProviderFailure): Promise<boolean> =>
    new RoundRest(stage.tenants).restAll(await place(), provider, failure);

  describe('progress', () => {
    it('is of the days of history that there will be, before the first round is made', async () => {
      expect(await rounds.progress(connection)).toEqual({
        phase: 'history',
        done: 0,
        total: 30,
        records: 0,
        secondsLeft: null,
      });
    });

    it('counts days that were walked to their end, and says what is left as fast as so far', async () => {
      await begin();
      expect(await rounds.progress(connection)).toMatchObject({ done: 0, total: 30, secondsLeft: null });
      await walk(7, 18_000);
      expect(await rounds.progress(connection)).toMatchObject({
        phase: 'history',
        done: 7,
        total: 30,
        secondsLeft: 35,
      });
    });

    it('does not take the time in which nothing was walked for the pace', async () => {
      await begin();
      await walk(7, 18_000);
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(RoundEntity, {}, { startedAt: new Date(Date.now() - 3 * DAY) });
      expect(await rounds.progress(connection)).toMatchObject({ secondsLeft: 35 });
    });

    it('promises no time while the fetching rests, or needs somebody', async () => {
      await begin();
      await walk(7, 18_000);
      await rest({ kind: 'tryLater' });
      expect(await rounds.progress(connection)).toMatchObject({ done: 7, secondsLeft: null });
      await change({ attempts: 0, status: 'stopped' });
      expect(await rounds.progress(connection)).toMatchObject({ done: 7, secondsLeft: null });
    });

    it('is steady with the last day', async () => {
      await begin();
      await walk(100, 1);
      expect(await rounds.progress(connection)).toMatchObject({ phase: 'steady', done: 30, total: 30, secondsLeft: 0 });
    });
  });

  describe('the list of rounds', () => {
    it('is newest first, each with what its windows came to, and may be of one kind', async () => {
      await begin();
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(FetchWindowEntity, {}, { pages: 2, records: 70, rejected: 1 });
      const manual = await rounds.requestManual(connection);
      expect(await rounds.list(connection)).toMatchObject([
        { id: manual, kind: 'manual', pages: 0, records: 0 },
        { kind: 'history', pages: 192, records: 96 * 70, rejected: 96, outcome: 'running' },
      ]);
      expect(await rounds.list(connection, 'manual')).toHaveLength(1);
      expect(await rounds.list(connection, 'reconciliation')).toEqual([]);
      expect(await rounds.find(connection, manual)).toMatchObject({ kind: 'manual' });
    });

    it('names the history last, however many rounds there were since', async () => {
      await begin();
      const em = stage.tenants.of(connection.tenantId);
      const { tenantId, id: connectionId } = connection;
      for (let minute = 1; minute <= 60; minute++) {
        const at = new Date(Date.now() + minute * 60_000);
        const near = { kind: 'near' as const, outcome: 'done' as const, fromAt: at, toAt: at, startedAt: at };
        em.persist(em.create(RoundEntity, { id: randomUUID(), tenantId, connectionId, ...near }));
      }
      await em.flush();
      const kinds = (await rounds.list(connection)).map(({ kind }) => kind);
      expect(kinds.at(-1)).toBe('history');
      expect(kinds.filter((kind) => kind === 'near')).toHaveLength(50);
    });

    it('is of one connection, and knows no other’s rounds', async () => {
      await begin();
      const other = aConnection(randomUUID());
      await stage.tenants.of(other.tenantId).persist(other).flush();
      const [round] = await rounds.list(connection);
      expect(await rounds.list(other)).toEqual([]);
      expect(await rounds.find(other, round?.id ?? '')).toBeNull();
    });
  });

  describe('rounds by hand', () => {
    const em = () => stage.tenants.of(connection.tenantId);
    const end = () => em().nativeUpdate(RoundEntity, { kind: 'manual' }, { outcome: 'done', finishedAt: new Date() });
    const ask = async (times: number): Promise<Set<string>> => {
      const ids = new Set<string>();
      for (let time = 0; time < times; time++) {
        ids.add(await rounds.requestManual(connection));
        await end();
      }
      return ids;
    };

    it('are the one that is under way, however often and however many ask for it at once', async () => {
      const asked = Array.from({ length: 12 }, () => rounds.requestManual(connection));
      expect(new Set(await Promise.all(asked)).size).toBe(1);
    });

    it('are six a minute, and then none, at whichever copy it is asked, until the first is a minute old', async () => {
      expect((await ask(6)).size).toBe(6);
      const other = await stage.anotherCopy();
      const there = new Rounds(
        other.tenants,
        { find: () => provider } as unknown as PhoneSystemRegistry,
        new RoundBook(other.tenants, stage.settings),
        inUtc,
      );
      for (const copy of [rounds, there]) {
        await expect(copy.requestManual(connection)).rejects.toMatchObject({
          status: 429,
          code: 'too_many_fetches',
          message: expect.stringMatching(/6 times within a minute.* ask again in (60|5\d) seconds/),
        });
      }
      const ids = (await rounds.list(connection, 'manual')).map(({ id }) => id);
      expect(ids).toHaveLength(6);
      await em().nativeUpdate(RoundEntity, { id: ids.at(-1) }, { startedAt: new Date(Date.now() - 60_000) });
      expect((await ask(1)).size).toBe(1);
      await expect(rounds.requestManual(connection)).rejects.toMatchObject({ code: 'too_many_fetches' });
    });

    it('are the one under way also where six have begun', async () => {
      await ask(5);
      const last = await rounds.requestManual(connection);
      expect(await rounds.requestManual(connection)).toBe(last);
    });

    it('are each connection’s own', async () => {
      await ask(6);
      connection = aConnection(randomUUID());
      await em().persist(connection).flush();
      expect((await ask(6)).size).toBe(6);
    });
  });

  it('refuses a round where nothing is connected', async () => {
    await change({ status: 'needs-reconnect' });
    const stopped = await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
    await expect(rounds.requestManual(stopped)).rejects.toMatchObject({ status: 409, code: 'not_connected' });
    expect(rounds.nextFetchAt(stopped)).toBeNull();
  });

  it('refuses a round of a connection that is stopped with the sentence of what stops it', async () => {
    const message = 'The phone-system licence has ended, so no calls are fetched.';
    await change({ status: 'stopped', problem: { kind: 'no_licence', message, action: 'ask-operator' } });
    const stopped = await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
    await expect(rounds.requestManual(stopped)).rejects.toMatchObject({ code: 'not_connected', message });
  });

  it('lists what was set aside, the latest first', async () => {
    const { id: connectionId, tenantId } = connection;
    const aside = (externalId: string, agoMs: number) => ({
      connectionId,
      tenantId,
      itemKey: `call:${externalId}`,
      externalId,
      reason: 'date_ended lies before date_started.',
      seenAt: new Date(Date.now() - agoMs),
    });
    await stage.tenants.of(tenantId).insertMany(RejectedRecordEntity, [aside('1', 2_000), aside('2', 1_000)]);
    expect((await rounds.rejected(connection)).map(({ externalId }) => externalId)).toEqual(['2', '1']);
  });
});
