import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { type DialpadDesk, openDialpadDesk } from '../../../test/support/dialpad-desk.js';
import { openStage, type Stage } from '../../../test/support/stage.js';
import { aCall, aConnection, aPhoneUser } from '../../../test/support/stored-rows.js';
import { triedUnless, withoutServer } from '../../../test/support/tried-where.js';
import {
  AuditEntryEntity,
  CallRecordEntity,
  ConnectionEntity,
  ExclusionEntity,
  MappingEntity,
  PhoneUserEntity,
} from '../../storage/index.js';
import { FormerAccounts } from './former-accounts.service.js';

describe('accounts that were connected earlier', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let former: FormerAccounts;
  let present: ConnectionEntity;
  let past: readonly ConnectionEntity[];

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
    former = new FormerAccounts(stage.tenants);
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    present = await desk.only();
    past = ['2025-01-01', '2026-01-01'].map((day) =>
      Object.assign(aConnection(desk.tenantId), {
        providerKey: 'dialpad',
        status: 'disconnected',
        accountExternalId: `former ${day}`,
        accountName: `Acme of ${day}`,
        connectedAt: new Date(day),
      }),
    );
    const other = Object.assign(aConnection(desk.tenantId), {
      providerKey: 'other-phone',
      status: 'disconnected',
      accountExternalId: 'other',
    });
    const em = stage.tenants.of(desk.tenantId);
    em.persist([...past, other]);
    await em.flush();
    for (const connection of [present, ...past, other]) {
      em.persist([
        aPhoneUser(connection, 'u1'),
        aCall(connection, 'u1', '2026-01-05T10:00:00Z', '2026-01-05T10:05:00Z'),
      ]);
    }
    await em.flush();
  });

  afterEach(() => desk.close());

  const by = () => ({ tenantId: desk.tenantId, employeeId: 'e1' });
  const names = async (): Promise<readonly string[]> =>
    (await former.list(desk.tenantId, present)).map(({ accountName }) => accountName);
  /** Of which connections something is stored. */
  const kept = async (): Promise<readonly string[]> => {
    const em = stage.tenants.of(desk.tenantId);
    const rows = [
      ...(await em.find(CallRecordEntity, {})),
      ...(await em.find(PhoneUserEntity, {})),
      ...(await em.find(MappingEntity, {})),
    ];
    const ids = new Set(rows.map(({ connectionId }) => connectionId));
    const connections = await em.find(ConnectionEntity, { id: { $in: [...ids] } });
    return connections.map(({ accountExternalId }) => accountExternalId).sort();
  };
  const erasures = async (): Promise<readonly unknown[]> =>
    (await stage.tenants.of(desk.tenantId).find(AuditEntryEntity, { action: 'erase' })).map(({ subject, details }) => [
      subject,
      details,
    ]);

  it('are listed, the latest first, but for those of other phone systems', async () => {
    expect(await names()).toEqual(['Acme of 2026-01-01', 'Acme of 2025-01-01']);
  });

  it('are erased one by one, while the present one stays as it is', async () => {
    const [first] = past;
    await former.erase(by(), present, first?.id ?? '');
    expect(await names()).toEqual(['Acme of 2026-01-01']);
    expect(await kept()).toEqual([present.accountExternalId, 'former 2026-01-01', 'other'].sort());
    expect(await erasures()).toEqual([[first?.id, { what: 'account', system: 'dialpad' }]]);
    expect((await desk.rows()).find(({ id }) => id === present.id)).toMatchObject({ status: 'connected' });
    for (const id of [first?.id ?? '', present.id, randomUUID(), 'x']) {
      await expect(former.erase(by(), present, id)).rejects.toMatchObject({ status: 404, code: 'unknown_account' });
    }
    await expect(former.erase({ ...by(), tenantId: randomUUID() }, present, past[1]?.id ?? '')).rejects.toMatchObject({
      status: 404,
    });
  });

  const onServer = triedUnless(withoutServer(), 'an erasure beside deliveries and connecting', it);

  onServer('holds nobody up who connects the present account anew', async () => {
    await stage.tenants.transaction(desk.tenantId, async (em) => {
      for (const { id } of past)
        await em.execute('select 1 from phone_system.connection where id = ? for update', [id]);
      expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    });
  });

  onServer('are erased while deliveries of the present one are stored', async () => {
    await stage.tenants.transaction(desk.tenantId, async (storing) => {
      await storing.execute("set local idle_in_transaction_session_timeout = '4s'");
      await storing.execute('select id from phone_system.connection where id = ? for key share', [present.id]);
      await former.erase(by(), present, past[0]?.id ?? '');
      await storing.execute('select 1');
    });
    expect(await names()).toEqual(['Acme of 2026-01-01']);
  });

  const all = async <T>(parts: AsyncIterable<T>): Promise<readonly T[]> => {
    const read: T[] = [];
    for await (const part of parts) read.push(part);
    return read;
  };
  /** Everything of it, and how many calls came at once. */
  const read = async (id: string) => {
    const data = await former.open(desk.tenantId, present, id);
    const calls = await all(data.calls());
    const read = { users: (await all(data.phoneUsers())).flat(), mappings: (await all(data.mappings())).flat() };
    await data.mustBeWhole();
    return { ...read, calls: calls.flat(), parts: calls.map((part) => part.length) };
  };

  it('are read whole, some rows at a time and each once, also where many calls begin at one moment', async () => {
    const [one] = past as [ConnectionEntity];
    const em = stage.tenants.of(desk.tenantId);
    const more = Array.from({ length: 1_100 }, (_, at) =>
      aCall(one, 'u1', `2026-01-0${1 + (at % 2)}T10:00:00Z`, '2026-01-05T10:05:00Z'),
    );
    await em.persist(more).flush();
    const [excluded] = more as [CallRecordEntity];
    const decided = { excludedBy: 'e1', excludedAs: 'admin' as const, excludedAt: new Date(), note: 'A test' };
    await em.insert(ExclusionEntity, { callId: excluded.id, tenantId: desk.tenantId, ...decided });
    await em.insert(MappingEntity, {
      ...{ id: randomUUID(), tenantId: desk.tenantId, connectionId: one.id, employeeId: 'e1', phoneUserId: 'u1' },
      ...{ source: 'manual', matchedOn: null, fromDay: null, untilDay: null },
    });
    const { users, mappings, calls, parts } = await read(one.id);
    expect(users.map(({ externalId }) => externalId)).toEqual(['u1']);
    expect(mappings.map(({ employeeId }) => employeeId)).toEqual(['e1']);
    expect(parts).toEqual([500, 500, 101]);
    expect(new Set(calls.map(({ call }) => call.id)).size).toBe(1_101);
    const begun = calls.map(({ call }) => call.startedAt.getTime());
    expect(begun).toEqual([...begun].sort((a, b) => a - b));
    expect(calls.flatMap(({ exclusion }) => exclusion?.note ?? [])).toEqual(['A test']);
  });

  it('are nobody else’s to read, and the rest is not taken for the whole where one is erased meanwhile', async () => {
    const [first, second] = past as [ConnectionEntity, ConnectionEntity];
    for (const id of [present.id, randomUUID(), 'x', "' or 1=1"]) {
      await expect(former.open(desk.tenantId, present, id)).rejects.toMatchObject({ code: 'unknown_account' });
    }
    await expect(former.open(randomUUID(), present, first.id)).rejects.toMatchObject({ code: 'unknown_account' });
    const data = await former.open(desk.tenantId, present, first.id);
    await former.erase(by(), present, second.id);
    await data.mustBeWhole();
    await former.erase(by(), present, first.id);
    await expect(data.mustBeWhole()).rejects.toThrow('was erased');
  });

  it('go with the present one, where everything of the phone system is erased', async () => {
    await desk.connections.disconnect(by(), 'dialpad', { erase: true });
    expect(await kept()).toEqual(['other']);
    expect(await names()).toEqual([]);
    expect(await erasures()).toHaveLength(2);
  });

  it('stay where it is only disconnected, and are found by whoever erases later', async () => {
    await desk.connections.disconnect(by(), 'dialpad', { erase: false });
    expect(await names()).toHaveLength(2);
    await desk.connections.disconnect(by(), 'dialpad', { erase: true });
    expect(await kept()).toEqual(['other']);
  });
});
