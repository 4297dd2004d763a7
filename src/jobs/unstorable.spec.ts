import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { type DialpadDesk, openDialpadDesk } from '../../test/support/dialpad-desk.js';
import { aFetchJob } from '../../test/support/fetch-job.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import type {
  CallRecord,
  Page,
  PhoneSystemProvider,
  PhoneUser,
  ProviderAccount,
  ProviderSession,
  RejectedItem,
  TimeWindow,
} from '../contract/index.js';
import { pageToken } from '../contract/index.js';
import { GatedProvider } from '../registry/gated-provider.js';
import {
  CallRecordEntity,
  ConnectionEntity,
  FetchWindowEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
  RoundEntity,
} from '../storage/index.js';
import type { FetchJob } from './fetch.job.js';

const HOUR = 3_600_000;

/** Lists within lists, deeper than a stack goes. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('what a phone system may send', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let job: FetchJob;
  /** The times of the calls, so that all lie within the first fetch. */
  let base: number;
  let calls: unknown[];
  let rejected: unknown[];
  let users: unknown[];
  let instead: Partial<Record<'identify' | 'listUsers' | 'listCalls', () => never>>;
  /** Where it fails between two pages. */
  let between: () => void;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ historyDays: 1 });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    base = Date.now() - 3 * HOUR;
    calls = [];
    rejected = [];
    users = [{ externalId: 'u1', displayName: 'Dana Reyes', emails: [], numbers: [], status: 'active' }];
    instead = {};
    between = () => undefined;
    const provider = new GatedProvider(anOddPhone(desk.provider));
    job = aFetchJob(stage, desk, {
      installed: () => provider,
      employees: () => [],
      terms: () => ({
        domains: ['acme.example'],
        phoneSystemLicence: true,
        timeZone: 'America/New_York',
        region: 'US',
        workShift: null,
      }),
    });
  });

  afterEach(async () => {
    await desk.close();
  });

  /** A phone system that does not clean what it hands over, under the descriptor and client of another. */
  function anOddPhone({ descriptor, client }: PhoneSystemProvider): PhoneSystemProvider {
    return {
      descriptor,
      client,
      identify: async (): Promise<ProviderAccount> => {
        instead.identify?.();
        const { accountExternalId: externalId } = await desk.only();
        return { externalId, name: 'A\0cme', domains: ['acme.example'], readsAllCalls: true };
      },
      async *listUsers(): AsyncGenerator<Page<PhoneUser>> {
        instead.listUsers?.();
        yield await Promise.resolve({ items: users as PhoneUser[], next: pageToken('2') });
        between();
        yield { items: [] };
      },
      async *listCalls(_session: ProviderSession, { from, to }: TimeWindow): AsyncGenerator<Page<CallRecord>> {
        instead.listCalls?.();
        const isHere = base >= from.getTime() && base < to.getTime();
        const page = {
          items: (isHere ? calls : []) as CallRecord[],
          rejected: (isHere ? rejected : []) as RejectedItem[],
        };
        yield await Promise.resolve({ ...page, next: pageToken('2') });
        between();
        yield { items: [] };
      },
    };
  }

  const call = (externalId: string, more: Partial<CallRecord> = {}): CallRecord =>
    aRecord(externalId, {
      startedAt: new Date(base),
      connectedAt: new Date(base + 1_000),
      endedAt: new Date(base + 60_000),
      ...more,
    });
  const em = () => stage.tenants.of(desk.tenantId);
  const turn = async (): Promise<void> => {
    await em().nativeUpdate(ConnectionEntity, {}, { nextNearAt: null, accountCheckedAt: null });
    await em().nativeUpdate(RoundEntity, { outcome: 'parked' }, { resumeAt: null });
    await em().nativeUpdate(FetchWindowEntity, { doneAt: null }, { resumeAt: null });
    const { id } = await desk.only();
    await job.work({ connectionId: id }, new AbortController().signal, () => Promise.resolve(false));
  };
  const stored = async (): Promise<string[]> =>
    (await em().find(CallRecordEntity, {})).map(({ externalId }) => externalId).sort();
  const aside = async (): Promise<string[]> =>
    (await em().find(RejectedRecordEntity, {})).map(({ reason }) => reason).sort();
  const open = async (): Promise<number> => await em().count(RoundEntity, { outcome: { $in: ['running', 'parked'] } });

  it('is stored but for what cannot be, which is set aside with its reason; the history ends', async () => {
    const bad: readonly Partial<Record<keyof CallRecord, unknown>>[] = [
      { externalId: 'x'.repeat(3_000) },
      { externalId: 'half \ud83d' },
      { startedAt: new Date(Number.NaN) },
      { endedAt: new Date(8.64e15) },
      { endedAt: new Date(base - 1) },
      { revision: Number.NaN },
      { revision: 1.5 },
    ];
    calls = [
      ...Array.from({ length: 12 }, (_, place) => call(`before ${place}`)),
      call('named', { counterparty: { number: null, name: 'Annette\0 Keller \ud83d', internal: false } }),
      ...bad.map((change, place) => ({ ...call(`bad ${place}`), ...change })),
      null,
      ...Array.from({ length: 10 }, (_, place) => call(`after ${place}`)),
    ];
    users = [
      ...users,
      { externalId: '\0', displayName: 'x' },
      { externalId: 'u2', displayName: '\0Sam', emails: ['\ud83d'], numbers: [], status: 'active' },
    ];
    await turn();
    expect(await stored()).toHaveLength(23);
    expect(await em().find(CallRecordEntity, { externalId: 'named' })).toMatchObject([
      { counterpartyName: 'Annette Keller ' },
    ]);
    expect(await aside()).toHaveLength(bad.length + 2);
    expect((await em().find(PhoneUserEntity, {})).map(({ displayName }) => displayName).sort()).toEqual([
      'Dana Reyes',
      'Sam',
    ]);
    expect([await open(), (await desk.only()).problem, (await desk.only()).accountName]).toEqual([0, null, 'Acme']);
  });

  it('may be nested 15,000 levels deep, and beside an id that is a list: its day arrives', async () => {
    const deep = nested(15_000);
    rejected = [
      { reason: 'call_id is no id.', raw: { call_id: ['1'], labels: deep } },
      { reason: 'call_id is no id.', raw: { call_id: deep } },
      { reason: 'call_id is no id.', raw: { call_id: deep } },
    ];
    calls = [call('1'), { ...call('2'), externalId: deep }, { ...call('3'), labels: [deep] }, call('4')];
    users = [...users, { externalId: deep }];
    await turn();
    expect(await stored()).toEqual(['1', '4']);
    expect(await aside()).toHaveLength(5);
    expect([await open(), (await desk.only()).problem]).toEqual([0, null]);
  });

  const broken = (): never => {
    throw new TypeError("Cannot read properties of undefined (reading 'Annette Keller')");
  };

  it.each(['listCalls', 'listUsers'] as const)(
    'may be an error of its own in %s: the connection says whose fault it is, and goes on by itself',
    async (question) => {
      calls = [call('1')];
      instead = { [question]: broken };
      await turn();
      const { status, problem } = await desk.only();
      expect({ status, problem }).toMatchObject({
        status: 'connected',
        problem: { kind: 'defect', action: 'ask-operator' },
      });
      expect(problem?.message).toBe(
        'The plug-in for Dialpad failed in a way that it should not (TypeError). This is a fault of the plug-in, not of Dialpad: tell the operator. Fetching is tried again by itself.',
      );
      instead = {};
      await turn();
      expect([await stored(), await open(), (await desk.only()).problem]).toEqual([['1'], 0, null]);
    },
  );

  it('may be an error of its own in a directory that is known: calls go on, and the connection says what is wrong', async () => {
    await turn();
    base = Date.now() - HOUR / 4;
    calls = [call('1')];
    instead = { listUsers: broken };
    await turn();
    const { problem, directoryProblem } = await desk.only();
    expect([await stored(), await open(), problem]).toEqual([['1'], 0, null]);
    expect(directoryProblem).toMatchObject({ kind: 'defect', action: 'ask-operator' });
    instead = {};
    await turn();
    expect(await desk.only()).toMatchObject({ problem: null, directoryProblem: null });
  });

  it('may be an error of its own between two pages', async () => {
    calls = [call('1')];
    await turn();
    between = broken;
    await turn();
    expect((await desk.only()).problem).toMatchObject({ kind: 'defect' });
    between = () => undefined;
    await turn();
    expect([await stored(), await open(), (await desk.only()).problem]).toEqual([['1'], 0, null]);
  });

  it('may be an error of its own in identify: calls are fetched all the same', async () => {
    calls = [call('1')];
    instead = { identify: broken };
    await turn();
    expect([await stored(), await open(), (await desk.only()).problem]).toEqual([['1'], 0, null]);
  });
});
