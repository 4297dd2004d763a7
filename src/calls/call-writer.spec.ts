import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { aRecord } from '../../test/support/call-records.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { CallRecord } from '../contract/index.js';
import { CallRecordEntity, ChangedPhoneUserDayEntity, type ConnectionEntity } from '../storage/index.js';
import { writeCalls, type WriteContext } from './call-writer.js';

const missed = (more: Partial<CallRecord> = {}): CallRecord =>
  aRecord('1', { outcome: 'missed', connectedAt: null, ...more });
const voicemail = (more: Partial<CallRecord> = {}): CallRecord => missed({ outcome: 'voicemail', ...more });

const visible = ({ externalId, outcome, labels }: CallRecordEntity): string =>
  `${externalId} ${outcome} ${labels.join()}`;

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

  const tell = async (toldBy: WriteContext['toldBy'], ...records: CallRecord[]): Promise<number> =>
    await stage.tenants.transaction(connection.tenantId, (em) =>
      writeCalls(em, { connection, timeZone: 'America/New_York', erased: stage.erased, toldBy }, records),
    );
  const write = async (...records: CallRecord[]): Promise<number> => await tell('list', ...records);
  const hear = async (...records: CallRecord[]): Promise<number> => await tell('event', ...records);
  const rows = async (): Promise<CallRecordEntity[]> =>
    await stage.tenants.of(connection.tenantId).find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } });
  const only = async (): Promise<CallRecordEntity> => {
    const [row, ...others] = await rows();
    if (row === undefined || others.length > 0) throw new Error('There is not exactly one record.');
    return row;
  };
  /** The marked days, and how often each was marked; cleared once they have been read. */
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
      const context = { connection, timeZone: 'America/New_York', erased: stage.erased, toldBy: 'list' as const };
      await writeCalls(em, context, [aRecord('1')]);
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
      revision: 1_763_650_800_000,
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

  it('replaces a call under the same id of the platform', async () => {
    await write(missed());
    const { id } = await only();
    expect(await write(missed({ labels: ['sale'] }))).toBe(1);
    expect(await only()).toMatchObject({ id, labels: ['sale'] });
  });

  it.each([
    ['another end', { endedAt: new Date('2026-11-20T15:30:00Z') }],
    ['a label more', { labels: ['sale'] }],
    ['another owner', { userExternalId: 'u2' }],
    ['nobody who answered', { outcome: 'missed', connectedAt: null }],
  ] as const)('takes %s from a later reading of the list, whatever its revision', async (_, corrected) => {
    for (const revision of [1, 7, 5]) {
      await begin();
      await write(aRecord('1', { revision: 5 }));
      expect(await write(aRecord('1', { ...corrected, revision }))).toBe(1);
      expect(await only()).toMatchObject(corrected);
      expect(await write(aRecord('1', { revision: 5 }))).toBe(1);
    }
  });

  it('lets no event replace what the list said, and the list replace what any event said', async () => {
    await hear(aRecord('1', { revision: 9, userExternalId: null, labels: ['event'] }));
    await write(aRecord('1', { labels: ['list'] }));
    await markedDays();
    expect(await hear(aRecord('1', { revision: 10, userExternalId: null, labels: ['event'] }))).toBe(0);
    expect(await only()).toMatchObject({ userExternalId: 'u1', labels: ['list'] });
    expect(await markedDays()).toEqual({});
  });

  it('orders events by their revision, whatever order they arrive in, and takes the later one at equal revision', async () => {
    await hear(aRecord('1', { revision: 5, labels: ['fifth'] }));
    expect(await hear(aRecord('1', { revision: 4, labels: ['fourth'] }))).toBe(0);
    expect(await only()).toMatchObject({ labels: ['fifth'] });
    expect(await hear(aRecord('1', { revision: 5, labels: ['again'] }))).toBe(1);
    // One that says the same is the latest all the same.
    expect(await hear(aRecord('1', { revision: 8, labels: ['again'] }))).toBe(0);
    expect(await hear(aRecord('1', { revision: 7, labels: ['seventh'] }))).toBe(0);
    expect(await only()).toMatchObject({ labels: ['again'] });
    await hear(aRecord('2', { revision: 2, labels: ['late'] }), aRecord('2', { revision: 1 }));
    expect((await rows())[1]).toMatchObject({ revision: 2, labels: ['late'] });
  });

  it('takes the later reading of the list from the same page as well', async () => {
    expect(await write(aRecord('1', { labels: ['second'] }), aRecord('1', { labels: ['third'] }))).toBe(1);
    expect(await only()).toMatchObject({ labels: ['third'] });
  });

  it('keeps a voicemail that only an event knew of, and everything else as the list tells it', async () => {
    await hear(voicemail({ revision: 9, userExternalId: null }));
    await markedDays();
    expect(await write(missed({ labels: ['sale'] }))).toBe(1);
    expect(await only()).toMatchObject({ outcome: 'voicemail', userExternalId: 'u1', labels: ['sale'] });
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1 });
  });

  it('learns of a message from an event that is older, and marks the day', async () => {
    for (const tellFirst of [write, hear]) {
      await begin();
      await tellFirst(missed({ revision: 9, labels: ['sale'] }));
      await markedDays();
      expect(await hear(voicemail({ revision: 3 }))).toBe(1);
      expect(await only()).toMatchObject({ outcome: 'voicemail', labels: ['sale'] });
      expect(await markedDays()).toEqual({ 'u1 2026-11-20': 1 });
    }
  });

  it('takes a voicemail for answered when the list says so, and for a voicemail again when it takes that back', async () => {
    await write(voicemail());
    await write(aRecord('1'));
    expect(await only()).toMatchObject({ outcome: 'answered' });
    await write(missed());
    expect(await only()).toMatchObject({ outcome: 'voicemail' });
  });

  it('keeps a voicemail of which the last release left only the outcome', async () => {
    await write(voicemail());
    await stage.tenants.of(connection.tenantId).nativeUpdate(CallRecordEntity, {}, { toMailbox: false });
    await write(missed());
    expect(await only()).toMatchObject({ outcome: 'voicemail' });
  });

  it('leaves the connection as it is where no call is new', async () => {
    const version = async (): Promise<unknown> =>
      await stage.tenants
        .of(connection.tenantId)
        .execute('select xmin::text, records from phone_system.connection where id = ?', [connection.id]);
    await hear(aRecord('1'));
    const before = await version();
    await write(aRecord('1'));
    await write(aRecord('1', { labels: ['sale'] }));
    expect(await version()).toEqual(before);
    expect(before).toMatchObject([{ records: 1 }]);
  });

  it('notes once that the list says the same as an event, and marks no day for it', async () => {
    await hear(aRecord('1', { revision: 5 }), aRecord('2', { revision: 5 }));
    await markedDays();
    const said = jest.spyOn(stage.orm.config.getLogger(), 'logQuery');
    expect(await write(aRecord('1'), aRecord('2'))).toBe(0);
    const writing = said.mock.calls.length;
    expect(await write(aRecord('1'), aRecord('2', { revision: 6 }))).toBe(0);
    const reading = said.mock.calls.length - writing;
    said.mockRestore();
    expect(writing - reading).toBe(1);
    expect(await markedDays()).toEqual({});
    expect(await hear(aRecord('1', { revision: 7, labels: ['event'] }))).toBe(0);
    expect((await rows()).map(({ labels }) => labels)).toEqual([[], []]);
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

  it('ends with what the list said last, else the latest event, and never forgets a message', async () => {
    const reading = fc.record({
      toldBy: fc.constantFrom('list' as const, 'event' as const, 'event' as const),
      versions: fc.array(
        fc.record({
          externalId: fc.constantFrom('1', '2'),
          revision: fc.integer({ min: 1, max: 4 }),
          outcome: fc.constantFrom('missed' as const, 'voicemail' as const, 'answered' as const),
          label: fc.constantFrom('a', 'b'),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 8 }), async (readings) => {
        await begin();
        for (const { toldBy, versions } of readings) {
          const before = (await rows()).map(visible);
          await markedDays();
          const told = versions.map(({ label, outcome, ...version }) =>
            aRecord(version.externalId, {
              ...version,
              userExternalId: `u${version.externalId}`,
              outcome,
              connectedAt: outcome === 'answered' ? new Date('2026-11-20T15:00:05Z') : null,
              labels: [label],
            }),
          );
          await tell(toldBy, ...told);
          const after = (await rows()).map(visible);
          const changed = after.filter((call) => !before.includes(call)).map((call) => `u${call[0]} 2026-11-20`);
          expect(Object.keys(await markedDays()).sort()).toEqual(changed.sort());
        }
        const all = readings.flatMap(({ toldBy, versions }) => versions.map((version) => ({ ...version, toldBy })));
        const plain = ['1', '2'].flatMap((id) => {
          const own = all.filter(({ externalId }) => externalId === id);
          const events = own.toSorted((a, b) => a.revision - b.revision);
          const last = own.findLast(({ toldBy }) => toldBy === 'list') ?? events.at(-1);
          if (last === undefined) return [];
          const hasMessage = last.outcome !== 'answered' && own.some(({ outcome }) => outcome === 'voicemail');
          return [`${id} ${hasMessage ? 'voicemail' : last.outcome} ${last.label}`];
        });
        expect((await rows()).map(visible)).toEqual(plain);
      }),
      { numRuns: 60 },
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

  it('parts what was joined when the record no longer names it and no other does, and marks the days of both', async () => {
    await write(aRecord('1', { relatedIds: ['2'] }), aRecord('2', { userExternalId: 'u2' }));
    const [first] = await rows();
    await markedDays();
    await write(aRecord('1'));
    expect(await conversations()).toEqual(['1', '2']);
    expect((await rows())[0]?.conversationId).toBe(first?.conversationId);
    expect(await markedDays()).toEqual({ 'u1 2026-11-20': expect.any(Number), 'u2 2026-11-20': 1 });

    await write(aRecord('1', { relatedIds: ['2'] }), aRecord('2', { userExternalId: 'u2', relatedIds: ['1'] }));
    await write(aRecord('1'));
    expect(await conversations()).toEqual(['1,2']);
  });

  it('ends with the conversations of what was told last of each record, whatever was told before', async () => {
    const ids = ['1', '2', '3', '4', '5'];
    const reading = fc.tuple(fc.constantFrom(...ids), fc.subarray([...ids, 'x', 'y'], { maxLength: 2 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(reading, { minLength: 4, maxLength: 14 }),
        fc.integer({ min: 1, max: 3 }),
        async (told, size) => {
          const records = told.map(([id, relatedIds]) => aRecord(id, { relatedIds }));
          await begin();
          for (let at = 0; at < records.length; at += size) await write(...records.slice(at, at + size));
          const ended = await conversations();
          await begin();
          await write(...new Map(records.map((record) => [record.externalId, record])).values());
          expect(ended).toEqual(await conversations());
        },
      ),
      { numRuns: 40 },
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
