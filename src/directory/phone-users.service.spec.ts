import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { erasuresAsOf } from '../access/erased-people.service.js';
import type { TenantDatabase } from '../access/tenant-database.js';
import { LostPlace, type Place, takePlace } from '../connection/life/place.js';
import {
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  ProviderError,
  type ProviderSession,
  type RejectedItem,
} from '../contract/index.js';
import { ConnectionEntity, PhoneUserEntity, RejectedRecordEntity } from '../storage/index.js';
import { PhoneUsers } from './phone-users.service.js';

const dana: PhoneUser = {
  externalId: '9007199254740993',
  displayName: 'Dana Reyes',
  emails: ['dana@acme.example'],
  numbers: [{ e164: '+14155550170' }, { e164: null, extension: '170' }],
  status: 'active',
};
const lee: PhoneUser = { ...dana, externalId: '2', displayName: 'Lee Park', emails: [], numbers: [] };

const session = {} as ProviderSession;

/** A vendor whose directory has these pages; an error stands for a page that cannot be fetched. */
const vendor = (...pages: (Page<PhoneUser> | Error)[]): PhoneSystemProvider =>
  ({
    descriptor: { displayName: 'Example Phone' } as PhoneSystemProvider['descriptor'],
    async *listUsers() {
      await Promise.resolve();
      for (const page of pages) {
        if (page instanceof Error) throw page;
        yield page;
      }
    },
  }) as Partial<PhoneSystemProvider> as PhoneSystemProvider;

const unreadable = (item: Partial<RejectedItem>): RejectedItem => ({
  reason: 'It has no name.',
  raw: { a: 1 },
  ...item,
});

