import { DateTime } from 'luxon';
import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import { boundsBook } from '../../test/support/stage.js';
import { AuditTrail, People } from '../access/index.js';
import type { Caller, Employee } from '../contract/index.js';
import { DayScoreEntity, EmployeeEntity, ObjectionEntity } from '../storage/index.js';
import { type ObjectionAnswer, Objections } from './objections.service.js';

/** Days of the tenant, whose zone is New York. */
const dayIn = (days: number): string =>
  DateTime.now().setZone('America/New_York').plus({ days }).toFormat('yyyy-MM-dd');
const DAY = dayIn(-1);
const DECLINED: ObjectionAnswer = { answer: 'declined', text: 'It was a customer.', step: null };
const ACCEPTED: ObjectionAnswer = { answer: 'accepted', text: 'You are right.', step: null };

describe('an objection', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let objections: Objections;
  let trail: AuditTrail;
  let ann: Caller;
  let mia: Caller;
  let boss: Caller;

  beforeAll(async () => {
    house = await ScoringHouse.open();
    const nobody = async function* (): AsyncGenerator<readonly Employee[]> {
      yield [];
    };
    objections = new Objections(
      house.tenants,
      house.book,
      new People({ listEmployees: nobody }, house.tenants, boundsBook),
    );
    trail = new AuditTrail(house.tenants);
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant();
    ann = { tenantId: tenant.id, employeeId: 'ann', role: 'employee' };
    mia = { tenantId: tenant.id, employeeId: 'mia', role: 'manager' };
    boss = { tenantId: tenant.id, employeeId: 'boss', role: 'admin' };
    await tenant.employee('mia', 'Mia Stone');
    await tenant.employee('boss', 'Bo Ross');
    await tenant.employee('ann', 'Ann Lee', { managerId: 'mia' });
    await tenant.map('ann', 'u-ann');
  });

  const aCall = async () => {
    const call = await tenant.call('u-ann', `${DAY}T15:00:00Z`, `${DAY}T15:10:00Z`);
    await tenant.score();
    return call;
  };
  const code = async (work: Promise<unknown>): Promise<string> =>
    await work.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
  const day = async () => await house.days.day(tenant.id, 'ann', DAY);

  it('that is accepted leaves the call out in the same step: the score changes once, and a line names the objection', async () => {
    const call = await aCall();
    const { id, at } = await objections.raise(ann, DAY, { text: 'This was private', callId: call.id });
    expect((await day()).objections).toEqual([{ id, callId: call.id, text: 'This was private', at, answer: null }]);
    const before = await tenant.stored('ann', DAY);

    const answered = await objections.answer(mia, id, ACCEPTED);

    expect(answered).toMatchObject({
      answer: { answer: 'accepted', step: 'exclude', text: 'You are right.', by: { id: 'mia', name: 'Mia Stone' } },
    });
    const after = await day();
    expect(after).toMatchObject({ score: 0, inputs: [{ flagReason: 'excluded' }] });
    expect(after.because).toEqual([
      {
        rule: 'objection',
        points: 0,
        callIds: [call.id],
        text: expect.stringMatching(
          /^Objection of \w{3} \d+, \d{4} at \d\d:\d\d, accepted on \w{3} \d+, \d{4} at \d\d:\d\d: a call is left out\.$/,
        ),
      },
    ]);
    expect(after.objections).toMatchObject([{ id, text: 'This was private', answer: { text: 'You are right.' } }]);
    expect((await tenant.stored('ann', DAY))?.revision).toBe((before?.revision ?? 0) + 1);
    expect((await house.days.call(tenant.id, call.id))?.objections).toMatchObject([{ id, employee: { id: 'ann' } }]);
  });

  it('to a call that was left out lets it count again, and the line says so', async () => {
    const call = await aCall();
    await house.exclusions.set(mia, call.id, { excluded: true, note: 'A test' });
    const { id } = await objections.raise(ann, DAY, { text: 'It was a customer', callId: call.id });
    await objections.answer(mia, id, { ...ACCEPTED, step: 'include' });
    const { score, because } = await day();
    expect(score).toBe(10);
    expect(because.at(-1)).toMatchObject({
      rule: 'objection',
      points: 0,
      text: expect.stringMatching(/a call that was left out counts again\.$/),
    });
  });

  it('leaves the explanation once somebody decides otherwise, and does not come back with another decision', async () => {
    const call = await aCall();
    const { id } = await objections.raise(ann, DAY, { text: 'This was private', callId: call.id });
    await objections.answer(mia, id, ACCEPTED);
    const rules = async () => (await day()).because.map(({ rule }) => rule);
    await house.exclusions.set(mia, call.id, { excluded: false, note: '' });
    expect(await rules()).toEqual(['talk-inbound']);
    await house.exclusions.set(mia, call.id, { excluded: true, note: 'A test' });
    expect(await rules()).toEqual([]);
  });

  it('that is declined, or looked at, changes no score', async () => {
    const call = await aCall();
    for (const given of [DECLINED, { ...ACCEPTED, step: 'look' as const }]) {
      const { id } = await objections.raise(ann, DAY, { text: 'Again', callId: call.id });
      await objections.answer(boss, id, given);
    }
    const whole = await objections.raise(ann, DAY, { text: 'I had another line', callId: null });
    expect((await objections.answer(boss, whole.id, ACCEPTED)).answer).toMatchObject({ step: 'look' });
    expect(await day()).toMatchObject({ score: 10, because: [{ rule: 'talk-inbound' }] });
  });

  it('is answered once: the second is told the words of the first, also at the same time', async () => {
    const call = await aCall();
    const { id } = await objections.raise(ann, DAY, { text: 'This was private', callId: call.id });
    const both = await Promise.allSettled([
      objections.answer(mia, id, { ...DECLINED, text: 'First: mia' }),
      objections.answer(boss, id, { ...DECLINED, text: 'First: boss' }),
    ]);
    const [answered] = both.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
    const [refused] = both.flatMap((it) => (it.status === 'rejected' ? [it.reason as Error] : []));
    expect(refused).toMatchObject({ status: 409, code: 'objection_answered' });
    expect(refused?.message).toContain(`“${answered?.answer?.text}”`);
    expect((await day()).objections).toMatchObject([{ answer: { text: answered?.answer?.text } }]);
  });

  it('is never answered by the person, whatever they may', async () => {
    await aCall();
    const own: Caller = { ...boss, employeeId: 'ann' };
    const { id } = await objections.raise(ann, DAY, { text: 'Mine', callId: null });
    expect(await code(objections.answer(own, id, DECLINED))).toBe('own_objection');
  });

  it('does not go past who may decide about the call, and is then not answered', async () => {
    const call = await aCall();
    await house.exclusions.set(boss, call.id, { excluded: true, note: 'By the board' });
    const { id } = await objections.raise(ann, DAY, { text: 'It was a customer', callId: call.id });
    expect(await code(objections.answer(mia, id, ACCEPTED))).toBe('stays_excluded');
    expect((await day()).objections).toMatchObject([{ answer: null }]);
    expect(await code(objections.answer(boss, id, ACCEPTED))).toBe('done');
    expect((await day()).score).toBe(10);
  });

  it('is refused with a sentence where nothing can follow from it', async () => {
    const call = await aCall();
    const others = await tenant.call('u-bob', `${DAY}T15:00:00Z`, `${DAY}T15:10:00Z`);
    const raise = (on: string, callId: string | null, by = ann) =>
      code(objections.raise(by, on, { text: 'No', callId }));
    expect(await raise(DAY, others.id)).toBe('unknown_call');
    expect(await raise(dayIn(-2), call.id)).toBe('unknown_call');
    expect(await raise(DAY, 'a3d6f1de-5c5e-4a55-9d8e-0d3b4b1f6c11')).toBe('unknown_call');
    expect(await raise(dayIn(2), null)).toBe('day_to_come');
    expect(await raise(dayIn(-500), null)).toBe('day_final');
    await tenant.em.nativeUpdate(DayScoreEntity, { day: DAY }, { frozenAt: new Date() });
    expect(await raise(DAY, null)).toBe('day_final');
    await tenant.em.nativeUpdate(DayScoreEntity, { day: DAY }, { frozenAt: null });
    expect(await raise(DAY, call.id)).toBe('done');
    expect(await raise(DAY, call.id)).toBe('objection_open');
    expect(await raise(DAY, null)).toBe('done');
    expect(await raise(DAY, null)).toBe('objection_open');
    await tenant.employee('lea', 'Lea Gone', { active: false });
    expect(await raise(DAY, null, { ...ann, employeeId: 'lea' })).toBe('has_left');
  });

  it('to a day of which nothing is stored is refused, and offered by no page', async () => {
    await aCall();
    const raise = () => code(objections.raise(ann, DAY, { text: 'No', callId: null }));
    const isOpen = async () => (await house.days.dayOfEmployee(tenant.id, 'ann', DAY))?.thing.isOpen;
    expect(await isOpen()).toBe(true);
    await tenant.em.nativeUpdate(EmployeeEntity, { id: 'ann' }, { storedUntil: DAY });
    expect([await isOpen(), await raise()]).toEqual([false, 'day_not_stored']);
    await tenant.em.nativeUpdate(EmployeeEntity, { id: 'ann' }, { storedUntil: null });
    expect([await isOpen(), await raise()]).toEqual([true, 'done']);
  });

  it('about a call that was deleted since is declined or looked at, and nothing else', async () => {
    const call = await aCall();
    const { id } = await objections.raise(ann, DAY, { text: 'This was private', callId: call.id });
    await tenant.em.execute('delete from phone_system.call_record where id = ?', [call.id]);
    expect(await code(objections.answer(mia, id, ACCEPTED))).toBe('call_gone');
    expect(await code(objections.answer(mia, id, { ...ACCEPTED, step: 'look' }))).toBe('done');
  });

  it('that would change nothing, or is about no call, is answered with another step', async () => {
    const call = await aCall();
    const { id } = await objections.raise(ann, DAY, { text: 'This was private', callId: call.id });
    expect(await code(objections.answer(mia, id, { ...ACCEPTED, step: 'include' }))).toBe('already_so');
    const whole = await objections.raise(ann, DAY, { text: 'All of it', callId: null });
    expect(await code(objections.answer(mia, whole.id, { ...ACCEPTED, step: 'exclude' }))).toBe('no_call');
  });

  it('keeps its words in the trail as long as they are stored, and no longer', async () => {
    const text = `<b>${'א'.repeat(9_993)}</b>`;
    await aCall();
    const { id } = await objections.raise(ann, DAY, { text, callId: null });
    await objections.answer(mia, id, DECLINED);
    const said = async () =>
      (await trail.page(tenant.id, null, 10)).entries.map(({ action, actor, subject, details }) => [
        `${actor} ${action} ${subject}`,
        details['text'],
      ]);
    expect(await said()).toEqual([
      ['mia answer ann', DECLINED.text],
      ['ann object ann', text],
    ]);
    await tenant.em.nativeDelete(ObjectionEntity, { id });
    expect(await said()).toEqual([
      ['mia answer ann', null],
      ['ann object ann', null],
    ]);
  });

  it('is listed to administrators, and to managers where it is of their reports or their own', async () => {
    await tenant.employee('cy', 'Cy Moss', { managerId: 'boss' });
    await objections.raise(ann, DAY, { text: 'Ann’s', callId: null });
    await objections.raise({ ...ann, employeeId: 'cy' }, DAY, { text: 'Cy’s', callId: null });
    const { id } = await objections.raise(mia, DAY, { text: 'Mia’s', callId: null });
    const texts = async (caller: Caller, state: 'open' | 'answered' | 'all') =>
      (await objections.list(caller, state, 1)).items.map((it) => it.text).sort();
    expect(await texts(mia, 'open')).toEqual(['Ann’s', 'Mia’s']);
    expect(await texts(boss, 'open')).toEqual(['Ann’s', 'Cy’s', 'Mia’s']);
    await objections.answer(boss, id, DECLINED);
    expect(await texts(mia, 'open')).toEqual(['Ann’s']);
    expect(await texts(boss, 'answered')).toEqual(['Mia’s']);
    expect(await texts({ ...boss, tenantId: 'another' }, 'all')).toEqual([]);
  });
});
