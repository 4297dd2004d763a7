import { randomUUID } from 'node:crypto';
import { providerOf } from '../../test/support/loopback-vendor.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { type ProviderFailure, Secret } from '../contract/index.js';
import { ConnectionEntity, FetchWindowEntity, RoundEntity } from '../storage/index.js';
import { LostPlace, type Place, takePlace } from '../connection/place.js';
import { RoundBook } from './round-book.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
const provider = providerOf(client, { displayName: 'Dialpad' });

describe('the book of rounds', () => {
  let stage: Stage;
  let book: RoundBook;
  let connection: ConnectionEntity;
  let place: Place;
  const start = new Date(Date.now() - HOUR);
  const later = (ms: number): Date => new Date(start.getTime() + ms);

  beforeAll(async () => {
    stage = await openStage();
    book = new RoundBook(stage.tenants, stage.settings);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    connection = aConnection(randomUUID(), { historyFrom: new Date(start.getTime() - 3 * DAY) });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
    place = await take();
  });

  const take = async (): Promise<Place> => {
    const taken = await takePlace(stage.tenants, connection);
    if (taken === null) throw new Error('The connection could not be taken.');
    return taken;
  };
  const rounds = async (): Promise<RoundEntity[]> =>
    await stage.tenants.of(connection.tenantId).find(RoundEntity, {}, { orderBy: { startedAt: 'asc' } });
  const round = async (kind: string): Promise<RoundEntity> => {
    const found = (await rounds()).findLast((each) => each.kind === kind);
    if (found === undefined) throw new Error(`There is no ${kind} round.`);
    return found;
  };
  const present = async (): Promise<ConnectionEntity> =>
    await stage.tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
  const openKinds = async (now = new Date()): Promise<string[]> => {
    const kinds = new Map((await rounds()).map(({ id, kind }) => [id, kind]));
    return (await book.openWindows(place, now, 400)).map(({ roundId }) => kinds.get(roundId) ?? 'unknown');
  };
  /** Walks the open windows of these rounds to their ends. */
  const finish = async (kind: string, walkedFrom: Date): Promise<void> => {
    const { id } = await round(kind);
    for (const window of await stage.tenants
      .of(connection.tenantId)
      .find(FetchWindowEntity, { roundId: id, doneAt: null })) {
      await stage.tenants.transaction(connection.tenantId, (em) => book.finishWindow(em, provider, window, walkedFrom));
    }
  };
  const begin = async (): Promise<void> => {
    await book.planDue(place, provider, start);
    await finish('history', start);
  };
  const rest = async (failure: ProviderFailure, roundId: string | null): Promise<void> => {
    const window = await stage.tenants
      .of(connection.tenantId)
      .findOne(FetchWindowEntity, { roundId, doneAt: null }, { orderBy: { fromAt: 'asc' } });
    await book.rest(place, provider, failure, roundId === null ? null : window);
  };

  /** The vendor has refused to renew the grant, and whoever asked noted it. */
  const refused = async (): Promise<void> => {
    const problem = { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' } as const;
    await stage.tenants
      .of(connection.tenantId)
      .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'needs-reconnect', problem });
    await rest({ kind: 'reconnect', reason: 'refused' }, null);
  };
  const over = async (id: string): Promise<void> => {
    await stage.tenants.of(connection.tenantId).nativeUpdate(RoundEntity, { id }, { resumeAt: start });
  };

  it('begins with the history, in days from the newest, and makes it once', async () => {
    await book.planDue(place, provider, start);
    await book.planDue(place, provider, later(1));
    expect(await rounds()).toMatchObject([
      { kind: 'history', outcome: 'running', fromAt: connection.historyFrom, toAt: start },
    ]);
    const windows = await book.openWindows(place, start, 400);
    expect(windows.map(({ fromAt }) => fromAt)).toEqual([1, 2, 3].map((days) => later(-days * DAY)));
  });

  it('lets near rounds go first while the history is walked, and what was asked for before them', async () => {
    await book.planDue(place, provider, start);
    await book.planDue(place, provider, later(5 * MINUTE));
    await book.makeManual(connection, provider, later(6 * MINUTE));
    expect(await openKinds()).toEqual(['manual', 'near', 'history', 'history', 'history']);
  });

  it('has a far round follow the history at once, which finds the calls that were going on', async () => {
    await begin();
    expect((await present()).completeUntil).toEqual(start);
    await book.planDue(place, provider, later(MINUTE));
    expect(await round('far')).toMatchObject({ fromAt: later(-DAY), toAt: later(MINUTE), outcome: 'running' });
    await finish('far', later(MINUTE));
    expect((await present()).completeUntil).toEqual(later(MINUTE));
  });

  it('says nothing of completeness before the last window of the history', async () => {
    await book.planDue(place, provider, start);
    const [window] = await book.openWindows(place, start, 400);
    if (window === undefined) throw new Error('There is no window.');
    await stage.tenants.transaction(connection.tenantId, (em) => book.finishWindow(em, provider, window, start));
    expect(await present()).toMatchObject({ completeUntil: null, lastFetchAt: null });
    expect(await round('history')).toMatchObject({ outcome: 'running', finishedAt: null });
  });

  describe('after a failure that passes', () => {
    it('rests the round that failed, says why and until when, and lets the others go on', async () => {
      await book.planDue(place, provider, start);
      await book.planDue(place, provider, later(5 * MINUTE));
      await rest({ kind: 'tryLater' }, (await round('near')).id);
      const near = await round('near');
      expect(near).toMatchObject({ outcome: 'parked', attempts: 1, problem: { kind: 'try-later', action: 'wait' } });
      expect(near.resumeAt?.getTime()).toBeGreaterThan(Date.now());
      expect(await present()).toMatchObject({ status: 'connected', problem: { kind: 'try-later' } });
      expect(await openKinds()).toEqual(['history', 'history', 'history']);
      expect(await openKinds(near.resumeAt ?? new Date(0))).toContain('near');
    });

    it('rests once for walks of one round that fail together, and longer each time after', async () => {
      await book.planDue(place, provider, start);
      const { id } = await round('history');
      await rest({ kind: 'tryLater' }, id);
      const once = await round('history');
      await rest({ kind: 'tryLater' }, id);
      expect(await round('history')).toMatchObject({ attempts: 1, resumeAt: once.resumeAt });
      const over = { resumeAt: new Date(Date.now() - 1) };
      await stage.tenants.of(connection.tenantId).nativeUpdate(RoundEntity, { id }, over);
      await rest({ kind: 'tryLater' }, id);
      expect((await round('history')).attempts).toBe(2);
    });

    it('comes back no sooner than the vendor asked', async () => {
      await book.planDue(place, provider, start);
      const until = new Date(Date.now() + 2 * HOUR);
      await rest({ kind: 'slowDown', until }, null);
      expect(await round('history')).toMatchObject({ resumeAt: until, problem: { kind: 'slow-down' } });
    });

    it('forgets the failure and the problem once a window was walked to its end, and not while another round rests', async () => {
      await book.planDue(place, provider, start);
      await book.planDue(place, provider, later(5 * MINUTE));
      await rest({ kind: 'tryLater' }, (await round('near')).id);
      const finishOne = async (): Promise<void> => {
        const window = (await book.openWindows(place, new Date(), 400)).at(-1);
        if (window === undefined) throw new Error('There is no window.');
        await stage.tenants.transaction(connection.tenantId, (em) => book.finishWindow(em, provider, window, start));
      };
      await finishOne();
      expect(await present()).toMatchObject({ problem: { kind: 'try-later' } });
      await over((await round('near')).id);
      await finishOne();
      expect(await present()).toMatchObject({ status: 'connected', problem: null });
      expect((await round('history')).outcome).toBe('running');
    });

    it('forgets everything of it with the end of the round', async () => {
      await book.planDue(place, provider, start);
      await rest({ kind: 'tryLater' }, null);
      await finish('history', start);
      expect(await round('history')).toMatchObject({ outcome: 'done', attempts: 0, resumeAt: null, problem: null });
      expect(await present()).toMatchObject({ problem: null });
    });
  });

  describe('after a failure that needs somebody', () => {
    it.each<[ProviderFailure, string]>([
      [{ kind: 'closed', state: 'suspended' }, 'stopped'],
      [{ kind: 'forbidden', missing: ['calls:list'] }, 'stopped'],
    ])('%j: ends the rounds, keeps the history open, and asks for nothing more', async (failure, status) => {
      await book.planDue(place, provider, start);
      await book.planDue(place, provider, later(5 * MINUTE));
      await rest(failure, (await round('near')).id);
      expect(await present()).toMatchObject({ status, problem: { message: expect.stringContaining('Dialpad') } });
      expect(await round('near')).toMatchObject({ outcome: 'failed', finishedAt: expect.any(Date) });
      expect(await round('history')).toMatchObject({ outcome: 'parked', resumeAt: null, finishedAt: null });
      await expect(book.planDue(place, provider, later(HOUR))).rejects.toThrow(LostPlace);
    });

    it.each<ProviderFailure>([{ kind: 'unreadable', where: 'page' }, { kind: 'gone' }])(
      '%j: takes one odd answer for a moment’s, and stops when they do not end',
      async (failure) => {
        await book.planDue(place, provider, start);
        const { id } = await round('history');
        for (const times of [1, 2]) {
          await rest(failure, id);
          expect(await present()).toMatchObject({ status: 'connected', problem: { action: 'wait' } });
          expect(await round('history')).toMatchObject({ outcome: 'parked', attempts: times });
          await stage.tenants.of(connection.tenantId).nativeUpdate(RoundEntity, { id }, { resumeAt: start });
        }
        await rest(failure, id);
        expect(await present()).toMatchObject({ status: 'stopped', problem: { action: 'ask-operator' } });
      },
    );

    it('takes a fresh token that is not taken for a moment’s trouble, and has somebody reconnect when it does not end', async () => {
      await book.planDue(place, provider, start);
      const { id } = await round('history');
      for (let times = 1; times <= 2; times++) {
        await rest({ kind: 'reconnect', reason: 'expired' }, id);
        expect(await present()).toMatchObject({ status: 'connected', problem: { kind: 'reconnect', action: 'wait' } });
        expect(await round('history')).toMatchObject({ outcome: 'parked', attempts: times });
        await over(id);
      }
      await rest({ kind: 'reconnect', reason: 'expired' }, id);
      expect(await present()).toMatchObject({ status: 'needs-reconnect', problem: { action: 'reconnect' } });
    });

    it('does not go on because another window’s odd answer is only its first', async () => {
      await book.planDue(place, provider, start);
      const { id } = await round('history');
      for (let times = 0; times < 3; times++) await rest({ kind: 'gone' }, id);
      const [other] = await stage.tenants
        .of(connection.tenantId)
        .find(FetchWindowEntity, { roundId: id, doneAt: null }, { orderBy: { fromAt: 'desc' } });
      expect(await book.rest(place, provider, { kind: 'gone' }, other ?? null)).toBe(false);
      expect(await present()).toMatchObject({ status: 'stopped', problem: { action: 'ask-operator' } });
      expect(await round('history')).toMatchObject({ problem: { action: 'ask-operator' } });
    });

    it('waits where a setting of the host does not fit, says so when it does not end, and stops nobody', async () => {
      await book.planDue(place, provider, start);
      const { id } = await round('history');
      for (const action of ['wait', 'wait', 'ask-operator', 'ask-operator']) {
        await rest({ kind: 'misconfigured', what: 'client id or secret' }, id);
        expect(await present()).toMatchObject({ status: 'connected', problem: { kind: 'misconfigured', action } });
        expect(await round('history')).toMatchObject({ outcome: 'parked', problem: { action } });
        await stage.tenants.of(connection.tenantId).nativeUpdate(RoundEntity, { id }, { resumeAt: start });
      }
      // It does not count against the vendor, whose next odd answer is its first.
      await rest({ kind: 'gone' }, id);
      expect(await present()).toMatchObject({ status: 'connected', problem: { kind: 'gone', action: 'wait' } });
    });

    it.each([null, 'history'])('does not take outages for odd answers (%s)', async (kind) => {
      await book.planDue(place, provider, start);
      const id = kind && (await round(kind)).id;
      for (const failure of [
        { kind: 'tryLater' },
        { kind: 'tryLater' },
        { kind: 'gone' },
        { kind: 'tryLater' },
      ] as const) {
        await rest(failure, id);
      }
      await rest({ kind: 'gone' }, id);
      expect(await present()).toMatchObject({ status: 'connected' });
      await rest({ kind: 'gone' }, id);
      expect(await present()).toMatchObject({ status: 'stopped', problem: { kind: 'gone' } });
    });

    it('lays the rounds down where the grant was found refused, and lets nothing else be noted over that', async () => {
      await book.planDue(place, provider, start);
      const problem = { kind: 'reconnect', message: 'Reconnect.', action: 'reconnect' } as const;
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'needs-reconnect', problem });
      await expect(rest({ kind: 'tryLater' }, null)).rejects.toThrow(LostPlace);
      await rest({ kind: 'reconnect', reason: 'refused' }, null);
      expect(await present()).toMatchObject({ status: 'needs-reconnect', problem: { kind: 'reconnect' } });
      expect(await round('history')).toMatchObject({ outcome: 'parked', problem: { kind: 'reconnect' } });
    });

    it('goes on with the history where it was, once somebody reconnected', async () => {
      await book.planDue(place, provider, start);
      await refused();
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'connected', nextNearAt: null });
      place = await take();
      await book.planDue(place, provider, later(10 * MINUTE));
      expect(await openKinds()).toEqual(['near', 'history', 'history', 'history']);
    });

    it('fetches the whole gap after it, from the longest call before what was complete', async () => {
      await begin();
      await refused();
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(
          ConnectionEntity,
          { id: connection.id },
          { status: 'connected', nextNearAt: null, nextFarAt: null },
        );
      place = await take();
      await book.planDue(place, provider, later(10 * DAY));
      expect(await round('far')).toMatchObject({ fromAt: later(-DAY), toAt: later(10 * DAY) });
    });
  });

  describe('a round that is asked for', () => {
    it('reaches back as far as a far one and counts as one', async () => {
      await begin();
      await book.makeManual(connection, provider, later(MINUTE));
      expect(await round('manual')).toMatchObject({ fromAt: later(-DAY), toAt: later(MINUTE) });
      expect((await present()).nextFarAt).toEqual(later(MINUTE + HOUR));
      await finish('manual', later(MINUTE));
      expect((await present()).completeUntil).toEqual(later(MINUTE));
    });

    it('is the one that is under way where there is one: running, resting or far', async () => {
      await begin();
      const asked = (minutes = 2) => book.makeManual(connection, provider, later(minutes * MINUTE));
      const first = await asked();
      expect(await asked()).toBe(first);
      await rest({ kind: 'tryLater' }, first);
      expect(await asked()).toBe(first);
      await finish('manual', later(2 * MINUTE));
      expect(await asked(3)).not.toBe(first);
      await finish('manual', later(3 * MINUTE));
      await book.planDue(place, provider, later(3 * HOUR));
      expect(await asked()).toBe((await round('far')).id);
    });

    it('goes on at once where it rests, unless the vendor asked for silence', async () => {
      await begin();
      const id = await book.makeManual(connection, provider, later(MINUTE));
      await rest({ kind: 'tryLater' }, id);
      expect(await openKinds()).toEqual([]);
      await book.makeManual(connection, provider, later(MINUTE));
      expect(await openKinds()).toContain('manual');
      await rest({ kind: 'slowDown', until: new Date(Date.now() + HOUR) }, id);
      await book.makeManual(connection, provider, later(MINUTE));
      expect(await openKinds()).toEqual([]);
    });

    it('is refused where the connection ended since it was looked at', async () => {
      await begin();
      await stage.tenants
        .of(connection.tenantId)
        .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'stopped' });
      await expect(book.makeManual(connection, provider, later(MINUTE))).rejects.toMatchObject({
        code: 'not_connected',
      });
      expect((await rounds()).map(({ kind }) => kind)).toEqual(['history']);
    });

    it('is one, however many administrators ask at once', async () => {
      await begin();
      const ids = await Promise.all(
        Array.from({ length: 6 }, () => book.makeManual(connection, provider, later(MINUTE))),
      );
      expect(new Set(ids).size).toBe(1);
    });
  });

  it('forgets ended rounds after a week, and never the history', async () => {
    await begin();
    await book.planDue(place, provider, later(MINUTE));
    await finish('far', later(MINUTE));
    await stage.tenants
      .of(connection.tenantId)
      .nativeUpdate(RoundEntity, {}, { finishedAt: new Date(Date.now() - 8 * DAY) });
    await book.planDue(place, provider, later(2 * HOUR));
    expect((await rounds()).map(({ kind }) => kind).sort()).toEqual(['far', 'history']);
    expect(await stage.tenants.of(connection.tenantId).count(FetchWindowEntity, {})).toBe(3 + 2);
  });

  it('is closed to a worker that lost its place', async () => {
    await book.planDue(place, provider, start);
    await take();
    await expect(book.planDue(place, provider, later(HOUR))).rejects.toThrow(LostPlace);
    await expect(rest({ kind: 'forbidden' }, null)).rejects.toThrow(LostPlace);
    expect((await present()).status).toBe('connected');
  });
});
