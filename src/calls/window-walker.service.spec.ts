import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import {
  type CallRecord,
  type Page,
  pageToken,
  type PhoneSystemProvider,
  ProviderError,
  Secret,
  walk as walkPages,
} from '../contract/index.js';
import type { VendorSession } from '../connection/requests/sessions.service.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  RejectedRecordEntity,
  RoundEntity,
} from '../storage/index.js';
import { LostPlace, type Place, takePlace } from '../connection/life/place.js';
import { PageStore } from './page-store.service.js';
import { RoundBook } from './round-book.service.js';
import type { OpenWindow } from './walk.js';
import { WindowWalker } from './window-walker.service.js';

const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
type Listing = () => AsyncIterable<Page<CallRecord>>;

describe('walking a window', () => {
  let stage: Stage;
  let rounds: RoundBook;
  let walker: WindowWalker;
  let connection: ConnectionEntity;
  let place: Place;
  let window: OpenWindow;

  beforeAll(async () => {
    stage = await openStage();
    rounds = new RoundBook(stage.tenants, stage.settings);
    walker = new WindowWalker(
      stage.tenants,
      new PageStore(stage.tenants, rounds, new PhoneSystemMetrics(), stage.erased),
    );
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - 3_600_000) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    const taken = await takePlace(stage.tenants, connection);
    if (taken === null) throw new Error('The connection could not be taken.');
    place = taken;
    const wanted = { place, provider: providerOf(client), wantedFrom: connection.historyFrom };
    await rounds.planDue(wanted, connection);
    const [open] = await rounds.openWindows(place);
    if (open === undefined) throw new Error('There is no window.');
    window = open;
  });

  const begin = async (listing: Listing, signal = new AbortController().signal, aheadMs = 0): Promise<void> => {
    const provider = { ...providerOf(client), listCalls: listing } as unknown as PhoneSystemProvider;
    const session = { signal, clock: { aheadMs } } as VendorSession;
    const { historyFrom: wantedFrom } = connection;
    const walk = { place, provider, session, timeZone: 'UTC', wantedFrom };
    await walker.walk(walk, { ...window, stored: window }, () => undefined);
  };
  const paged =
    (...pages: readonly (Partial<Page<CallRecord>> | Error)[]): Listing =>
    () =>
      walkPages((token) => {
        const index = Number(token ?? 0);
        const page = pages[index];
        if (page === undefined || page instanceof Error) return Promise.reject(page ?? new Error('No such page.'));
        return Promise.resolve({
          items: [],
          ...page,
          ...(index + 1 < pages.length ? { next: pageToken(String(index + 1)) } : {}),
        });
      });

  const stored = async (): Promise<string[]> =>
    (await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } })).map(
      ({ externalId }) => externalId,
    );
  const present = async (): Promise<{
    window: FetchWindowEntity;
    round: RoundEntity;
    connection: ConnectionEntity;
  }> => {
    const em = stage.tenants.of(connection.tenantId);
    return {
      window: await em.findOneOrFail(FetchWindowEntity, { id: window.id }),
      round: await em.findOneOrFail(RoundEntity, { id: window.roundId }),
      connection: await em.findOneOrFail(ConnectionEntity, { id: connection.id }),
    };
  };

  it('is done with its last page, and not before', async () => {
    const after: (readonly [string[], boolean])[] = [];
    const note = async (): Promise<void> => {
      after.push([await stored(), (await present()).window.doneAt !== null]);
    };
    await begin(async function* () {
      yield { items: [aRecord('1')], next: pageToken('b') };
      await note();
      yield { items: [aRecord('2')] };
      await note();
    });
    expect(after).toEqual([
      [['1'], false],
      [['1', '2'], true],
    ]);
  });

  it('ends its round with its last window, and says then what is complete', async () => {
    const before = new Date();
    await begin(paged({ items: [aRecord('1'), aRecord('2')] }, { items: [aRecord('3')] }));
    const { round, connection: connected, window: walked } = await present();
    expect(round).toMatchObject({ kind: 'history', outcome: 'done', problem: null });
    expect(walked).toMatchObject({ pages: 2, records: 3, rejected: 0 });
    expect(walked.walkedFrom?.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(connected.completeUntil).toEqual(round.toAt);
    expect(connected.lastFetchAt).not.toBeNull();
  });

  it('claims nothing that the vendor may not have listed, where our clock is ahead of the vendor’s', async () => {
    await begin(paged({ items: [aRecord('1')] }), undefined, 60_000);
    const { window: walked, connection: connected } = await present();
    expect(connected.completeUntil).toEqual(walked.listedAt);
    expect(Math.abs(Number(walked.walkedFrom) - Number(walked.listedAt) - 60_000)).toBeLessThan(1_000);
    expect(Number(connected.completeUntil)).toBeLessThanOrEqual(Date.now() - 60_000);
  });

  it.each<[string, Listing]>([
    ['pages that are empty and go on', paged({}, {}, { items: [aRecord('1')] }, {})],
    ['the same call on two pages', paged({ items: [aRecord('1')] }, { items: [aRecord('1')] })],
  ])('stores every call once of %s', async (_what, listing) => {
    await begin(listing);
    expect(await stored()).toEqual(['1']);
    expect((await present()).window.doneAt).not.toBeNull();
  });

  it('is done where the vendor has no page at all', async () => {
    await begin(async function* () {});
    expect((await present()).window.doneAt).not.toBeNull();
  });

  it('begins again after it broke off in the middle, and doubles nothing', async () => {
    const broken = new ProviderError({ kind: 'tryLater' }, 'Out of order.');
    await expect(begin(paged({ items: [aRecord('1'), aRecord('2')] }, broken))).rejects.toBe(broken);
    const half = await present();
    expect(half.window).toMatchObject({ doneAt: null, walkedFrom: null, records: 2 });
    expect(half.connection).toMatchObject({ completeUntil: null, lastFetchAt: null });

    await begin(paged({ items: [aRecord('1'), aRecord('2')] }, { items: [aRecord('3')] }));
    expect(await stored()).toEqual(['1', '2', '3']);
    expect((await present()).window).toMatchObject({ pages: 2, records: 3 });
  });

  it('stores nothing more, and ends nothing, once another worker took over', async () => {
    const walking = begin(async function* () {
      yield { items: [aRecord('1')], next: pageToken('b') };
      await takePlace(stage.tenants, connection);
      yield { items: [aRecord('2')] };
    });
    await expect(walking).rejects.toThrow(LostPlace);
    expect(await stored()).toEqual(['1']);
    expect((await present()).window.doneAt).toBeNull();
  });

  it('stores nothing more once it is aborted', async () => {
    const abort = new AbortController();
    const walking = begin(async function* () {
      yield { items: [aRecord('1')], next: pageToken('b') };
      abort.abort(new Error('shut down'));
      yield { items: [aRecord('2')] };
    }, abort.signal);
    await expect(walking).rejects.toThrow('shut down');
    expect(await stored()).toEqual(['1']);
    expect((await present()).window.doneAt).toBeNull();
  });

  it('does not go round for ever where the vendor repeats a page token', async () => {
    const listing: Listing = () => walkPages(() => Promise.resolve({ items: [aRecord('1')], next: pageToken('same') }));
    await expect(begin(listing)).rejects.toMatchObject({ failure: { kind: 'unreadable', where: 'page token' } });
    expect((await present()).window.doneAt).toBeNull();
  });

  it('does not go on for ever where the vendor always names a further page', async () => {
    let asked = 0;
    const endless: Listing = () => walkPages(() => Promise.resolve({ items: [], next: pageToken(String(asked++)) }));
    await expect(begin(endless)).rejects.toMatchObject({ failure: { kind: 'unreadable', where: 'end of the list' } });
    expect(asked).toBe(500);
    expect((await present()).window.doneAt).toBeNull();
  });

  it('sets aside what cannot be read, stores its neighbours, and takes it back once it can', async () => {
    const rejected = [{ externalId: '2', reason: 'date_ended is missing.', raw: {} }];
    await begin(paged({ items: [aRecord('1')], rejected }, { items: [aRecord('3')] }));
    expect(await stored()).toEqual(['1', '3']);
    expect((await present()).window).toMatchObject({ records: 2, rejected: 1, doneAt: expect.any(Date) });
    const aside = () => stage.tenants.of(connection.tenantId).count(RejectedRecordEntity, {});
    expect(await aside()).toBe(1);
    await begin(paged({ items: [aRecord('2')] }));
    expect(await aside()).toBe(0);
  });

  it('stores nothing of a page that cannot be stored whole', async () => {
    const broken = aRecord('2', { startedAt: new Date(NaN) });
    await expect(begin(paged({ items: [aRecord('1')] }, { items: [aRecord('3'), broken] }))).rejects.toThrow();
    expect(await stored()).toEqual(['1']);
    expect((await present()).window).toMatchObject({ doneAt: null, pages: 1 });
  });
});
