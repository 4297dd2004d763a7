import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { type CallRecord, type Page, pageToken, Secret } from '../contract/index.js';
import { LostPlace, takePlace } from '../connection/life/place.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  RejectedRecordEntity,
  RoundEntity,
} from '../storage/index.js';
import { Comparison } from './comparison.js';
import { PageStore } from './page-store.service.js';
import { RoundBook } from './round-book.service.js';
import type { OpenWindow, Walk, WalkedPage } from './walk.js';

const DAY_MS = 86_400_000;

describe('storing pages of windows that are walked at once', () => {
  const provider = providerOf({ clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' });
  let stage: Stage;
  let rounds: RoundBook;
  let pages: PageStore;
  let connection: ConnectionEntity;
  let walk: Walk;
  let windows: readonly OpenWindow[];

  beforeAll(async () => {
    stage = await openStage();
    rounds = new RoundBook(stage.tenants, stage.settings);
    pages = new PageStore(stage.tenants, rounds, new PhoneSystemMetrics(), stage.erased);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - 3 * DAY_MS) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    walk = {
      place,
      provider,
      session: { signal: new AbortController().signal, send: never },
      timeZone: 'UTC',
      wantedFrom: connection.historyFrom,
    };
    await rounds.planDue(walk, connection);
    windows = (await rounds.openWindows(place)).slice(0, 3);
  });

  const walkedPage = async (
    index: number,
    { isCompared = false, items = [], rejected = [], ...page }: ReadPage,
    asked: number,
  ): Promise<WalkedPage> => {
    const window = windows[index];
    if (window === undefined) throw new Error('There is no such window.');
    return {
      walk,
      window,
      page: { ...page, items, rejected },
      asked,
      counts: { pages: 1, records: items.length, rejected: rejected.length },
      comparison: isCompared ? await Comparison.begin(em(), window, Infinity) : null,
      whole: page.next === undefined ? { walkedFrom: new Date(), listedAt: new Date() } : null,
    };
  };
  /** Pages of a window each; the first is under way when the others come, so these are stored together. */
  const storeAtOnce = async (...read: readonly ReadPage[]): Promise<PromiseSettledResult<void>[]> => {
    const walked: WalkedPage[] = [];
    for (const [index, page] of read.entries()) walked.push(await walkedPage(index, page, index + 1));
    return await Promise.allSettled(
      walked.map(async (page, index) => {
        if (index > 0) await started();
        await pages.store(page);
      }),
    );
  };
  const started = async (): Promise<void> => await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const em = () => stage.tenants.of(connection.tenantId);
  const calls = async (): Promise<CallRecordEntity[]> =>
    await em().find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
  const ids = async (): Promise<string[]> => (await calls()).map(({ externalId }) => externalId);
  const aside = async (): Promise<(string | null)[]> =>
    (await em().find(RejectedRecordEntity, {})).map(({ externalId }) => externalId);

  it('stores those that waited in one transaction, each with the progress of its own window', async () => {
    await storeAtOnce(
      { items: [aRecord('1')] },
      { items: [aRecord('2')], next: pageToken('b') },
      { items: [aRecord('3'), aRecord('4')] },
    );
    const [first, second, third, fourth] = await calls();
    expect(second?.storedAt).toEqual(third?.storedAt);
    expect(third?.storedAt).toEqual(fourth?.storedAt);
    expect(first?.storedAt).not.toEqual(second?.storedAt);
    const progress = await Promise.all(windows.map(({ id }) => em().findOneOrFail(FetchWindowEntity, { id })));
    expect(progress.map(({ pages: count, records, doneAt }) => [count, records, doneAt !== null])).toEqual([
      [1, 1, true],
      [1, 1, false],
      [1, 2, true],
    ]);
    expect(await em().findOneOrFail(RoundEntity, { id: windows[0]?.roundId })).toMatchObject({ outcome: 'running' });
  });

  it.each([false, true])(
    'keeps the later version of a call that two of them bring (compared: %s)',
    async (isCompared) => {
      const versions = ['Old', 'New'].map((name) =>
        aRecord('2', { counterparty: { number: null, name, internal: false } }),
      );
      const [older, newer] = versions as [CallRecord, CallRecord];
      await storeAtOnce({ items: [aRecord('1')] }, { items: [older] }, { items: [newer], isCompared });
      expect((await calls()).map(({ counterpartyName }) => counterpartyName)).toEqual(['Annette Keller', 'New']);
    },
  );

  it.each([false, true])(
    'keeps what the page says that was asked for later, where it is stored first (the other compared: %s)',
    async (isCompared) => {
      const reading = async (name: string): Promise<{ page: ReadPage; asked: number }> => {
        const items = [aRecord('2', { counterparty: { number: null, name, internal: false } }), aRecord(name)];
        const { value } = await pages.inOrder(walk, only({ items }))[Symbol.asyncIterator]().next();
        if (value === undefined) throw new Error('There is no page.');
        return value as { page: ReadPage; asked: number };
      };
      const [earlier, later] = [await reading('Old'), await reading('New')];
      await pages.store(await walkedPage(1, later.page, later.asked));
      await em().nativeUpdate(ConnectionEntity, {}, { completeUntil: new Date() });
      await pages.store(await walkedPage(0, { ...earlier.page, isCompared }, earlier.asked));
      expect((await calls()).map(({ externalId, counterpartyName }) => [externalId, counterpartyName])).toEqual([
        ['2', 'New'],
        ['New', 'Annette Keller'],
        ['Old', 'Annette Keller'],
      ]);
      expect(await em().findOneOrFail(FetchWindowEntity, { id: windows[0]?.id })).toMatchObject({ unlisted: 0 });
    },
  );

  it('keeps nothing aside that a later one could read, and what a later one could not', async () => {
    const rejected = [{ externalId: '2', reason: 'date_ended is missing.', raw: {} }];
    await storeAtOnce({ items: [aRecord('1')] }, { rejected }, { items: [aRecord('2')] });
    expect(await aside()).toEqual([]);
    await storeAtOnce({ items: [aRecord('1')] }, { items: [aRecord('2')] }, { rejected });
    expect(await aside()).toEqual(['2']);
  });

  it('stores the neighbours of a page that cannot be stored', async () => {
    const broken = aRecord('2', { startedAt: new Date(NaN) });
    const ends = await storeAtOnce({ items: [aRecord('1')] }, { items: [broken] }, { items: [aRecord('3')] });
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await ids()).toEqual(['1', '3']);
  });

  it('stores none of them once another worker took over', async () => {
    await takePlace(stage.tenants, connection);
    const ends = await storeAtOnce({ items: [aRecord('1')] }, { items: [aRecord('2')] }, { items: [aRecord('3')] });
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: expect.any(LostPlace) });
    expect(await ids()).toEqual([]);
  });
});

type ReadPage = Partial<Page<CallRecord>> & { readonly isCompared?: boolean };

async function* only(page: Page<CallRecord>): AsyncGenerator<Page<CallRecord>> {
  yield await Promise.resolve(page);
}

const never = (): Promise<never> => Promise.reject(new Error('Nothing is asked here.'));
