import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { aRecord } from '../../test/support/call-records.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { CallRecord } from '../contract/index.js';
import { CallRecordEntity, ChangedPhoneUserDayEntity, type ConnectionEntity } from '../storage/index.js';
import { writeCalls } from './call-writer.js';

/** Dialpad's normaliser adds as much to order a message's reading after every other. */
const LEAD = 1e13;

describe('the writer of call records', () => {
  let stage: Stage;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  const begin = async (): Promise<void> => {
    connection = aConnection(randomUUID());
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  };
  beforeEach(begin);

  const write = async (...records: CallRecord[]): Promise<number> =>
    await stage.tenants.transaction(connection.tenantId, (em) =>
      writeCalls(em, { connection, timeZone: 'America/New_York', erased: stage.erased }, records),
    );
  const rows = async (): Promise<CallRecordEntity[]> =>
    await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
  const only = async (): Promise<CallRecordEntity> => {
    const [row, ...others] = await rows();
    if (row === undefined || others.length > 0) throw new Error('There is not exactly one record.');
    return row;
  };
  /** The marked days, and how often each was marked; forgotten once told. */
  const markedDays = async (): Promise<Record<string, number>> => {
    const em = stage.tenants.of(connection.tenantId);
    const marked = await em.find(ChangedPhoneUserDayEntity, {});
    await em.nativeDelete(ChangedPhoneUserDayEntity, {});
    return Object.fromEntries(marked.map(({ userExternalId, day, changes }) => [`${userExternalId} ${day}`, changes]));
  };
  const conversations = async (): Promise<string[]> => {
    const byConversation = new Map<string, string[]>();
    for (const { conversationId, externalId } of await rows()) {
      byConversation.set(conversationId, [...(byConversation.get(conversationId) ?? []), externalId]);
    }
    return [...byConversation.values()].map((ids) => ids.join()).sort();
  };

  it('reads and writes a page in one statement each where nobody was ever erased', async () => {
    const said = jest.spyOn(stage.orm.config.getLogger(), 'logQuery');
    await stage.tenants.transaction(connection.tenantId, async (em) => {
      said.mockClear();
      await writeCalls(em, { connection, timeZone: 'America/New_York', erased: stage.erased }, [aRecord('1')]);
      expect(said).toHaveBeenCalledTimes(2);
    });
    said.mockRestore();
  });

  it('stores everything that a record says', async () => {
    const group = { externalId: '9007199254741501', name: 'Sales' };
    const record = aRecord('9223372036854775807', {
      relatedIds: ['9007199254740993'],
      group,
      labels: ['hot', 'Łódź'],
      transferred: true,
      revision: LEAD + 1_763_650_800_000,
    });
    expect(await write(record)).toBe(1);
    const { counterparty, group: _group, ...same } = record;
    expect(await only()).toMatchObject({
      ...same,
      counterpartyNumber: counterparty.number,
      counterpartyName: counterparty.name,
      internal: false,
      groupExternalId: group.externalId,
      groupName: group.name,
      connectionId: connection.id,
      tenantId: connection.tenantId,
    });
  });

  it('lets a later version replace an earlier one, under the same id of the platform', async () => {
    await write(aRecord('1', { outcome: 'missed', connectedAt: null, revision: 5 }));
    const { id } = await only();
    expect(await write(aRecord('1', { outcome: 'voicemail', connectedAt: null, revision: LEAD + 5 }))).toBe(1);
    expect(await only()).toMatchObject({ id, outcome: 'voicemail', revision: LEAD + 5 });
  });

  it('does not let an earlier version that arrives late replace a later one', async () => {
    await write(aRecord('1', { outcome: 'voicemail', connectedAt: null, revision: LEAD + 5 }));
    await markedDays();
    expect(await write(aRecord('1', { outcome: 'missed', connectedAt: null, revision: 6 }))).toBe(0);
    expect(await only()).toMatchObject({ outcome: 'voicemail' });
    expect(await markedDays()).toEqual({});
  });

  it('takes the later reading at equal revision, from another page and from the same', async () => {
    await write(aRecord('1', { labels: ['first'] }));
    expect(await write(aRecord('1', { labels: ['second'] }), aRecord('1', { labels: ['third'] }))).toBe(1);
    expect(await only()).toMatchObject({ labels: ['third'] });
  });

  it('keeps the higher revision of a call that one page names twice', async () => {
    await write(aRecord('1', { revision: 2, labels: ['late'] }), aRecord('1', { revision: 1 }));
    expect(await only()).toMatchObject({ revision: 2, labels: ['late'] });
  });

  it('writes nothing where nothing is new', async () => {
    const record = aRecord('1', { relatedIds: ['7', '8'], labels: ['b', 'a'] });
    await write(record);
    const { storedAt } = await only();
    await markedDays();
    expect(await write(record, { ...record })).toBe(0);
    expect(await only()).toMatchObject({ storedAt });
    expect(await markedDays()).toEqual({});
  });

  it('ends with the latest version, whatever order and pages versions arrive in', async () => {
    const version = fc.record({ call: fc.constantFrom('1', '2'), revision: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(version, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (all, size) => {
          await begin();
          const read = all.map(({ call, revision }, index) =>
            aRecord(call, { revision, labels: [`reading ${index}`] }),
          );
          for (let at = 0; at < read.length; at += size) await write(...read.slice(at, at + size));
          const expected = new Map<string, CallRecord>();
          for (const record of read) {
            if (record.revision >= (expected.get(record.externalId)?.revision ?? 0))
              expected.set(record.externalId, record);
          }
          expect((await rows()).map(({ externalId, labels }) => [externalId, labels])).toEqual(
            [...expected.values()].map(({ externalId, labels }) => [externalId, labels]).sort(),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('marks the days that a call touches in the time zone of the tenant', async () => {
    await write(
      aRecord('1', {
        startedAt: new Date('2026-11-21T04:50:00Z'),
        connectedAt: new Date('2026-11-21T04:51:00Z'),
        endedAt: new Date('2026-11-21T05:10:00Z'),
      }),
    );
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1, 'u1 2026-11-21': 1 });
  });

  it('marks the day of a call that ended in the instant in which it started', async () => {
    const startedAt = new Date('2026-11-20T15:00:00Z');
    await write(aRecord('1', { outcome: 'missed', startedAt, connectedAt: null, endedAt: startedAt }));
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1 });
  });

  it('marks the days of the old and of the new owner, and of the old and of the new time', async () => {
    await write(aRecord('1'));
    await markedDays();
    await write(
      aRecord('1', {
        userExternalId: 'u2',
        startedAt: new Date('2026-11-22T15:00:00Z'),
        connectedAt: null,
        endedAt: new Date('2026-11-22T15:01:00Z'),
        revision: 2,
      }),
    );
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1, 'u2 2026-11-22': 1 });
  });

  it('marks nothing for a record that belongs to nobody, and its old owner where it did', async () => {
    await write(aRecord('1', { userExternalId: null }), aRecord('2'));
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1 });
    await write(aRecord('2', { userExternalId: null, revision: 2 }));
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1 });
  });

  it('counts the changes of a day that waits to be scored', async () => {
    await write(aRecord('1'));
    await write(aRecord('2'));
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 2 });
  });

  it('joins two stored conversations when a record names both, and marks the days of their records', async () => {
    const earlier = { startedAt: new Date('2026-11-18T15:00:00Z'), endedAt: new Date('2026-11-18T15:05:00Z') };
    await write(aRecord('1', { ...earlier, connectedAt: null, relatedIds: ['root'] }));
    await write(aRecord('2', { userExternalId: 'u2', relatedIds: ['queue'] }), aRecord('3', { userExternalId: 'u3' }));
    expect(await conversations()).toEqual(['1', '2', '3']);
    await markedDays();
    await write(aRecord('4', { userExternalId: null, relatedIds: ['root', 'queue'] }));
    expect(await conversations()).toEqual(['1,2,4', '3']);
    expect(await markedDays()).toEqual({ 'u1 2026-11-18': 1, 'u2 2026-11-20': 1 });
  });

  it("joins the person's leg with the group's, whichever arrives first", async () => {
    const entry = aRecord('10', { userExternalId: null });
    const leg = aRecord('11', { relatedIds: ['10'] });
    await write(entry);
    await write(leg);
    const forward = await conversations();
    await begin();
    await write(leg);
    await write(entry);
    expect(await conversations()).toEqual(forward);
  });

  it('makes the same conversations of records in any order and any pages', async () => {
    const ids = ['1', '2', '3', '4', '5', '6'];
    const links = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'x', 'y')), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        links,
        fc.shuffledSubarray(ids, { minLength: ids.length }),
        fc.integer({ min: 1, max: 4 }),
        async (linked, order, size) => {
          const named = (id: string): CallRecord =>
            aRecord(id, { relatedIds: linked.filter(([from]) => from === id).map(([, to]) => to) });
          await begin();
          await write(...ids.map(named));
          const atOnce = await conversations();
          await begin();
          for (let at = 0; at < order.length; at += size) await write(...order.slice(at, at + size).map(named));
          expect(await conversations()).toEqual(atOnce);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('never joins calls of two connections, whatever ids they share', async () => {
    await write(aRecord('1', { relatedIds: ['root'] }));
    const [first] = await rows();
    await begin();
    await write(aRecord('2', { relatedIds: ['root'] }), aRecord('1'));
    expect((await rows()).map(({ conversationId }) => conversationId)).not.toContain(first?.conversationId);
    expect(await rows()).toHaveLength(2);
  });
});
