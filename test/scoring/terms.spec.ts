import { randomUUID } from 'node:crypto';
import { TenantTermsBook } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import type { TenantTerms } from '../../src/contract/index.js';
import { TermsWatch } from '../../src/jobs/terms-watch.service.js';
import { DayScorer, type DayView, ScoredDays } from '../../src/scoring/index.js';
import { type ConnectionEntity, MappingEntity } from '../../src/storage/index.js';
import { addDays, type Day, dayOf } from '../../src/support/days.js';
import { aRecord } from '../support/call-records.js';
import { boundsBook, openStage, type Stage } from '../support/stage.js';
import { aConnection } from '../support/stored-rows.js';

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'UTC',
  region: 'US',
  workShift: null,
};
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const EARLY = { days: EVERY_DAY, from: '06:00', to: '14:00' };
const NIGHT = { days: EVERY_DAY, from: '22:00', to: '06:00' };
const LATE = { days: EVERY_DAY, from: '14:00', to: '22:00' };

describe("a tenant's zone and shift", () => {
  let stage: Stage;
  let terms: TenantTerms;
  let watch: TermsWatch;
  let scorer: DayScorer;
  let days: ScoredDays;
  let connection: ConnectionEntity;
  let count = 0;

  beforeAll(async () => {
    stage = await openStage();
    const book = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, stage.tenants, boundsBook);
    watch = new TermsWatch(stage.tenants, book, stage.settings);
    scorer = new DayScorer(stage.tenants, book);
    days = new ScoredDays(stage.tenants, book, stage.settings);
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    connection = aConnection(randomUUID(), { accountDomains: ['acme.example'] });
    const { tenantId, id: connectionId } = connection;
    const em = stage.tenants.of(tenantId);
    await em.persist(connection).flush();
    const ann = { employeeId: 'ann', phoneUserId: 'u1', fromDay: null, untilDay: null };
    await em.insert(MappingEntity, {
      ...{ id: randomUUID(), tenantId, connectionId, source: 'manual', matchedOn: null },
      ...ann,
    });
    await note({});
  });

  const note = async (changed: Partial<TenantTerms>): Promise<void> => {
    terms = { ...TERMS, ...changed };
    await watch.note(connection.tenantId);
  };
  /** Stores what a round read that began when days were those of a zone. */
  const write = async (timeZone: string, from: string, to: string): Promise<void> => {
    const [startedAt, endedAt] = [new Date(from), new Date(to)];
    const record = aRecord(String(++count), { startedAt, connectedAt: startedAt, endedAt });
    await stage.tenants.transaction(connection.tenantId, (em) =>
      writeCalls(em, { connection, timeZone, erased: stage.erased, toldBy: 'list' }, [record]),
    );
  };
  const call = async (from: string, to: string): Promise<void> => await write(terms.timeZone, from, to);
  const open = async (day: Day): Promise<DayView> => {
    await scorer.scoreChanged(connection.tenantId, new AbortController().signal);
    return await days.day(connection.tenantId, 'ann', day);
  };
  /** Of a day before the history's first, of which nothing is stored, as well. */
  const scoreOf = async (day: Day): Promise<number> => (await open(day)).score ?? 0;

  it('hold for all of the past where they are the first that is known', async () => {
    await note({ effectiveFrom: '2026-06-01' });
    await call('2026-05-04T12:00:00Z', '2026-05-04T12:30:00Z');
    expect(await open('2026-05-04')).toMatchObject({ score: 30, timeZone: 'UTC' });
  });

  it('hold from the day on which they were noticed: earlier days keep what held on them', async () => {
    const today = dayOf(new Date(), 'UTC');
    const [before, after] = [addDays(today, -2), addDays(today, 2)];
    for (const day of [before, after]) await call(`${day}T12:00:00Z`, `${day}T12:30:00Z`);
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([30, 30]);
    await note({ workShift: LATE });
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([30, 0]);
    await call(`${before}T12:40:00Z`, `${before}T12:50:00Z`);
    expect(await scoreOf(before)).toBe(40);
  });

  it('hold from the day that the host names, in the past and in the future', async () => {
    const today = dayOf(new Date(), 'UTC');
    const [before, after] = [addDays(today, -2), addDays(today, 2)];
    for (const day of [before, after]) await call(`${day}T12:00:00Z`, `${day}T12:30:00Z`);
    await note({ workShift: LATE, effectiveFrom: addDays(after, 1) });
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([30, 30]);
    await note({ workShift: LATE, effectiveFrom: after });
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([30, 0]);
    await note({ workShift: LATE, effectiveFrom: before });
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([0, 0]);
    await note({ workShift: EARLY, effectiveFrom: after });
    expect([await scoreOf(before), await scoreOf(after)]).toEqual([0, 30]);
  });

  it('are named where they are why something does not count', async () => {
    await call('2026-06-02T12:00:00Z', '2026-06-02T12:30:00Z');
    await note({ timeZone: 'Europe/Lisbon', workShift: { ...LATE, days: [1, 2, 3, 5] }, effectiveFrom: '2026-06-02' });
    const { inputs, timeZone } = await open('2026-06-02');
    expect(timeZone).toBe('Europe/Lisbon');
    expect(inputs[0]?.text).toBe(
      'Talked 13:00–13:30, 30 min: nothing counted; 30 min outside the work shift (Mon–Wed, Fri 14:00–22:00, Europe/Lisbon).',
    );
    expect(await open('2026-06-01')).toMatchObject({ timeZone: 'UTC' });
  });

  it('are named by each day as they hold on it, also where nothing is outside or nothing is there', async () => {
    await note({ workShift: EARLY });
    const today = dayOf(new Date(), 'UTC');
    const [before, after] = [addDays(today, -2), addDays(today, 2)];
    const termsOn = async (day: Day): Promise<string> => (await open(day)).terms;
    const allDay = 'Talk counts at any time of the day (UTC).';
    const early = expect.stringMatching(/^Talk counts inside the work shift \(.*, UTC\) only\.$/) as string;
    expect([await termsOn(before), await termsOn(after)]).toEqual([allDay, early]);
    await call(`${before}T12:00:00Z`, `${before}T12:30:00Z`);
    expect([await termsOn(before), await termsOn(after)]).toEqual([allDay, early]);
  });

  it('are named by a day whose terms never changed, from what is read with it', async () => {
    const other = aConnection(randomUUID(), { accountDomains: ['acme.example'] });
    await stage.tenants.of(other.tenantId).persist(other).flush();
    terms = { ...TERMS, workShift: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' } };
    await watch.note(other.tenantId);
    expect((await days.day(other.tenantId, 'ann', '2026-06-02')).terms).toBe(
      'Talk counts inside the work shift (Mon–Fri 09:00–17:30, UTC) only.',
    );
  });

  it('say of the first day after a shift over midnight what that shift leaves to it', async () => {
    await note({ workShift: NIGHT, effectiveFrom: '2026-05-01' });
    await note({ workShift: EARLY, effectiveFrom: '2026-06-02' });
    await call('2026-06-01T23:30:00Z', '2026-06-02T00:30:00Z');
    await call('2026-06-02T05:30:00Z', '2026-06-02T06:30:00Z');
    await call('2026-06-02T13:30:00Z', '2026-06-02T14:30:00Z');
    await call('2026-06-03T05:30:00Z', '2026-06-03T06:30:00Z');
    const [last, first, next] = [await open('2026-06-01'), await open('2026-06-02'), await open('2026-06-03')];
    expect([last, first, next].map(({ score, terms: words }) => [score, words])).toEqual([
      [30, 'Talk counts inside the work shift (Mon–Sun 22:00–06:00, UTC) only.'],
      [
        120,
        'Talk counts inside the work shift (Mon–Sun 06:00–14:00, UTC) only. Other hours held on the day before: their shift (Mon–Sun 22:00–06:00) goes on into this day, 00:00–06:00.',
      ],
      [30, 'Talk counts inside the work shift (Mon–Sun 06:00–14:00, UTC) only.'],
    ]);
    expect(first.inputs.map(({ text }) => text)).toEqual([
      'Talked 23:30 on Jun 1 – 00:30, 1 h, 30 min of it on this day: all counted.',
      'Talked 05:30–06:30, 1 h: all counted.',
      'Talked 13:30–14:30, 1 h: 30 min counted; 30 min outside the work shift (Mon–Sun 06:00–14:00, UTC) and outside the one that goes on from the day before (Mon–Sun 22:00–06:00).',
    ]);
    expect(next.inputs[0]?.text).toMatch(/30 min outside the work shift \(Mon–Sun 06:00–14:00, UTC\)\.$/);
  });

  it('say of the first day of a shift over midnight that none goes on into it', async () => {
    await note({ workShift: NIGHT, effectiveFrom: '2026-06-02' });
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03']) await call(`${day}T05:00:00Z`, `${day}T05:30:00Z`);
    const [last, first, next] = [await open('2026-06-01'), await open('2026-06-02'), await open('2026-06-03')];
    expect([last, first, next].map(({ score, terms: words }) => [score, words])).toEqual([
      [30, 'Talk counts at any time of the day (UTC).'],
      [
        0,
        'Talk counts inside the work shift (Mon–Sun 22:00–06:00, UTC) only. Other hours held on the day before: no shift goes on into this day.',
      ],
      [30, 'Talk counts inside the work shift (Mon–Sun 22:00–06:00, UTC) only.'],
    ]);
    expect(first.inputs[0]?.text).toBe(
      'Talked 05:00–05:30, 30 min: nothing counted; 30 min outside the work shift (Mon–Sun 22:00–06:00, UTC), which holds from this day on.',
    );
  });

  it.each(['America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'lose no moment and count none twice where the zone becomes %s: not on the day of the change, nor beside it',
    async (timeZone) => {
      const around = ['2026-05-30', '2026-05-31', '2026-06-01', '2026-06-02', '2026-06-03'];
      for (const day of around.slice(1, 4)) await call(`${day}T00:30:00Z`, `${day}T23:30:00Z`);
      const sum = async (): Promise<number> => {
        let total = 0;
        for (const day of around) total += await scoreOf(day);
        return total;
      };
      expect(await sum()).toBe(3 * 23 * 60);
      await note({ timeZone, effectiveFrom: '2026-06-01' });
      expect(await sum()).toBe(3 * 23 * 60);
      expect(await open('2026-05-31')).toMatchObject({ timeZone: 'UTC', score: 23 * 60 });
      expect(await open('2026-06-02')).toMatchObject({ timeZone });
    },
  );

  it('are those that are noted when a page is written, whatever held when its round began', async () => {
    await note({ timeZone: 'America/New_York', effectiveFrom: '2026-06-01' });
    await write('UTC', '2026-06-04T02:00:00Z', '2026-06-04T02:30:00Z');
    expect([await scoreOf('2026-06-03'), await scoreOf('2026-06-04')]).toEqual([30, 0]);
    await write('America/New_York', '2026-05-29T02:00:00Z', '2026-05-29T02:30:00Z');
    expect([await scoreOf('2026-05-28'), await scoreOf('2026-05-29')]).toEqual([0, 30]);
  });
});
