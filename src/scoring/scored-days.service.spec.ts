import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { aConnection } from '../../test/support/stored-rows.js';
import { ConnectionEntity, DayScoreEntity, MappingEntity } from '../storage/index.js';
import { addDays, dayOf } from '../support/days.js';
import { markDays } from './changed-days.js';

describe('reading scored days', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant('2026-03-04T05:00:00Z');
    await tenant.employee('ann', 'Ann Lee');
    await tenant.employee('bob', 'Bob Park');
    await tenant.map('ann', 'u-ann');
    await tenant.map('bob', 'u-bob');
  });

  const answer = { internal: false, counterpartyNumber: '+14155550134', counterpartyName: 'Robin Vale' };

  it('answers a day with its calls, in the words of the HTTP surface', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:30Z', {
      ...answer,
      connectedAt: new Date('2026-03-02T15:00:30Z'),
    });
    const mail = await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:01:00Z', {
      outcome: 'voicemail',
      connectedAt: null,
    });
    await tenant.score();

    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toEqual({
      employeeId: 'ann',
      day: '2026-03-02',
      timeZone: 'America/New_York',
      terms: 'Talk counts at any time of the day (America/New_York).',
      problem: null,
      objections: [],
      mapped: true,
      complete: true,
      known: true,
      why: null,
      callsKept: true,
      score: 10,
      countedSeconds: 600,
      inputs: [
        {
          callId: call.id,
          externalId: call.externalId,
          title: 'Call with Robin Vale',
          direction: 'inbound',
          internal: false,
          outcome: 'answered',
          startedAt: '2026-03-02T15:00:00.000Z',
          connectedAt: '2026-03-02T15:00:30.000Z',
          endedAt: '2026-03-02T15:10:30.000Z',
          flagged: false,
          flagReason: null,
          countedSeconds: 600,
          points: 10,
          text: 'Talked 10:00:30–10:10:30, 10 min: all counted.',
        },
        expect.objectContaining({
          callId: mail.id,
          connectedAt: null,
          flagged: true,
          flagReason: 'voicemail',
          countedSeconds: 0,
          points: 0,
        }),
      ],
      because: [{ rule: 'talk-inbound', points: 10, callIds: [call.id], text: expect.stringContaining('10 min') }],
    });
  });

  it('explains the score that was stored, not the records as they are now', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:20:00Z', {
      id: call.id,
      externalId: call.externalId,
    });

    const before = await house.days.day(tenant.id, 'ann', '2026-03-02');
    expect(before).toMatchObject({ score: 10, countedSeconds: 600, complete: false });
    expect(before.inputs).toMatchObject([{ countedSeconds: 600, points: 10 }]);
    await tenant.score();
    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toMatchObject({ score: 20, complete: true });
  });

  it('answers the same from what was written down as from what it has to put together', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:30.125Z', answer);
    await tenant.call('u-ann', '2026-03-02T15:05:00Z', '2026-03-02T15:20:00Z', { counterpartyNumber: '+441632960961' });
    await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:01:00Z', {
      outcome: 'missed',
      connectedAt: null,
      counterpartyNumber: null,
    });
    await tenant.score();

    const writtenDown = await house.days.day(tenant.id, 'ann', '2026-03-02');
    const totals = await house.days.days(tenant.id, 'ann', '2026-03-02', '2026-03-02');
    const forget = 'update phone_system.day_score set answer = null, listed = null, flagged = null where tenant_id = ?';
    await tenant.em.execute(forget, [tenant.id]);
    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toEqual(writtenDown);
    expect(await house.days.days(tenant.id, 'ann', '2026-03-02', '2026-03-02')).toEqual(totals);
    expect(writtenDown.inputs).toHaveLength(3);
  });

  it('shows a name that was taken out of a call at once, and tells the host nothing new of its score', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z', answer);
    await tenant.score();
    const { revision } = (await tenant.stored('ann', '2026-03-02'))!;
    const { id, externalId } = call;
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z', {
      id,
      externalId,
      counterpartyName: null,
    });

    expect(JSON.stringify(await house.days.day(tenant.id, 'ann', '2026-03-02'))).not.toContain('Robin');
    await tenant.score();
    expect(JSON.stringify(await house.days.day(tenant.id, 'ann', '2026-03-02'))).not.toContain('Robin');
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ revision });
  });

  it('opens the days that many ask for at once as it opens each alone, and shows no tenant the day of another', async () => {
    const other = await house.tenant('2026-03-04T05:00:00Z');
    await other.employee('ann', 'Ann of another company');
    await other.map('ann', 'u-ann');
    await other.call('u-ann', '2026-03-02T09:00:00Z', '2026-03-02T09:05:00Z', answer);
    await other.score();
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z', answer);
    await tenant.call('u-bob', '2026-03-03T15:00:00Z', '2026-03-03T15:20:00Z', answer);
    await tenant.score();
    // One of bob's days waits, and is put together from what is stored.
    await tenant.call('u-bob', '2026-03-03T16:00:00Z', '2026-03-03T16:20:00Z', answer);
    await markDays(tenant.em, tenant.id, [{ employeeId: 'bob', day: '2026-03-03' }]);

    const asked = [tenant, other].flatMap(({ id }) =>
      ['ann', 'nobody', 'bob'].flatMap((who) => ['2026-03-02', '2026-03-03'].map((day) => [id, who, day] as const)),
    );
    const alone: unknown[] = [];
    for (const one of asked) alone.push(await house.days.dayOfEmployee(...one));
    expect(await Promise.all(asked.map((one) => house.days.dayOfEmployee(...one)))).toEqual(alone);
    expect(alone.filter((day) => day === null)).toHaveLength(6);
    expect(alone[0]).not.toEqual(alone[6]);
  });

  it('writes a day down in ASCII, whatever its people are called', async () => {
    const name = 'Zoë “Bo” 😀';
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z', { ...answer, counterpartyName: name });
    await tenant.score();

    const subject = await house.days.dayOfEmployee(tenant.id, 'ann', '2026-03-02');
    expect(subject?.thing.text).toMatch(/^[\x20-\x7f]+$/);
    expect((await house.days.day(tenant.id, 'ann', '2026-03-02')).inputs).toMatchObject([
      { title: `Call with ${name}`, text: 'Talked 10:00–10:10, 10 min: all counted.' },
    ]);
  });

  it('tells where a call of the day may be excluded, whatever its people are called', async () => {
    const counterpartyName = 'Robin ","flagReason":"excluded"';
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z', {
      ...answer,
      counterpartyName,
    });
    const listsExcluded = async () =>
      (await house.days.dayOfEmployee(tenant.id, 'ann', '2026-03-02'))?.thing.listsExcluded;
    await tenant.score();
    expect(await listsExcluded()).toBe(false);
    await house.exclusions.set({ tenantId: tenant.id, employeeId: 'boss', role: 'admin' }, call.id, {
      excluded: true,
      note: '',
    });
    expect(await listsExcluded()).toBe(true);
  });

  it('answers an empty day, of somebody who is nobody there as well', async () => {
    const empty = { score: 0, countedSeconds: 0, inputs: [], because: [] };
    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toMatchObject({
      ...empty,
      mapped: true,
      complete: true,
      callsKept: true,
    });
    expect(await house.days.day(tenant.id, 'cal', '2026-03-02')).toMatchObject({
      ...empty,
      mapped: false,
      complete: true,
      callsKept: true,
    });
  });

  it('answers the totals of every day of a span, empty ones too', async () => {
    await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:00:20Z');
    await tenant.call('u-ann', '2026-03-02T16:00:00Z', '2026-03-02T16:01:00Z', {
      outcome: 'voicemail',
      connectedAt: null,
    });
    await tenant.call('u-ann', '2026-03-04T16:00:00Z', '2026-03-04T16:01:00Z');
    await tenant.score();

    const none = { score: 0, countedSeconds: 0, inputs: 0, flagged: 0, callsKept: true };
    const whole = { complete: true, known: true, why: null };
    const open = { complete: false, known: false, why: 'not-complete' };
    expect(await house.days.days(tenant.id, 'ann', '2026-03-01', '2026-03-04')).toEqual({
      items: [
        { day: '2026-03-01', ...none, ...whole },
        { day: '2026-03-02', score: 0.33, countedSeconds: 20, inputs: 2, flagged: 1, callsKept: true, ...whole },
        { day: '2026-03-03', ...none, ...whole },
        { day: '2026-03-04', score: 1, countedSeconds: 60, inputs: 1, flagged: 0, callsKept: true, ...open },
      ],
    });
  });

  it('calls a day complete from the millisecond on at which all of it is stored, and not before its history', async () => {
    const completeOn = async (day: string): Promise<boolean> => (await house.days.day(tenant.id, 'ann', day)).complete;
    expect(await completeOn('2026-03-03')).toBe(true);
    await reach({ completeUntil: new Date('2026-03-04T04:59:59.999Z') });
    expect(await completeOn('2026-03-03')).toBe(false);

    // What began before the history, and is not stored, may last into the day for as long as a call can.
    expect(await completeOn('2026-01-01')).toBe(false);
    expect(await completeOn('2026-01-02')).toBe(true);
    await reach({ historyFrom: new Date('2026-01-01T05:00:00.001Z') });
    expect(await completeOn('2026-01-02')).toBe(false);
    expect(await completeOn('2026-01-03')).toBe(true);

    await reach({ completeUntil: null });
    expect(await completeOn('2026-01-02')).toBe(false);
  });

  it('says of a day why it is not known: for good before the history, for now after what was fetched', async () => {
    await reach({ historyFrom: new Date('2026-01-10T05:00:00Z'), completeUntil: new Date('2026-01-20T05:00:00Z') });
    const today = dayOf(new Date(), 'America/New_York');
    const ofDay = async (day: string) => {
      const { known, why, complete, score, countedSeconds } = await house.days.day(tenant.id, 'ann', day);
      const { items } = await house.days.days(tenant.id, 'ann', day, day);
      expect(items[0]).toMatchObject({ known, why, complete, score, countedSeconds });
      return [known, why, score];
    };
    expect(await ofDay('2026-01-08')).toEqual([false, 'before-history', null]);
    // A call that began before the history may last into its first day.
    expect(await ofDay('2026-01-10')).toEqual([false, 'before-history', null]);
    expect(await ofDay('2026-01-11')).toEqual([true, null, 0]);
    expect(await ofDay('2026-01-19')).toEqual([true, null, 0]);
    expect(await ofDay('2026-01-20')).toEqual([false, 'not-complete', 0]);
    expect(await ofDay(addDays(today, 1))).toEqual([false, 'to-come', 0]);
    await tenant.call('u-ann', '2026-01-10T17:00:00Z', '2026-01-10T17:01:00Z');
    await tenant.score();
    expect(await ofDay('2026-01-10')).toEqual([false, 'before-history', 1]);
    await tenant.em.nativeDelete(MappingEntity, {});
    expect(await ofDay('2026-01-15')).toEqual([false, 'not-mapped', 0]);
  });

  it('knows nothing of a day of which the vendor told nothing, and hands no score of it over', async () => {
    await reach({ untold: [[Date.parse('2026-01-01T05:00:00Z'), Date.parse('2026-01-20T17:00:00Z')]] });
    const ofDay = async (day: string) => {
      const { known, why, complete, score } = await house.days.day(tenant.id, 'ann', day);
      const { items } = await house.days.days(tenant.id, 'ann', day, day);
      expect(items[0]).toMatchObject({ known, why, complete, score });
      return [known, why, score];
    };
    expect(await ofDay('2026-01-10')).toEqual([false, 'no-longer-told', null]);
    expect(await ofDay('2026-01-19')).toEqual([false, 'no-longer-told', null]);
    // On this day the first call was listed.
    await tenant.call('u-ann', '2026-01-20T17:00:00Z', '2026-01-20T17:01:00Z');
    await markDays(tenant.em, tenant.id, [{ employeeId: 'ann', day: '2026-01-10' }]);
    await tenant.score();
    expect(await ofDay('2026-01-20')).toEqual([true, null, 1]);
    expect(await ofDay('2026-01-21')).toEqual([true, null, 0]);
    expect(await ofDay('2026-01-10')).toEqual([false, 'no-longer-told', null]);
    // A day without a row is not published.
    expect((await tenant.em.find(DayScoreEntity, {})).map(({ day }) => day)).toEqual(['2026-01-20']);
    await reach({ untold: [] });
    expect(await ofDay('2026-01-10')).toEqual([true, null, 0]);
  });

  it('keeps the days of a phone system that was left complete, until the next one has a part in them', async () => {
    await reach({ status: 'disconnected' });
    const next = aConnection(tenant.id, { historyFrom: new Date('2026-03-02T05:00:00Z') });
    await tenant.em.persist(next).flush();
    await tenant.em.insert(MappingEntity, {
      id: crypto.randomUUID(),
      tenantId: tenant.id,
      connectionId: next.id,
      employeeId: 'ann',
      phoneUserId: 'other-ann',
      source: 'auto',
      matchedOn: 'email',
    });

    const { items } = await house.days.days(tenant.id, 'ann', '2026-03-01', '2026-03-02');
    expect(items.map(({ complete }) => complete)).toEqual([true, false]);
  });

  const reach = async (change: Partial<ConnectionEntity>): Promise<void> => {
    await tenant.em.nativeUpdate(ConnectionEntity, { id: tenant.connection.id }, change);
  };

  it('answers a call with what it earned on each day, and the rest of its conversation', async () => {
    const conversationId = crypto.randomUUID();
    const call = await tenant.call('u-ann', '2026-03-03T04:50:00Z', '2026-03-03T05:20:00Z', {
      ...answer,
      conversationId,
      labels: ['sales'],
      transferred: true,
      groupExternalId: 'support',
      groupName: 'Support',
    });
    const ring = await tenant.call('u-bob', '2026-03-03T04:49:00Z', '2026-03-03T04:50:00Z', {
      conversationId,
      outcome: 'missed',
      connectedAt: null,
    });
    const queue = await tenant.call('', '2026-03-03T04:48:00Z', '2026-03-03T05:20:00Z', {
      conversationId,
      userExternalId: null,
    });
    await tenant.score();

    expect(await house.days.call(tenant.id, call.id)).toEqual({
      callId: call.id,
      externalId: call.externalId,
      objections: [],
      employee: { id: 'ann', name: 'Ann Lee' },
      direction: 'inbound',
      outcome: 'answered',
      startedAt: '2026-03-03T04:50:00.000Z',
      connectedAt: '2026-03-03T04:50:00.000Z',
      endedAt: '2026-03-03T05:20:00.000Z',
      counterparty: { number: '+14155550134', name: 'Robin Vale', internal: false },
      group: { externalId: 'support', name: 'Support' },
      transferred: true,
      labels: ['sales'],
      flagged: false,
      flagReason: null,
      exclusion: null,
      owners: ['ann'],
      credit: [
        {
          day: '2026-03-02',
          frozen: false,
          employeeId: 'ann',
          countedSeconds: 600,
          points: 10,
          text: expect.stringContaining('10 min'),
        },
        {
          day: '2026-03-03',
          frozen: false,
          employeeId: 'ann',
          countedSeconds: 1200,
          points: 20,
          text: expect.stringContaining('20 min'),
        },
      ],
      conversation: [
        expect.objectContaining({ callId: queue.id, employee: null, group: null }),
        expect.objectContaining({ callId: ring.id, employee: { id: 'bob', name: 'Bob Park' }, outcome: 'missed' }),
      ],
    });
  });

  it('answers the call of nobody with its flag, and no call of another tenant', async () => {
    const mail = await tenant.call('u-nobody', '2026-03-02T16:00:00Z', '2026-03-02T16:01:00Z', {
      outcome: 'voicemail',
      connectedAt: null,
    });

    expect(await house.days.call(tenant.id, mail.id)).toMatchObject({
      employee: null,
      flagged: true,
      flagReason: 'voicemail',
      credit: [],
      conversation: [],
    });
    const other = await house.tenant();
    expect(await house.days.call(other.id, mail.id)).toBeNull();
    expect(await house.days.call(tenant.id, 'no-id')).toBeNull();
  });
});
