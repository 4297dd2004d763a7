import { randomUUID } from 'node:crypto';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { TenantDatabase } from '../access/tenant-database.js';
import { LostPlace, type Place, takePlace } from '../connection/place.js';
import {
  type Page,
  type PhoneSystemProvider,
  type PhoneUser,
  ProviderError,
  type ProviderSession,
  type RejectedItem,
} from '../contract/index.js';
import { ConnectionEntity, RejectedRecordEntity } from '../storage/index.js';
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
    });
    expect(await users.all(connection)).toMatchObject([dana, lee]);
  });

  it('takes over what changed', async () => {
    await users.refresh(place, vendor({ items: [dana] }), session);
    await users.refresh(place, vendor({ items: [{ ...dana, displayName: 'Dana R.', status: 'suspended' }] }), session);
    expect(await stored()).toEqual(['Dana R.: suspended']);
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
    expect(await users.refresh(place, vendor(page), session)).toEqual({ seen: 1, rejected: 2 });
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
});
