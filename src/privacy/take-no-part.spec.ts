import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { AnnouncingPhone, type Conversation, conversation } from '../../test/support/announcing-phone.js';
import { aRecord } from '../../test/support/call-records.js';
import { anEmployee, aUser, type ErasingCompany, ErasingHouse } from '../../test/support/erasing-house.js';
import type { CallRecord, DayScore } from '../contract/index.js';
import { aConnection } from '../../test/support/stored-rows.js';
import {
  AnnouncedCallEntity,
  ConnectionEntity,
  EmployeeEntity,
  RoundEntity,
  WebhookDeliveryEntity,
} from '../storage/index.js';
import { addDays } from '../support/days.js';
import { isStoredOn, type StoredDays } from '../support/stored-days.js';
import { tenantsToBound } from './bounding.service.js';
import { TakingNoPart } from './taking-no-part.service.js';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;
const ago = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const TODAY = dayOf(ago(0));
const day = (from: number): string => addDays(TODAY, from);

const a = (externalId: string, userExternalId: string, startedAt: Date, more: Partial<CallRecord> = {}): CallRecord =>
  aRecord(externalId, {
    ...{ userExternalId, startedAt, connectedAt: startedAt, endedAt: new Date(startedAt.getTime() + 60_000) },
    viaNumber: null,
    ...more,
  });
/** Soon after midnight, some days ago: but never in the future. */
const at = (days: number): Date => new Date(Math.min(Date.parse(`${day(-days)}T00:05:00Z`), Date.now() - 120_000));

const ann = anEmployee('ann', 'Ann Lee', { phones: ['(415) 555-0171'] });
const bob = anEmployee('bob', 'Bob Park');
const annsLine = aUser('u-ann', 'Ann Lee', { emails: ['ann@acme.example'], numbers: [{ e164: '+14155550171' }] });
const bobsLine = aUser('u-bob', 'Bob Park', { emails: ['bob@acme.example'] });
const ANN = { number: '+14155550171', name: 'Ann  LEE', internal: true };
const hers = (id: string, days: number): CallRecord => a(id, 'u-ann', at(days));
const withHer = (id: string, days: number, party: CallRecord['counterparty'] = ANN): CallRecord =>
  a(id, 'u-bob', at(days), { counterparty: party });
const everyCall = (): CallRecord[] =>
  [2, 1, 0].flatMap((days) => [
    hers(`ann-${days}`, days),
    withHer(`bob-${days}`, days),
    withHer(`by-id-${days}`, days, { ...ANN, userExternalId: 'u-ann' }),
  ]);

Logger.overrideLogger(false);

