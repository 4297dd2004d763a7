import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { AnnouncingPhone, type Conversation, conversation } from '../../test/support/announcing-phone.js';
import { aRecord } from '../../test/support/call-records.js';
import { aRoundWorker } from '../../test/support/round-worker.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { eraseConnection } from '../connection/life/erase-connection.js';
import { takePlace } from '../connection/life/place.js';
import type { CallRecord, ProviderFailure, ProviderSession } from '../contract/index.js';
import { GatedProvider } from '../registry/gated-provider.js';
import {
  AnnouncedCallEntity,
  CallRecordEntity,
  ChangedPhoneUserDayEntity,
  ConnectionEntity,
  ConversationAliasEntity,
  ExclusionEntity,
  RejectedRecordEntity,
  RoundEntity,
} from '../storage/index.js';
import { nameCalls } from './announced-calls.js';
import { RoundBook } from './round-book.service.js';
import type { RoundWorker } from './round-worker.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('calls that a list only announces', () => {
  let stage: Stage;
  let worker: RoundWorker;
  let phone: AnnouncingPhone;
  let connection: ConnectionEntity;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    worker = aRoundWorker(stage, new RoundBook(stage.tenants, stage.settings));
    phone = new AnnouncingPhone();
    phone.conversations = [5, 15, 25, 35, 45].map((agoMinutes) => some(agoMinutes));
    connection = aConnection(randomUUID(), { historyFrom: new Date(Date.now() - 5 * HOUR), matchDue: false });
    await stage.tenants.of(connection.tenantId).persist(connection).flush();
  });

  /** A conversation of two people that began so long ago and lasted a minute. */
  const some = (agoMinutes: number): Conversation => {
    const id = `c${agoMinutes}`;
    return conversation(id, [part(`${id}:1`, agoMinutes), part(`${id}:2`, agoMinutes)]);
  };
  const part = (externalId: string, agoMinutes: number, more: Partial<CallRecord> = {}): CallRecord => {
    const startedAt = new Date(Date.now() - agoMinutes * MINUTE);
    return aRecord(externalId, {
      ...{ startedAt, connectedAt: startedAt, endedAt: new Date(+startedAt + MINUTE) },
      ...more,
    });
  };
  const em = () => stage.tenants.of(connection.tenantId);
  const present = async (): Promise<ConnectionEntity> => await em().findOneOrFail(ConnectionEntity, {});
  const turn = async (signal = new AbortController().signal): Promise<void> => {
    const place = await takePlace(stage.tenants, connection);
    if (place === null) throw new Error('The connection could not be taken.');
    const { historyFrom: wantedFrom } = connection;
    const session = { signal } as ProviderSession;
    const walk = { place, provider: new GatedProvider(phone), session, timeZone: 'UTC', wantedFrom };
    await worker.run(walk, () => Promise.resolve(false));
  };
  /** What rests goes on, and rounds are due: as after some hours. */
  const later = async (): Promise<void> => {
    await em().nativeUpdate(AnnouncedCallEntity, {}, { resumeAt: null });
    await em().nativeUpdate(ConnectionEntity, {}, { nextNearAt: null, nextFarAt: null });
    await turn();
  };
  const stored = async (): Promise<string[]> =>
    (await em().find(CallRecordEntity, {}, { orderBy: { externalId: 'asc' } })).map(({ externalId }) => externalId);
  const parts = (...ids: readonly string[]): string[] => ids.flatMap((id) => [`${id}:1`, `${id}:2`]).sort();
  const everything = (): string[] => parts(...phone.conversations.map(({ externalId }) => externalId));
  const marked = async (): Promise<string[]> =>
    (await em().find(ChangedPhoneUserDayEntity, {})).map(({ userExternalId }) => userExternalId).sort();
  const unread = async (): Promise<string[]> =>
    (await em().find(AnnouncedCallEntity, {}))
      .filter(({ asked, answered }) => answered < asked)
      .map(({ externalId }) => externalId)
      .sort();
  const lagMs = async (): Promise<number> => Date.now() - ((await present()).completeUntil?.getTime() ?? 0);
  const change = (id: string, more: Partial<Conversation>): void => {
    phone.conversations = phone.conversations.map((one) => (one.externalId === id ? { ...one, ...more } : one));
  };
  const name = async (...ids: readonly string[]): Promise<void> => {
    await stage.tenants.transaction(connection.tenantId, (tx) => nameCalls(tx, connection, ids));
  };

  it('are read, and then everything is complete', async () => {
    await turn();
    await later();
    expect(await stored()).toEqual(everything());
    expect(await unread()).toEqual([]);
    expect(await lagMs()).toBeLessThan(MINUTE);
    expect(await present()).toMatchObject({ records: 10, problem: null });
  });

  it('are read once, however often they are announced, and again when their revision is another one', async () => {
    await turn();
    await later();
    await later();
    expect(phone.read.toSorted()).toEqual(phone.conversations.map(({ externalId }) => externalId).sort());
    change('c15', { revision: 2 });
    await later();
    await later();
    expect(phone.read.slice(5)).toEqual(['c15']);
    // A vendor that tells no time of change: its revision is a number made of what its list shows.
    change('c15', { revision: 1 });
    await later();
    await later();
    expect(phone.read.slice(5)).toEqual(['c15', 'c15']);
  });

  it('are read once where two pages announce the same one, by the later revision', async () => {
    phone.beside = (page) => ({
      ...page,
      announced: [...(page.announced ?? []), { externalId: 'c5', startedAt: new Date(Date.now() - HOUR), revision: 3 }],
    });
    await turn();
    await later();
    expect(phone.read.filter((id) => id === 'c5')).toHaveLength(1);
    expect(await em().findOneOrFail(AnnouncedCallEntity, { externalId: 'c5' })).toMatchObject({ revision: 3 });
  });

  it('replace what an earlier reading brought: what a later version has no longer is removed, with its exclusion', async () => {
    await turn();
    const [kept, gone] = await em().find(CallRecordEntity, { externalId: { $in: ['c15:1', 'c15:2'] } });
    const excluded = { excludedBy: 'e1', excludedAt: new Date(), note: '', tenantId: connection.tenantId };
    await em().insertMany(ExclusionEntity, [
      { ...excluded, callId: kept?.id ?? '' },
      { ...excluded, callId: gone?.id ?? '' },
    ]);
    await em().nativeDelete(ChangedPhoneUserDayEntity, {});
    change('c15', { revision: 2, items: [part('c15:1', 15)] });
    await later();
    expect(await stored()).toEqual(everything().filter((id) => id !== 'c15:2'));
    expect(await present()).toMatchObject({ records: 9 });
    expect((await em().find(ExclusionEntity, {})).map(({ callId }) => callId)).toEqual([kept?.id]);
    expect(await marked()).toEqual(['u1']);
  });

  it('let a conversation fall apart that only a removed record held together', async () => {
    change('c15', { items: [part('c15:1', 15), part('c15:2', 15, { relatedIds: ['c25'] })] });
    await turn();
    const conversations = async (): Promise<number> =>
      new Set(
        (await em().find(CallRecordEntity, { externalId: { $in: parts('c15', 'c25') } })).map(
          ({ conversationId }) => conversationId,
        ),
      ).size;
    expect(await conversations()).toBe(1);
    change('c15', { revision: 2, items: [part('c15:1', 15)] });
    await later();
    expect(await conversations()).toBe(2);
    const aliases = await em().find(ConversationAliasEntity, { externalId: { $in: ['c15', 'c25'] } });
    expect(new Set(aliases.map(({ conversationId }) => conversationId)).size).toBe(2);
  });

  it('keep what is stored where a reading has no record, or one that cannot be told from others', async () => {
    await turn();
    change('c15', { revision: 2, items: [] });
    change('c25', { revision: 2, items: [part('c25:1', 25)], rejected: [{ reason: 'It has no id.', raw: 1 }] });
    change('c35', { revision: 2, items: [], rejected: [{ externalId: 'c35:1', reason: 'It has no end.', raw: 1 }] });
    await later();
    expect(await stored()).toEqual(everything().filter((id) => id !== 'c35:2'));
  });

  it('leave alone what the list tells itself', async () => {
    await turn();
    phone.beside = (page) => ({ ...page, items: [part('c15:2', 15, { relatedIds: ['c15'] })] });
    await later();
    change('c15', { revision: 2, items: [part('c15:1', 15)] });
    await later();
    expect(await stored()).toEqual(everything());
  });

  it('are settled where they are gone between list and reading, and what is stored of them stays', async () => {
    await turn();
    change('c15', { revision: 2 });
    phone.fails = ({ externalId }) => (externalId === 'c15' ? { kind: 'gone' } : null);
    await later();
    await later();
    expect(phone.read.slice(5)).toEqual(['c15']);
    expect(await stored()).toEqual(everything());
    expect(await present()).toMatchObject({ problem: null });
    expect(await lagMs()).toBeLessThan(MINUTE);
  });

  it.each<ProviderFailure>([
    { kind: 'tryLater' },
    { kind: 'unreadable', where: 'status 400' },
    { kind: 'forbidden' },
    { kind: 'defect', what: 'TypeError' },
  ])('rest alone where one fails, and it is told: %j', async (failure) => {
    phone.fails = ({ externalId }) => (externalId === 'c25' ? failure : null);
    await turn();
    await later();
    await later();
    const others = ['c5', 'c15', 'c35', 'c45'];
    expect(await stored()).toEqual(parts(...others));
    expect(await unread()).toEqual(['c25']);
    const { completeUntil, status, problem } = await present();
    const bad = phone.conversations.find(({ externalId }) => externalId === 'c25');
    expect(completeUntil).toEqual(new Date((bad?.startedAt.getTime() ?? 0) - 1));
    expect({ status, problem }).toEqual({
      status: 'connected',
      problem: expect.objectContaining({ message: expect.stringContaining('does not tell about the call that began') }),
    });

    phone.fails = () => null;
    await later();
    expect(await stored()).toEqual(everything());
    expect(await lagMs()).toBeLessThan(MINUTE);
    expect(await present()).toMatchObject({ problem: null });
  });

  it('wait where the vendor tells about none, while its lists go on, and go on by themselves', async () => {
    phone.conversations = Array.from({ length: 40 }, (_, index) => some(index + 5));
    phone.fails = () => ({ kind: 'tryLater' });
    await turn();
    await turn();
    const begun = Date.now();
    await turn();
    expect(phone.read.length).toBeLessThanOrEqual(3 * 10);
    expect((await present()).wakeAt?.getTime()).toBeGreaterThan(begun);
    phone.fails = () => null;
    await later();
    expect(await stored()).toEqual(everything());
  });

  it('rest with all else where the vendor is out of order, and none is blamed for it', async () => {
    await turn();
    for (const { externalId } of phone.conversations) change(externalId, { revision: 2 });
    phone.conversations.push(...Array.from({ length: 20 }, (_, index) => some(index + 50)));
    await em().nativeUpdate(ConnectionEntity, {}, { nextNearAt: null, nextFarAt: null });
    phone.fails = () => ({ kind: 'slowDown' });
    await turn();
    expect(await present()).toMatchObject({ status: 'connected', attempts: 1, problem: { kind: 'slow-down' } });
    expect(await em().count(AnnouncedCallEntity, { attempts: { $gt: 0 } })).toBe(0);
    phone.fails = () => null;
    await later();
    expect(await stored()).toEqual(everything());
  });

  it('stop the connection where the vendor has shut the account', async () => {
    phone.fails = () => ({ kind: 'closed', state: 'suspended' });
    await turn();
    expect(await present()).toMatchObject({ status: 'stopped', problem: { kind: 'closed' } });
  });

  it('may have 5,000 records', async () => {
    phone.conversations = [
      conversation(
        'big',
        Array.from({ length: 5_000 }, (_, index) => part(`big:${index}`, 30)),
      ),
    ];
    await turn();
    expect(await em().count(CallRecordEntity, {})).toBe(5_000);
    change('big', { revision: 2, items: phone.conversations[0]?.items.slice(0, 10) ?? [] });
    await later();
    expect(await em().count(CallRecordEntity, {})).toBe(10);
  });

  it('are set aside where nobody can use what announces them, and their neighbours are read', async () => {
    const odd = { startedAt: new Date(Date.now() - HOUR), revision: 1 };
    const stubs = [
      { ...odd, externalId: 'x'.repeat(3_000) },
      { ...odd, externalId: 'a\0b' },
      { ...odd, externalId: 'ahead', startedAt: new Date(Date.now() + 30 * HOUR) },
      { ...odd, externalId: 'never', startedAt: new Date(Number.NaN) },
      { ...odd, externalId: 'half', revision: 1.5 },
    ];
    phone.beside = (page) => ({ ...page, announced: [...(page.announced ?? []), ...stubs] });
    await turn();
    await later();
    expect(await stored()).toEqual(everything());
    expect(phone.read).toHaveLength(5);
    const aside = (await em().find(RejectedRecordEntity, {})).map(({ externalId }) => externalId);
    expect(aside.filter((id) => id !== null).sort()).toEqual(['ahead', 'half', 'never']);
    expect(aside).toHaveLength(5);
    expect(await present()).toMatchObject({ problem: null });

    phone.beside = (page) => ({ ...page, announced: [...(page.announced ?? []), { ...odd, externalId: 'half' }] });
    await later();
    expect(await em().count(RejectedRecordEntity, { externalId: 'half' })).toBe(0);
  });

  it('keep aside what could not be read of one that has the same id, however often it is announced again', async () => {
    const aside = [{ externalId: 'c15', reason: 'It has no end.', raw: 1 }];
    change('c15', { items: [], rejected: aside });
    await turn();
    await later();
    await later();
    expect(await em().count(RejectedRecordEntity, { externalId: 'c15' })).toBe(1);
  });

  it('are still read where the process ends between list and reading', async () => {
    const stop = new AbortController();
    phone.meanwhile = () => stop.abort();
    await turn(stop.signal);
    expect(await stored()).toEqual([]);
    phone.meanwhile = () => undefined;
    await later();
    await later();
    expect(await stored()).toEqual(everything());
    expect(await lagMs()).toBeLessThan(MINUTE);
  });

  it('are not stored by a worker that lost its place while it read', async () => {
    phone.meanwhile = async () => {
      phone.meanwhile = () => undefined;
      await takePlace(stage.tenants, connection);
    };
    await turn();
    expect((await stored()).length).toBeLessThan(10);
    await later();
    expect(await stored()).toEqual(everything());
  });

  it('are read where an event names one that no list has announced, and hold nothing back until one does', async () => {
    await turn();
    await later();
    const fresh = some(3);
    phone.conversations.push(fresh);
    phone.fails = ({ externalId }) => (externalId === 'c3' ? { kind: 'tryLater' } : null);
    await name('c3', 'nobody knows it');
    expect((await present()).wakeAt?.getTime()).toBeLessThanOrEqual(Date.now());
    const before = await lagMs();
    await turn();
    expect(await unread()).toEqual(['c3']);
    expect(await lagMs()).toBeLessThan(before + MINUTE);
    phone.fails = () => null;
    await em().nativeUpdate(AnnouncedCallEntity, {}, { resumeAt: null });
    await turn();
    expect(await stored()).toEqual(everything());
    expect(await em().findOneOrFail(AnnouncedCallEntity, { externalId: 'c3' })).toMatchObject({
      startedAt: fresh.startedAt,
    });
  });

  it('are read again where an event names one while it is read', async () => {
    await turn();
    change('c15', { revision: 2 });
    phone.meanwhile = async () => {
      phone.meanwhile = () => undefined;
      await name('c15');
    };
    await later();
    await turn();
    expect(phone.read.slice(5)).toEqual(['c15', 'c15']);
    expect(await unread()).toEqual([]);
  });

  it('wake nobody where all rests for a failure of the vendor', async () => {
    await turn();
    const wakeAt = new Date(Date.now() + HOUR);
    await em().nativeUpdate(ConnectionEntity, {}, { attempts: 2, wakeAt });
    await name('c15');
    expect((await present()).wakeAt).toEqual(wakeAt);
    expect(await unread()).toEqual(['c15']);
  });

  it('are erased with their connection, also what is read meanwhile', async () => {
    phone.meanwhile = async () => {
      phone.meanwhile = () => undefined;
      await stage.tenants.transaction(connection.tenantId, async (tx) => {
        await tx.nativeUpdate(ConnectionEntity, { id: connection.id }, { status: 'disconnected' });
        await eraseConnection(tx, connection);
      });
    };
    await turn();
    expect(await em().count(AnnouncedCallEntity, {})).toBe(0);
    expect(await stored()).toEqual([]);
  });

  it('are compared by what they were read as: nothing that is announced is unlisted, and what was missed is told', async () => {
    await turn();
    await later();
    const startedAt = new Date(Date.now() - 40 * HOUR);
    const missed = conversation('missed', [part('missed:1', 40 * 60)], { startedAt });
    await em().nativeUpdate(ConnectionEntity, {}, { historyFrom: new Date(Date.now() - 80 * HOUR) });
    phone.conversations.push(missed);
    connection.historyFrom = new Date(Date.now() - 80 * HOUR);
    await em().nativeUpdate(ConnectionEntity, {}, { nextReconciliationAt: null });
    await turn();
    const round = await em().findOneOrFail(RoundEntity, { kind: 'reconciliation' });
    expect(round).toMatchObject({ outcome: 'done', unlisted: 0, letGo: 0, difference: 1 });
    expect(await stored()).toContain('missed:1');
  });
});
