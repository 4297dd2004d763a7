import { jest } from '@jest/globals';
import fc from 'fast-check';
import { plainMiddle, plainPerson } from '../../test/support/plain-team.js';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { Retention } from '../privacy/retention.service.js';
import { ConnectionEntity } from '../storage/index.js';
import { addDays, dayOf } from '../support/days.js';
import type { PeopleDaysAsked, PeopleDaysView } from './people-days.service.js';
import { PEOPLE_SORTS } from './people-order.js';

const FROM = '2026-03-02';
const TO = '2026-03-08';
const PEOPLE = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];

/** A day of the span or of the four weeks before it. */
const someDay = fc.integer({ min: -28, max: 7 }).map((days) => addDays(FROM, days));
const world = fc.record({
  maps: fc.array(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      line: fc.constantFrom('u0', 'u1', 'u2', 'u3', 'u4', 'u5'),
      of: fc.constantFrom(0, 0, 0, 1),
      from: fc.option(someDay),
      days: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  calls: fc.array(
    fc.record({
      line: fc.constantFrom('u0', 'u1', 'u2', 'u3', 'u4', 'u5'),
      day: someDay,
      minute: fc.integer({ min: 0, max: 1439 }),
      minutes: fc.integer({ min: 1, max: 300 }),
      outcome: fc.constantFrom('answered' as const, 'answered' as const, 'missed' as const, 'voicemail' as const),
      late: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 10, maxLength: 40 },
  ),
  reach: fc.record({
    status: fc.constantFrom('connected' as const, 'connected' as const, 'disconnected' as const),
    history: fc.integer({ min: -40, max: 3 }),
    until: fc.option(fc.integer({ min: -10, max: 9 })),
  }),
  /** How far a phone system was fetched that they had before. */
  formerUntil: fc.option(fc.integer({ min: -10, max: 9 })),
  leastGroup: fc.constantFrom(1, 2, 3, undefined),
  shift: fc.boolean(),
});

describe('the days of many people', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  const noon = (day: string): Date => new Date(`${day}T17:00:00Z`);
  const ask = (more: Partial<PeopleDaysAsked> = {}): PeopleDaysAsked => ({
    ...{ managerId: null, search: '', from: FROM, to: TO, sort: 'name' },
    ...more,
  });
  const open = async (asked: Partial<PeopleDaysAsked> = {}, page = 1): Promise<PeopleDaysView> => {
    const full = ask(asked);
    return await house.people.page(tenant.id, full, await house.people.list(tenant.id, full, page), page);
  };
  const names = ({ items }: PeopleDaysView): string[] => items.map(({ employee }) => employee.name);
  const withTerms = async (more: object, work: () => Promise<void>): Promise<void> => {
    const before = house.terms;
    house.terms = { ...before, ...more };
    await house.book.readAgain(tenant.id);
    await work();
    house.terms = before;
    await house.book.readAgain(tenant.id);
  };

  it('are what one sees who opens them one by one and adds them up, their middle and earlier weeks too', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ maps, calls, reach, formerUntil, leastGroup, shift }) => {
        tenant = await house.tenant();
        const other = aConnection(tenant.id, {
          ...{ providerKey: 'former-phone', status: 'disconnected', historyFrom: noon('2026-01-15') },
          completeUntil: formerUntil === null ? null : noon(addDays(FROM, formerUntil)),
        });
        await tenant.em.persist(other).flush();
        const { id } = tenant.connection;
        const { status, history, until } = reach;
        await tenant.em.nativeUpdate(
          ConnectionEntity,
          { id },
          {
            status,
            historyFrom: noon(addDays(FROM, history)),
            completeUntil: until === null ? null : noon(addDays(FROM, until)),
          },
        );
        for (const person of PEOPLE) await tenant.employee(person, `Person ${person}`, { managerId: 'boss' });
        const taken = new Set<string>();
        for (const { person, line, of, from, days } of maps) {
          // Nobody is two phone users of one connection on a day, and no phone user is two people.
          if ([`${of} ${person}`, `${of} ${line}`].some((key) => taken.has(key))) continue;
          taken.add(`${of} ${person}`).add(`${of} ${line}`);
          const span = { fromDay: from, untilDay: days === null ? null : addDays(from ?? FROM, days) };
          await tenant.map(person, line, of === 0 ? span : { ...span, connectionId: other.id });
        }
        const store = async (late: boolean): Promise<void> => {
          for (const { line, day, minute, minutes, outcome } of calls.filter((call) => call.late === late)) {
            const at = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
            const [start, end] = [at, at + minutes * 60_000].map((ms) => new Date(ms).toISOString());
            const talked = outcome === 'answered' ? {} : { outcome, connectedAt: null };
            await tenant.call(line, start!, end!, talked);
          }
        };
        const workShift = shift ? { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' } : null;
        await withTerms({ workShift, ...(leastGroup && { leastGroup }) }, async () => {
          await store(false);
          await tenant.score();
          // What comes now is stored, and not scored.
          await store(true);
          const people = PEOPLE.map((person) => ({ id: person, name: `Person ${person}` }));
          const plain = await Promise.all(people.map((person) => plainPerson(house, tenant, person, FROM, TO)));
          const { items, middle, found, nextPage } = await open();
          expect(items).toEqual(plain);
          expect(middle).toEqual(plainMiddle(plain, leastGroup ?? 5));
          expect([found, nextPage]).toEqual([6, null]);
        });
      }),
      { numRuns: Number(process.env['WORLDS'] ?? 8) },
    );
  }, 240_000);

  describe('of a company', () => {
    beforeEach(async () => {
      tenant = await house.tenant('2026-03-20T05:00:00Z');
    });

    /** People with lines of their own, each with calls of so many minutes on the first day. */
    const staff = async (minutes: readonly number[], more: object = { managerId: 'boss' }): Promise<void> => {
      for (const [at, length] of minutes.entries()) {
        await tenant.employee(`p${at}`, `Person ${at}`, more);
        await tenant.map(`p${at}`, `u${at}`);
        const ends = new Date(Date.parse(`${FROM}T15:00:00Z`) + length * 60_000).toISOString();
        if (length > 0) await tenant.call(`u${at}`, `${FROM}T15:00:00Z`, ends);
      }
      await tenant.score();
    };
    const listed = (count: number): Promise<unknown> =>
      tenant.em.execute(
        `insert into phone_system.employee (tenant_id, id, name, emails, phones, manager_id, active)
         select ?, 'c' || n, 'Crowd ' || n, '[]', '[]', 'boss', true from generate_series(1, ?::int) n`,
        [tenant.id, count],
      );

    it('lists direct reports who work here, by name as people count, and nobody as their own', async () => {
      await tenant.employee('boss', 'The Boss', { managerId: 'boss' });
      await tenant.employee('a', 'Line 10', { managerId: 'boss' });
      await tenant.employee('b', 'Line 9', { managerId: 'boss' });
      await tenant.employee('c', 'École', { managerId: 'boss', emails: ['office@acme.example'] });
      await tenant.employee('gone', 'Left', { managerId: 'boss', active: false });
      await tenant.employee('d', 'Report of a report', { managerId: 'a' });

      expect(names(await open({ managerId: 'boss' }))).toEqual(['École', 'Line 9', 'Line 10']);
      expect(names(await open({ managerId: 'boss', search: 'ecole' }))).toEqual(['École']);
      expect(names(await open({ managerId: 'boss', search: 'office@' }))).toEqual(['École']);
      expect(names(await open())).toEqual(['École', 'Line 9', 'Line 10', 'Report of a report', 'The Boss']);
    });

    it('answers that there is nobody where nobody reports, and each of a circle with their own reports alone', async () => {
      await tenant.employee('x', 'Xenia', { managerId: 'y' });
      await tenant.employee('y', 'Yan', { managerId: 'z' });
      await tenant.employee('z', 'Zoe', { managerId: 'x' });
      expect(await open({ managerId: 'nobody' })).toMatchObject({
        ...{ found: 0, items: [], nextPage: null },
        middle: { figures: null, why: 'too-few', people: 0 },
      });
      expect(names(await open({ managerId: 'x' }))).toEqual(['Zoe']);
      expect(names(await open({ managerId: 'y' }))).toEqual(['Xenia']);
    });

    it('never tells a zero of a day that is not known: to come, without a line, or before all is fetched', async () => {
      await tenant.employee('a', 'Ann');
      await tenant.employee('b', 'Bob');
      await tenant.map('a', 'u0', { fromDay: '2026-03-19' });
      await tenant.call('u0', '2026-03-20T15:00:00Z', '2026-03-20T15:10:00Z');
      await tenant.call('u0', '2026-03-21T15:00:00Z', '2026-03-21T15:01:00Z', { outcome: 'missed', connectedAt: null });
      await tenant.score();
      const { items } = await open({ from: '2026-03-18', to: '2026-03-21' });
      const nothing = { known: false, score: null, countedSeconds: null, calls: null, missed: null, soFar: null };
      expect(items[0]?.days).toEqual([
        { day: '2026-03-18', ...nothing, why: 'not-mapped' },
        { day: '2026-03-19', known: true, why: null, score: 0, countedSeconds: 0, calls: 0, missed: 0, soFar: null },
        {
          ...{ day: '2026-03-20', ...nothing, why: 'not-complete' },
          soFar: { score: 10, countedSeconds: 600, calls: 1, missed: 0 },
        },
        {
          ...{ day: '2026-03-21', ...nothing, why: 'not-complete' },
          soFar: { score: 0, countedSeconds: 0, calls: 1, missed: 1 },
        },
      ]);
      expect(items[0]?.total).toEqual({
        ...{ score: 0, countedSeconds: 0, calls: 0, missed: 0 },
        ...{ knownDays: 1, unknownDays: 3 },
      });
      expect(items[1]?.total).toMatchObject({ knownDays: 0, unknownDays: 4 });
      const today = dayOf(new Date(), 'America/New_York');
      const future = await open({ from: today, to: addDays(today, 2) });
      expect(future.today).toBe(today);
      expect(future.items[0]?.days.map(({ why }) => why)).toEqual(['not-complete', 'to-come', 'to-come']);
      expect(future.items[0]?.total.unknownDays).toBe(1);
    });

    it('has missed calls of days that an earlier release scored, and of days whose calls retention deleted', async () => {
      await staff([10]);
      await tenant.call('u0', `${FROM}T16:00:00Z`, `${FROM}T16:01:00Z`, { outcome: 'missed', connectedAt: null });
      // A name that looks like what is counted is none.
      await tenant.call('u0', `${FROM}T17:00:00Z`, `${FROM}T17:01:00Z`, { counterpartyName: '"outcome":"missed"' });
      await tenant.score();
      const missed = async (): Promise<unknown> => (await open()).items[0]?.days[0]?.missed;
      expect((await tenant.stored('p0', FROM))?.missed).toBe(1);
      expect(await missed()).toBe(1);
      const forget = (): Promise<unknown> =>
        tenant.em.execute('update phone_system.day_score set missed = null where tenant_id = ?', [tenant.id]);
      await forget();
      expect(await missed()).toBe(1);

      const retention = new Retention(house.tenants, house.book, house.scorer);
      await house.book.readAgain(tenant.id);
      await withTerms({ retentionDays: 1 }, async () => {
        await retention.sweep(tenant.id, new Date(), new AbortController().signal);
        expect((await house.days.days(tenant.id, 'p0', FROM, FROM)).items[0]?.callsKept).toBe(false);
        expect(await missed()).toBe(1);
        await forget();
        expect(await missed()).toBeNull();
        expect((await open()).items[0]?.total).toMatchObject({ calls: 3, missed: null });
        await tenant.em.execute('delete from phone_system.mapping where tenant_id = ?', [tenant.id]);
        expect((await open()).items[0]?.days.map(({ known }) => known)).toEqual([true, ...Array(6).fill(false)]);
      });
    });

    it('tells the middle of no group that is smaller than the tenant’s least, whatever is sought', async () => {
      await staff([10, 20, 60, 30]);
      expect((await open()).middle).toEqual({ figures: null, why: 'too-few', people: 4, days: 7, leastGroup: 5 });
      await withTerms({ leastGroup: 4 }, async () => {
        const { middle } = await open({ search: 'person 2' });
        expect(middle).toMatchObject({ figures: { score: 25, countedSeconds: 1500, calls: 1, missed: 0 }, people: 4 });
        await tenant.em.execute(`delete from phone_system.mapping where employee_id = 'p0' and tenant_id = ?`, [
          tenant.id,
        ]);
        await tenant.score();
        expect((await open()).middle).toMatchObject({ figures: null, why: 'too-few', people: 3 });
      });
    });

    it.each(PEOPLE_SORTS.filter((sort) => sort !== 'name' && !sort.endsWith('unknown')))(
      'puts nobody in the order of %s, unless the tenant ranks people',
      async (sort) => {
        await staff([10, 30, 20]);
        await expect(open({ sort })).rejects.toMatchObject({ status: 403, code: 'no_ranking' });
        await expect(house.people.everybody(tenant.id, ask({ sort }))).rejects.toMatchObject({ code: 'no_ranking' });
        await withTerms({ ranking: false }, async () => {
          await expect(open({ sort, managerId: 'boss' })).rejects.toMatchObject({ code: 'no_ranking' });
        });
        await withTerms({ ranking: true }, async () => {
          expect((await open({ sort })).ranking).toBe(true);
        });
      },
    );

    it('puts people in order where that is allowed: who has nothing known comes last, and the same figure by name', async () => {
      await staff([10, 30, 20, 10]);
      await tenant.employee('nobody', 'A Nobody', { managerId: 'boss' });
      const order = async (sort: PeopleDaysAsked['sort'], more: object = {}): Promise<string> =>
        names(await open({ sort, ...more }))
          .map((name) => name.replace('Person ', ''))
          .join(' ');
      await withTerms({ ranking: true }, async () => {
        expect(await order('name')).toBe('A Nobody 0 1 2 3');
        expect(await order('score')).toBe('0 3 2 1 A Nobody');
        expect(await order('-score')).toBe('1 2 0 3 A Nobody');
        expect(await order('-countedSeconds', { search: 'person' })).toBe('1 2 0 3');
      });
      expect(await order('-unknown')).toBe('A Nobody 0 1 2 3');
      expect(await order('unknown')).toBe('0 1 2 3 A Nobody');
      const parts = await house.people.everybody(tenant.id, ask({ sort: 'unknown' }));
      const inFile: string[] = [];
      for await (const part of parts) inFile.push(...part.map(({ employee }) => employee.id));
      expect(inFile).toEqual(['p0', 'p1', 'p2', 'p3', 'nobody']);
    });

    it('comes page by page, with the middle of all; a long span has fewer people a page', async () => {
      await staff([10, 20, 30]);
      await listed(130);
      await withTerms({ leastGroup: 3 }, async () => {
        const first = await open();
        expect([first.items.length, first.found, first.nextPage]).toEqual([100, 133, 2]);
        const second = await open({}, 2);
        expect([second.items.length, second.nextPage]).toEqual([33, null]);
        expect(new Set([...names(first), ...names(second)]).size).toBe(133);
        expect(first.middle).toMatchObject({ figures: { score: 20 }, people: 3 });
        expect(second.middle).toEqual(first.middle);
        const last = await open({ sort: '-unknown' }, 2);
        expect(names(last).slice(-3)).toEqual(['Person 0', 'Person 1', 'Person 2']);
      });
      const year = await open({ from: '2025-02-02', to: addDays('2025-02-02', 399) });
      expect([year.items.length, year.nextPage]).toEqual([15, 2]);
      expect(year.items[0]?.days).toHaveLength(400);
    });

    it('looks through no more days of people than it says, and says so', async () => {
      await listed(501);
      const long = { from: '2025-02-02', to: addDays('2025-02-02', 399) };
      const { middle, items } = await open(long);
      expect(middle).toEqual({ figures: null, why: 'too-many', people: 501, days: 400, leastGroup: 5 });
      expect(items).toHaveLength(15);
      await expect(open({ ...long, sort: '-unknown' })).rejects.toMatchObject({
        ...{ status: 400, code: 'too_many_days' },
        message:
          'These are 400 days of 501 people, and at most 500 people can be put in this order: ' +
          'sort by name, ask for fewer days or for one manager.',
      });
      expect((await open({ ...long, sort: '-unknown', managerId: 'nobody' })).items).toEqual([]);
    });

    it('shows nobody of another tenant, though the ids are the same', async () => {
      await staff([10]);
      const first = tenant;
      tenant = await house.tenant('2026-03-20T05:00:00Z');
      await tenant.employee('p0', 'Somebody else', { managerId: 'boss' });
      expect((await open()).items).toMatchObject([{ employee: { name: 'Somebody else' }, total: { knownDays: 0 } }]);
      tenant = first;
      expect((await open()).items).toMatchObject([{ employee: { name: 'Person 0' }, total: { score: 10 } }]);
    });

    it('reads a hundred people with as many statements as one', async () => {
      const statements = async (): Promise<number> => {
        await open();
        const asked = jest.spyOn(house.tenants, 'ask');
        const others = jest.spyOn(house.tenants, 'of');
        await open();
        const count = asked.mock.calls.length + others.mock.calls.length;
        asked.mockRestore();
        others.mockRestore();
        return count;
      };
      await staff([10]);
      const one = await statements();
      await listed(99);
      expect([one, await statements()]).toEqual([2, 2]);
    });
  });
});
