import { type ScoredTenant, ScoringHouse } from '../../test/support/scoring-house.js';
import type { Caller } from '../contract/index.js';
import { AuditEntryEntity } from '../storage/index.js';

describe('excluding a call', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let manager: Caller;

  beforeAll(async () => {
    house = await ScoringHouse.open();
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    tenant = await house.tenant();
    manager = { tenantId: tenant.id, employeeId: 'mia', role: 'manager' };
    await tenant.employee('mia', 'Mia Stone');
    await tenant.employee('ann', 'Ann Lee');
    await tenant.map('ann', 'u-ann');
  });

  it('takes it out of the score at once, gives its time to others, and names who did it, when and why', async () => {
    const test = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const real = await tenant.call('u-ann', '2026-03-02T15:05:00Z', '2026-03-02T15:15:00Z');
    await tenant.score();

    await house.exclusions.set(manager, test.id, { excluded: true, note: 'Trying the headset' });

    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toMatchObject({
      score: 10,
      inputs: [
        { callId: test.id, flagged: true, flagReason: 'excluded', countedSeconds: 0, points: 0 },
        { callId: real.id, flagged: false, countedSeconds: 600, points: 10 },
      ],
    });
    const { flagReason, credit, exclusion } = (await house.days.call(tenant.id, test.id))!;
    expect(flagReason).toBe('excluded');
    expect(exclusion).toEqual({
      by: { id: 'mia', name: 'Mia Stone' },
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      as: 'manager',
      note: 'Trying the headset',
    });
    expect((await house.days.call(tenant.id, real.id))?.exclusion).toBeNull();
    expect(credit[0]?.text).toMatch(/excluded by Mia Stone on \w{3} \d+, \d{4} at \d\d:\d\d \(“Trying the headset”\)/);
  });

  it('is refused to whoever has read another decision than there is now, and done for whoever has read this one', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const decide = (excluded: boolean, known: string): Promise<void> =>
      house.exclusions.set(manager, call.id, { excluded, note: 'Mine' }, known);
    const decided = async (): Promise<string> => (await house.days.call(tenant.id, call.id))!.exclusion!.at;
    await house.exclusions.set(manager, call.id, { excluded: true, note: 'Theirs' });

    await expect(decide(true, 'none')).rejects.toMatchObject({ status: 412, code: 'exclusion_changed' });
    await expect(decide(false, '2026-03-02T15:00:00.000Z')).rejects.toMatchObject({ status: 412 });
    expect((await house.days.call(tenant.id, call.id))?.exclusion?.note).toBe('Theirs');
    await decide(false, await decided());
    await decide(true, 'none');
    expect((await house.days.call(tenant.id, call.id))?.exclusion?.note).toBe('Mine');
  });

  it('is taken back without a trace in the score', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    const before = await house.days.day(tenant.id, 'ann', '2026-03-02');

    await house.exclusions.set(manager, call.id, { excluded: true, note: '' });
    await house.exclusions.set(manager, call.id, { excluded: true, note: 'Twice does no harm' });
    await house.exclusions.set(manager, call.id, { excluded: false, note: '' });

    expect(await house.days.day(tenant.id, 'ann', '2026-03-02')).toEqual(before);
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ revision: 4 });
  });

  it('that was never excluded, to include it changes nothing and is not in the trail', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await tenant.score();
    const before = await tenant.stored('ann', '2026-03-02');

    await house.exclusions.set(manager, call.id, { excluded: false, note: '' });
    await house.exclusions.set(manager, call.id, { excluded: true, note: '' });
    for (const note of ['', 'once more']) await house.exclusions.set(manager, call.id, { excluded: false, note });

    const trail = await tenant.em.find(
      AuditEntryEntity,
      { tenantId: tenant.id },
      { orderBy: { at: 'asc', id: 'asc' } },
    );
    expect(trail.map(({ action }) => action).sort()).toEqual(['exclude', 'include']);
    expect(await tenant.stored('ann', '2026-03-02')).toMatchObject({ revision: (before?.revision ?? 0) + 2 });
  });

  it('touches both days of a call over midnight, and stays when the vendor tells the call anew', async () => {
    const call = await tenant.call('u-ann', '2026-03-03T04:50:00Z', '2026-03-03T05:20:00Z');
    await tenant.score();
    await house.exclusions.set(manager, call.id, { excluded: true, note: '' });
    const { id, externalId } = call;
    await tenant.call('u-ann', '2026-03-03T04:50:00Z', '2026-03-03T05:30:00Z', { id, externalId });
    await tenant.score();

    const { items } = await house.days.days(tenant.id, 'ann', '2026-03-02', '2026-03-03');
    expect(items).toMatchObject([
      { score: 0, inputs: 1, flagged: 1 },
      { score: 0, inputs: 1, flagged: 1 },
    ]);
  });

  it('is lifted or replaced by the same right or a higher one only, and by nobody for a call of their own', async () => {
    const admin = (employeeId: string): Caller => ({ tenantId: tenant.id, employeeId, role: 'admin' });
    const lead = (employeeId: string): Caller => ({ tenantId: tenant.id, employeeId, role: 'manager' });
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    const set = async (by: Caller, excluded: boolean) =>
      await house.exclusions.set(by, call.id, { excluded, note: '' }).then(
        () => null,
        (error: unknown) => error,
      );
    const refused = { status: 403, code: 'stays_excluded' };
    const offered = async (by: Caller) => !(await house.exclusions.staying(by, 'ann', '2026-03-02')).includes(call.id);
    const excludedBy = async () => (await house.days.call(tenant.id, call.id))?.exclusion?.by.id ?? null;

    await set(admin('boss'), true);
    // Excluding it anew would make it their own to lift.
    for (const excluded of [false, true]) {
      for (const by of [manager, lead('ann'), admin('ann')]) {
        expect(await offered(by)).toBe(false);
        expect(await set(by, excluded)).toMatchObject(refused);
      }
    }
    expect(await excludedBy()).toBe('boss');
    expect(await offered(admin('other'))).toBe(true);
    expect(await set(admin('other'), false)).toBeNull();

    await set(manager, true);
    expect(await set(lead('ann'), false)).toMatchObject(refused);
    expect(await set(lead('next-lead'), false)).toBeNull();
    await set(manager, true);
    expect(await set(admin('boss'), false)).toBeNull();

    // Their own decision about their own call is theirs to take back.
    await set(lead('ann'), true);
    expect(await set(lead('ann'), false)).toBeNull();
    expect(await excludedBy()).toBeNull();
  });

  it('of an unknown right, from before it was noted, is an administrator’s', async () => {
    const call = await tenant.call('u-ann', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');
    await house.exclusions.set({ ...manager, employeeId: 'old-lead' }, call.id, { excluded: true, note: '' });
    await tenant.em.execute(`update phone_system.exclusion set excluded_as = null where call_id = ?`, [call.id]);

    const lifting = house.exclusions.set(manager, call.id, { excluded: false, note: '' });
    await expect(lifting).rejects.toMatchObject({ code: 'stays_excluded' });
    await house.exclusions.set({ ...manager, employeeId: 'old-lead' }, call.id, { excluded: false, note: '' });
    expect((await house.days.call(tenant.id, call.id))?.exclusion).toBeNull();
  });

  it('of a call over the midnight at which a line passes on cannot be lifted by either', async () => {
    await tenant.map('bob', 'u-desk', { untilDay: '2026-03-03' });
    await tenant.map('mia', 'u-desk', { fromDay: '2026-03-03' });
    const call = await tenant.call('u-desk', '2026-03-03T04:50:00Z', '2026-03-03T05:20:00Z');
    await tenant.score();
    await house.exclusions.set({ ...manager, employeeId: 'lead' }, call.id, { excluded: true, note: '' });

    for (const employeeId of ['bob', 'mia']) {
      const caller = { ...manager, employeeId };
      expect(await house.exclusions.staying(caller, 'bob', '2026-03-02')).toEqual([call.id]);
      expect(await house.exclusions.staying(caller, 'mia', '2026-03-03')).toEqual([call.id]);
      const own = house.exclusions.set(caller, call.id, { excluded: false, note: '' });
      await expect(own).rejects.toMatchObject({ code: 'stays_excluded' });
    }
    expect((await house.days.call(tenant.id, call.id))?.owners).toEqual(['bob', 'mia']);
  });

  it('is noted for the call of nobody, and refused for another tenant’s', async () => {
    const call = await tenant.call('u-nobody', '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z');

    await house.exclusions.set(manager, call.id, { excluded: true, note: '' });

    expect(await house.days.call(tenant.id, call.id)).toMatchObject({ flagReason: 'excluded' });
    const other = await house.tenant();
    const stranger: Caller = { tenantId: other.id, employeeId: 'zoe', role: 'admin' };
    await expect(house.exclusions.set(stranger, call.id, { excluded: false, note: '' })).rejects.toMatchObject({
      status: 404,
      code: 'unknown_call',
    });
    expect(await house.days.call(tenant.id, call.id)).toMatchObject({ flagReason: 'excluded' });
  });
});