describe('somebody who takes no part', () => {
  let house: ErasingHouse;
  let company: ErasingCompany;

  beforeAll(async () => {
    house = await ErasingHouse.open();
  });

  afterAll(() => house.close());

  const open = async (): Promise<void> => {
    company = await house.company();
    company.employees = [anEmployee('boss', 'Bo Ross'), ann, bob];
    company.users = [annsLine, bobsLine];
    company.calls = everyCall();
  };

  beforeEach(open);
  afterEach(() => company.close());

  const set = (days: Partial<StoredDays>): void => {
    company.employees = company.employees.map((one) => (one.id === 'ann' ? { ...ann, ...days } : one));
  };
  /** As the ticker asks for it: where there is something to do. */
  const bound = async (): Promise<void> => {
    const { tenantId } = company.boss;
    if (!(await tenantsToBound(house.stage.tenants)).includes(tenantId)) return;
    await new TakingNoPart(house.stage.tenants).apply(tenantId, NEVER);
  };
  /** As it comes to rest: what the host says is read, applied, and what is missing is fetched. */
  const settle = async (): Promise<void> => {
    await company.applied();
    for (let turn = 0; turn < 3; turn++) {
      await company.round();
      await bound();
    }
    await company.scored();
  };
  const ids = async (): Promise<string[]> => (await company.storedCalls()).map(({ externalId }) => externalId);
  const parties = async () =>
    (await company.storedCalls())
      .filter(({ userExternalId }) => userExternalId === 'u-bob')
      .map((call) => [call.externalId, call.counterpartyNumber, call.counterpartyName, call.internal]);
  const published = async (): Promise<Record<string, [string, number]>> => {
    const rows = await company.em.execute<{ day: string; score: string; revision: number }[]>(
      `select day::text, score, revision from phone_system.day_score
       where tenant_id = ? and employee_id = 'ann'`,
      [company.boss.tenantId],
    );
    return Object.fromEntries(
      rows.map((row): [string, [DayScore['score'], number]] => [row.day, [row.score, row.revision]]),
    );
  };
  const stateOf = async (employeeId: string, on: string): Promise<unknown[]> => {
    const { mapped, known, why, score } = await company.days.day(company.boss.tenantId, employeeId, on);
    return [mapped, known, why, score];
  };

  it('has none of their calls stored, and nothing of them in others’, from the first call on', async () => {
    set({ storedFrom: day(1), storedUntil: null });
    await settle();
    expect(await ids()).toEqual(['bob-0', 'bob-1', 'bob-2', 'by-id-0', 'by-id-1', 'by-id-2']);
    expect((await parties()).map(([, ...party]) => party)).toEqual(Array(6).fill([null, null, true]));
    await company.delivered(hers('ann-9', 0), withHer('bob-9', 0));
    await company.applied();
    expect(await ids()).not.toContain('ann-9');
    expect(await parties()).toContainEqual(['bob-9', null, null, true]);
    expect(await stateOf('ann', TODAY)).toEqual([false, false, 'not-stored', null]);
  });

  it('loses what was stored on such days, keeps the others, and the host is told of each once more', async () => {
    await company.round();
    await company.scored();
    const before = await published();
    expect(Object.keys(before)).toHaveLength(3);
    await company.delivered(hers('ann-8', 0), withHer('bob-8', 0));
    set({ storedUntil: day(-1) });
    await company.people.refresh(company.boss.tenantId);
    expect(await tenantsToBound(house.stage.tenants)).toContain(company.boss.tenantId);
    await bound();
    const [waiting] = await company.em.find(WebhookDeliveryEntity, {});
    expect(JSON.stringify(waiting?.events)).not.toMatch(/ann-8|4155550171|Ann/);
    await company.scored();
    expect((await ids()).filter((id) => id.startsWith('ann'))).toEqual(['ann-2']);
    const after = await published();
    for (const on of [day(-1), TODAY]) expect(after[on]).toEqual(['0.00', (before[on]?.[1] ?? 0) + 1]);
    expect(after[day(-2)]).toEqual(before[day(-2)]);
    expect((await parties()).filter(([, number]) => number !== null).map(([id]) => id)).toEqual(['bob-2', 'by-id-2']);
    expect(await stateOf('ann', day(-1))).toEqual([false, false, 'not-stored', null]);
    expect((await stateOf('ann', day(-2)))[2]).not.toBe('not-stored');
    expect((await stateOf('bob', day(-1)))[0]).toBe(true);
    expect(await tenantsToBound(house.stage.tenants)).not.toContain(company.boss.tenantId);
  });

  it('comes back with the calls from that day on, which are not known before they were fetched, and none from before', async () => {
    set({ storedFrom: day(1) });
    await settle();
    set({ storedFrom: day(-1) });
    await company.people.refresh(company.boss.tenantId);
    expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([false, 'not-complete']);
    await bound();
    expect(await company.em.findOneOrFail(ConnectionEntity, {})).toMatchObject({
      againFrom: new Date(`${day(-1)}T00:00:00Z`),
    });
    await company.round();
    await company.scored();
    expect((await ids()).filter((id) => id.startsWith('ann'))).toEqual(['ann-0', 'ann-1']);
    expect((await parties()).filter(([, number]) => number === null).map(([id]) => id)).toEqual(['bob-2', 'by-id-2']);
    expect(await company.em.findOneOrFail(ConnectionEntity, {})).toMatchObject({ againFrom: null });
    expect(await company.em.findOneOrFail(EmployeeEntity, { id: 'ann' })).toMatchObject({ backFrom: null });
    expect(await company.em.count(RoundEntity, { kind: 'again', outcome: 'done' })).toBe(1);
    expect((await stateOf('ann', day(-2)))[2]).toBe('not-stored');
  });

  it('does not wait for a match, and says since when', async () => {
    company.users = [bobsLine];
    await company.round();
    const page = () => company.mappings.page(company.connection, { search: 'Ann' });
    expect(await page()).toMatchObject({ summary: { unmatched: 2 }, items: [{ notStored: null }] });
    set({ storedUntil: day(-1) });
    await company.round();
    expect(await page()).toMatchObject({
      summary: { unmatched: 1 },
      items: [{ notStored: { since: day(-1), until: null }, candidates: [] }],
    });
    expect((await company.mappings.page(company.connection, { filter: 'unmatched' })).items).toHaveLength(1);
  });

  it('is erased as anybody, and nothing of them is left', async () => {
    set({ storedUntil: day(-1) });
    await settle();
    await company.eraser.erase(company.boss, 'ann');
    await company.scored();
    expect(await company.everythingStored()).not.toMatch(/ann\s+lee|u-ann|ann-\d|4155550171|ann@acme/i);
    await settle();
    expect(await company.everythingStored()).not.toMatch(/ann\s+lee|u-ann|ann-\d|4155550171|ann@acme/i);
  });

  it('goes on where it was killed', async () => {
    await company.round();
    set({ storedUntil: day(-2) });
    await company.people.refresh(company.boss.tenantId);
    await new TakingNoPart(house.stage.tenants).apply(company.boss.tenantId, AbortSignal.abort());
    expect(await ids()).toContain('ann-0');
    expect(await tenantsToBound(house.stage.tenants)).toContain(company.boss.tenantId);
    await bound();
    expect((await ids()).filter((id) => id.startsWith('ann'))).toEqual([]);
  });

  describe('whose calls a list only announces', () => {
    let phone: AnnouncingPhone;
    /** One that began before midnight, which she joined after it. */
    const overMidnight = (): Conversation => {
      const midnight = Date.parse(`${day(-1)}T00:00:00Z`);
      const early = new Date(midnight - 5 * 60_000);
      const items = [
        a('late-bob', 'u-bob', early, { counterparty: ANN }),
        a('late-ann', 'u-ann', new Date(midnight + 60_000)),
      ];
      return conversation('late', items, { startedAt: early });
    };
    const hersStored = async (): Promise<string[]> => (await ids()).filter((id) => id.includes('ann'));
    const comeBack = async (): Promise<void> => {
      set({ storedUntil: '2000-01-01' });
      await settle();
      expect(await hersStored()).toEqual([]);
      set({ storedFrom: day(-1) });
      await company.people.refresh(company.boss.tenantId);
      await bound();
    };

    beforeEach(() => {
      phone = new AnnouncingPhone();
      phone.conversations = [
        ...[2, 1, 0].map((days) => conversation(`c${days}`, [hers(`ann-${days}`, days), withHer(`bob-${days}`, days)])),
        overMidnight(),
      ];
      company.announcing = phone;
    });

    it('comes back with the calls from that day on, read once more, also those that others began before', async () => {
      await settle();
      expect(await hersStored()).toEqual(['ann-0', 'ann-1', 'ann-2', 'late-ann']);
      await comeBack();
      await settle();
      expect(await hersStored()).toEqual(['ann-0', 'ann-1', 'late-ann']);
      expect((await parties()).filter(([, number]) => number !== null).map(([id]) => id)).toEqual(['bob-0', 'bob-1']);
      expect(await company.em.findOneOrFail(ConnectionEntity, {})).toMatchObject({ againFrom: null });
      expect(await company.em.findOneOrFail(EmployeeEntity, { id: 'ann' })).toMatchObject({ backFrom: null });
      expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([true, null]);
    });

    it('is not known to have come back while calls of that time are yet to be read', async () => {
      await settle();
      await comeBack();
      phone.fails = ({ externalId }) =>
        externalId === 'c1' ? { kind: 'unreadable', where: 'call', sample: '' } : null;
      await settle();
      expect(await company.em.count(RoundEntity, { kind: 'again', outcome: 'done' })).toBe(1);
      expect(await hersStored()).toEqual(['ann-0', 'late-ann']);
      expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([false, 'not-complete']);
      expect((await stateOf('bob', day(-1))).slice(1, 3)).toEqual([true, null]);
      // As the host lists somebody else anew, and matching looks at them.
      company.employees = [...company.employees, anEmployee('cy', 'Cy Moss')];
      await settle();
      expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([false, 'not-complete']);
      phone.fails = () => null;
      await company.em.nativeUpdate(AnnouncedCallEntity, {}, { resumeAt: null });
      await settle();
      expect(await hersStored()).toEqual(['ann-0', 'ann-1', 'late-ann']);
      expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([true, null]);
    });

    it('has nothing stored that a reading brings which began before the host said so', async () => {
      await settle();
      phone.conversations = phone.conversations.map((one) => ({ ...one, revision: 2 }));
      phone.meanwhile = async () => {
        phone.meanwhile = () => undefined;
        set({ storedUntil: '2000-01-01' });
        await company.people.refresh(company.boss.tenantId);
        await bound();
      };
      await company.round();
      await settle();
      expect(await hersStored()).toEqual([]);
    });
  });

  it('comes back though an account that was connected before, and brings nothing more, is kept', async () => {
    await settle();
    const former = aConnection(company.boss.tenantId, { providerKey: 'old', status: 'disconnected' });
    await company.em.persist(former).flush();
    set({ storedUntil: day(-1) });
    await settle();
    set({});
    await settle();
    expect((await ids()).filter((id) => id.startsWith('ann'))).toEqual(['ann-0', 'ann-1', 'ann-2']);
    expect(await company.em.findOneOrFail(EmployeeEntity, { id: 'ann' })).toMatchObject({ backFrom: null });
    expect((await stateOf('ann', day(-1))).slice(1, 3)).toEqual([true, null]);
  });

  type Step =
    | { readonly do: 'round' | 'apply' | 'bound' | 'none' | 'forget' | 'to-bob' | 'unlist' | 'list' | 'score' }
    | { readonly do: 'deliver'; readonly days: number }
    | { readonly do: 'set'; readonly days: StoredDays };
  const someDay = fc.option(fc.constantFrom(day(-2), day(-1), TODAY, day(1)), { nil: null });
  const span = fc
    .record({ storedFrom: someDay, storedUntil: someDay })
    .filter(({ storedFrom, storedUntil }) => storedFrom === null || storedUntil === null || storedFrom <= storedUntil);
  const steps = fc.array(
    fc.oneof(
      fc.record({
        do: fc.constantFrom('round', 'apply', 'bound', 'none', 'forget', 'to-bob', 'unlist', 'list', 'score'),
      }),
      fc.record({ do: fc.constant('deliver'), days: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ do: fc.constant('set'), days: span }),
    ) as fc.Arbitrary<Step>,
    { maxLength: 10 },
  );

  /** Done as people would: what is refused is refused. */
  const take = async (step: Step, count: number): Promise<void> => {
    const { boss, connection } = company;
    switch (step.do) {
      case 'round':
        return await company.round();
      case 'apply':
        return await company.applied();
      case 'bound':
        return await bound();
      case 'score':
        return await company.scored();
      case 'deliver': {
        const told = [hers(`ann-${count}`, step.days), withHer(`bob-${count}`, step.days)];
        company.calls.push(...told);
        return await company.delivered(...told);
      }
      case 'none':
        return void (await company.mappings.choose(boss, connection, 'ann', { phoneUserId: null }).catch(() => null));
      case 'to-bob':
        // A line that passes to somebody who takes part.
        return void (await company.mappings
          .choose(boss, connection, 'bob', { phoneUserId: 'u-ann', from: day(-1) })
          .catch(() => null));
      case 'forget':
        await company.mappings.forget(boss, connection, 'bob').catch(() => undefined);
        return await company.mappings.forget(boss, connection, 'ann').catch(() => undefined);
      case 'unlist':
        company.users = [bobsLine];
        return;
      case 'list':
        company.users = [annsLine, bobsLine];
        return;
      case 'set':
        return set(step.days);
    }
  };

  it('has in the end just what the plain computation keeps, in whatever order all of it comes', async () => {
    await company.close();
    await fc.assert(
      fc.asyncProperty(steps, span, async (taken, days) => {
        await open();
        try {
          let count = 10;
          for (const step of taken) await take(step, count++);
          set(days);
          company.users = [annsLine, bobsLine];
          await settle();
          const rows = await company.em.execute<{ from: string | null; until: string | null }[]>(
            `select from_day::text as from, until_day::text as until from phone_system.mapping
             where tenant_id = ? and employee_id = 'bob' and phone_user_id = 'u-ann'`,
            [company.boss.tenantId],
          );
          const isBobs = (on: string): boolean =>
            rows.some(({ from, until }) => (from === null || from <= on) && (until === null || on < until));
          const isOut = ({ startedAt }: CallRecord): boolean =>
            !isStoredOn(days, dayOf(startedAt)) && !isBobs(dayOf(startedAt));
          const kept = company.calls.filter((call) => call.userExternalId !== 'u-ann' || !isOut(call));
          expect(await ids()).toEqual(kept.map(({ externalId }) => externalId).sort());
          const told = company.calls.filter(({ userExternalId }) => userExternalId === 'u-bob');
          const plain = told.map((call): unknown[] => {
            const { number, name } = isOut(call) ? { number: null, name: null } : call.counterparty;
            return [call.externalId, number, name, true];
          });
          const byId = (one: readonly unknown[], other: readonly unknown[]): number =>
            String(one[0]) < String(other[0]) ? -1 : 1;
          expect((await parties()).sort(byId)).toEqual(plain.sort(byId));
          for (const on of [day(-2), day(-1), TODAY]) {
            expect((await stateOf('ann', on))[2] === 'not-stored').toBe(!isStoredOn(days, on));
          }
        } finally {
          await company.close();
        }
      }),
      {
        numRuns: 15,
        // Somebody who took no part, and does from all time on.
        examples: [
          [
            [
              { do: 'set', days: { storedFrom: day(1), storedUntil: null } },
              { do: 'round' },
              { do: 'bound' },
              { do: 'round' },
            ],
            { storedFrom: null, storedUntil: null },
          ],
        ],
      },
    );
    await open();
  }, 240_000);
});