describe('the directory of phone users', () => {
  let stage: Stage;
  let tenants: TenantDatabase;
  let users: PhoneUsers;
  let connection: ConnectionEntity;
  let place: Place;

  beforeAll(async () => {
    stage = await openStage();
    tenants = stage.tenants;
    users = new PhoneUsers(tenants, stage.erased);
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    connection = aConnection(randomUUID());
    await tenants.of(connection.tenantId).persist(connection).flush();
    place = await take();
  });

  const take = async (): Promise<Place> => {
    const taken = await takePlace(tenants, connection);
    if (taken === null) throw new Error('The connection could not be taken.');
    return taken;
  };

  const stored = async (): Promise<string[]> =>
    (await users.all(connection)).map(({ displayName, status }) => `${displayName}: ${status}`);

  const setAside = async (): Promise<(string | null)[]> =>
    (await tenants.of(connection.tenantId).find(RejectedRecordEntity, {})).map(({ externalId }) => externalId);

  it('holds everybody of every page as the vendor told it', async () => {
    expect(await users.refresh(place, vendor({ items: [dana] }, { items: [] }, { items: [lee] }), session)).toEqual({
      seen: 2,
      rejected: 0,
      problem: null,
    });
    expect(await users.all(connection)).toMatchObject([dana, lee]);
  });

  it('takes over what changed', async () => {
    await users.refresh(place, vendor({ items: [dana] }), session);
    await users.refresh(place, vendor({ items: [{ ...dana, displayName: 'Dana R.', status: 'suspended' }] }), session);
    expect(await stored()).toEqual(['Dana R.: suspended']);
  });

  it('notes since when an address is somebody’s, but for those of the first reading', async () => {
    const since = async (): Promise<Record<string, boolean>> =>
      Object.fromEntries((await users.all(connection)).map((user) => [user.displayName, user.emailsSince !== null]));
    const read = async (...items: PhoneUser[]): Promise<void> => {
      await users.refresh(await take(), vendor({ items }), session);
    };
    await read(dana);
    expect(await since()).toEqual({ 'Dana Reyes': false });
    await read({ ...dana, displayName: 'Dana R.', emails: [] }, { ...lee, emails: ['lee@acme.example'] });
    expect(await since()).toEqual({ 'Dana R.': false, 'Lee Park': true });
    await read({ ...dana, emails: ['bob@acme.example'] }, lee);
    expect(await since()).toEqual({ 'Dana Reyes': true, 'Lee Park': true });
  });

  it('keeps who is no longer listed, as departed, and takes them back', async () => {
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    await users.refresh(place, vendor({ items: [lee] }), session);
    expect(await stored()).toEqual(['Dana Reyes: departed', 'Lee Park: active']);
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    expect(await stored()).toEqual(['Dana Reyes: active', 'Lee Park: active']);
  });

  it('lets nobody depart where the listing breaks off', async () => {
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    const broken = vendor({ items: [lee] }, new ProviderError({ kind: 'tryLater' }, 'The phone system is down.'));
    await expect(users.refresh(place, broken, session)).rejects.toThrow('The phone system is down.');
    expect(await stored()).toEqual(['Dana Reyes: active', 'Lee Park: active']);
  });

  it('stores somebody whom the vendor lists twice once', async () => {
    await users.refresh(place, vendor({ items: [dana, dana] }, { items: [dana] }), session);
    expect(await stored()).toEqual(['Dana Reyes: active']);
  });

  it('sets aside who cannot be read, keeps what is known of them, and their neighbours arrive', async () => {
    await users.refresh(place, vendor({ items: [dana] }), session);
    const page = { items: [lee], rejected: [unreadable({ externalId: dana.externalId }), unreadable({})] };
    expect(await users.refresh(place, vendor(page), session)).toEqual({
      seen: 1,
      rejected: 2,
      problem: null,
    });
    expect(await stored()).toEqual(['Dana Reyes: active', 'Lee Park: active']);
    expect((await setAside()).sort()).toEqual([dana.externalId, null].sort());
  });

  it('no longer shows somebody as rejected who can be read again', async () => {
    await users.refresh(place, vendor({ items: [], rejected: [unreadable({ externalId: '2' })] }), session);
    await users.refresh(place, vendor({ items: [lee] }), session);
    expect(await setAside()).toEqual([]);
  });

  it('leaves the rejected calls alone', async () => {
    const { id: connectionId, tenantId } = connection;
    const call = { connectionId, tenantId, itemKey: '77', externalId: '77', reason: 'No start.', seenAt: new Date(0) };
    await tenants.of(tenantId).insertMany(RejectedRecordEntity, [call]);
    await users.refresh(place, vendor({ items: [lee] }), session);
    expect(await setAside()).toEqual(['77']);
  });

  it('stores nothing once the connection is disconnected', async () => {
    await tenants
      .of(connection.tenantId)
      .nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'disconnected' });
    await expect(users.refresh(place, vendor({ items: [dana] }), session)).rejects.toThrow(LostPlace);
    expect(await stored()).toEqual([]);
  });

  it('lets nobody depart, and takes nothing back, for a worker that stood still while another read it anew', async () => {
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    let goOn = (): void => undefined;
    const woken = new Promise<void>((resolve) => (goOn = resolve));
    const paused = {
      async *listUsers() {
        yield { items: [dana] };
        await woken;
        yield { items: [{ ...lee, displayName: 'Lee before' }] };
      },
    } as Partial<PhoneSystemProvider> as PhoneSystemProvider;
    const stale = users.refresh(place, paused, session);
    await users.refresh(await take(), vendor({ items: [dana, { ...lee, displayName: 'Lee after' }] }), session);
    goOn();
    await expect(stale).rejects.toThrow(LostPlace);
    expect(await stored()).toEqual(['Dana Reyes: active', 'Lee after: active']);
  });

  describe('in which nothing has changed', () => {
    const crowd = Array.from({ length: 1_000 }, (_, place) => ({ ...dana, externalId: `u${place}` }));
    const pages = Array.from({ length: 10 }, (_, place) => ({ items: crowd.slice(place * 100, place * 100 + 100) }));

    it('is read with three statements and writes no row, also of a thousand', async () => {
      await users.refresh(place, vendor(...pages), session);
      const before = await rowVersions();
      const { statements, result } = await counted(() => users.refresh(place, vendor(...pages), session));
      expect(result).toEqual({ seen: 1_000, rejected: 0, problem: null });
      expect(statements).toBe(3);
      expect(await rowVersions()).toEqual(before);
    });

    it('writes one row where one person has changed, or has left', async () => {
      await users.refresh(place, vendor(...pages), session);
      const before = await rowVersions();
      const changed = pages.map(({ items }) => ({
        items: items.flatMap((user) => {
          if (user.externalId === 'u7') return [];
          return [user.externalId === 'u512' ? { ...user, displayName: 'Dana Married' } : user];
        }),
      }));
      await users.refresh(place, vendor(...changed), session);
      const after = await rowVersions();
      expect([...after].flatMap(([id, version]) => (before.get(id) === version ? [] : [id])).sort()).toEqual([
        'u512',
        'u7',
      ]);
    });
  });

  it('tells how many are present, and when it was read to its end', async () => {
    expect(await users.stored(await present())).toEqual({ phoneUsers: 0, readAt: null });
    const before = Date.now();
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    const { phoneUsers, readAt } = await users.stored(await present());
    expect([phoneUsers, (readAt?.getTime() ?? 0) >= before]).toEqual([2, true]);
    await users.refresh(place, vendor({ items: [dana, lee] }, new Error('down')), session).catch(() => undefined);
    expect(await users.stored(await present())).toEqual({ phoneUsers: 2, readAt });
  });

  it('counts as not read by a copy that does not know how the vendor still names an erased person', async () => {
    await users.refresh(place, vendor({ items: [dana, lee] }), session);
    await tenants.transaction(connection.tenantId, async (em) => {
      const register = await stage.erased.beginRegister(em, connection.tenantId);
      await register.add(connection, lee.externalId, { fromDay: null, untilDay: null });
      await em.nativeDelete(PhoneUserEntity, { externalId: lee.externalId });
    });
    const another = new PhoneUsers(tenants, stage.erased);
    expect(await another.stored(await present())).toMatchObject({ phoneUsers: 1, readAt: null });
    expect(another.erasedListed(connection)).toBeNull();
    for (let times = 0; times < 2; times++) {
      await another.refresh(
        place,
        vendor({ items: [dana], rejected: [unreadable({ externalId: lee.externalId })] }),
        session,
      );
      await another.refresh(place, vendor({ items: [dana, lee] }), session);
      expect(another.erasedListed(connection)).toMatchObject({ people: [lee] });
      expect([await stored(), await setAside()]).toEqual([['Dana Reyes: active'], []]);
    }
    expect((await another.stored(await present())).readAt).not.toBeNull();
  });

  describe('that comes back empty', () => {
    const HOUR = 3_600_000;
    const refreshed = async (...listing: Page<PhoneUser>[]) => {
      const taken = { ...(await take()), connection: await present() };
      return await users.refresh(taken, vendor(...listing), session);
    };
    /** As if it had come back empty so much earlier. */
    const emptyFor = async (ms: number): Promise<void> => {
      const directoryEmptySince = new Date(Date.now() - ms);
      await tenants.of(connection.tenantId).nativeUpdate(ConnectionEntity, {}, { directoryEmptySince });
    };

    it('names nobody who was erased meanwhile, so that calls need not wait until it is believed', async () => {
      await refreshed({ items: [dana, lee] });
      await tenants.transaction(connection.tenantId, (em) => stage.erased.beginRegister(em, connection.tenantId));
      await refreshed({ items: [] });
      const asOf = await erasuresAsOf(tenants.of(connection.tenantId), connection.tenantId);
      expect(asOf).not.toBeNull();
      expect(users.erasedListed(connection)).toEqual({ people: [], asOf });
    });

    it('lets nobody depart and says so, until it has been so for a day', async () => {
      await refreshed({ items: [dana, lee] });
      for (const ms of [0, HOUR, 23 * HOUR]) {
        if (ms > 0) await emptyFor(ms);
        const { problem } = await refreshed({ items: [] }, { items: [] });
        expect(problem).toMatchObject({ kind: 'empty-directory', action: 'wait' });
        expect((await present()).directoryProblem?.message).toBe(
          'Example Phone lists nobody in its directory, though 2 phone users are known. They are kept; if it lists nobody for a whole day, they count as departed.',
        );
        expect(await stored()).toEqual(['Dana Reyes: active', 'Lee Park: active']);
      }
      await emptyFor(24 * HOUR);
      expect(await refreshed({ items: [] })).toMatchObject({ problem: null });
      expect(await stored()).toEqual(['Dana Reyes: departed', 'Lee Park: departed']);
      expect(await present()).toMatchObject({ directoryProblem: null, directoryEmptySince: null });
    });

    it('is over with the next list of anybody, and the day begins anew', async () => {
      await refreshed({ items: [dana, lee] });
      await refreshed({ items: [] });
      await emptyFor(23 * HOUR);
      await refreshed({ items: [lee] });
      expect(await present()).toMatchObject({ directoryProblem: null, directoryEmptySince: null });
      expect(await stored()).toEqual(['Dana Reyes: departed', 'Lee Park: active']);
      await refreshed({ items: [] });
      expect(await stored()).toEqual(['Dana Reyes: departed', 'Lee Park: active']);
    });

    it('is believed where nobody was known', async () => {
      expect(await refreshed({ items: [] })).toEqual({ seen: 0, rejected: 0, problem: null });
    });

    it('is not empty where somebody could not be read', async () => {
      await refreshed({ items: [dana] });
      expect(await refreshed({ items: [], rejected: [unreadable({})] })).toMatchObject({ problem: null });
      expect(await stored()).toEqual(['Dana Reyes: departed']);
    });
  });

  const present = async (): Promise<ConnectionEntity> =>
    await tenants.of(connection.tenantId).findOneOrFail(ConnectionEntity, { id: connection.id });
  /** Which transaction wrote each row last. */
  const rowVersions = async (): Promise<ReadonlyMap<string, string>> => {
    const rows = await tenants
      .of(connection.tenantId)
      .execute<{ id: string; version: string }[]>(
        'select external_id as id, xmin::text as version from phone_system.phone_user where connection_id = ?',
        [connection.id],
      );
    return new Map(rows.map(({ id, version }) => [id, version]));
  };
  /** Every statement goes over the driver's connection, whichever entity manager it is of. */
  const counted = async <T>(work: () => Promise<T>): Promise<{ statements: number; result: T }> => {
    const driver = stage.orm.em.getDriver().getConnection();
    const execute = jest.spyOn(driver, 'execute');
    try {
      const result = await work();
      return { statements: execute.mock.calls.length, result };
    } finally {
      execute.mockRestore();
    }
  };
});
