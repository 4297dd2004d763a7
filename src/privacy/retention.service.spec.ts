import { randomUUID } from 'node:crypto';
import { TenantTermsBook } from '../access/index.js';
import type { TenantTerms } from '../contract/index.js';
import { ScoringHouse, type ScoredTenant } from '../../test/support/scoring-house.js';
import {
  AnnouncedCallEntity,
  CallRecordEntity,
  ConversationAliasEntity,
  ErasedIdentityEntity,
  ObjectionEntity,
} from '../storage/index.js';
import { Retention, tenantsToSweep } from './retention.service.js';
import { boundsBook } from '../../test/support/stage.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const NEVER = new AbortController().signal;

describe('retention', () => {
  let house: ScoringHouse;
  let tenant: ScoredTenant;
  let retention: Retention;
  let plain: TenantTerms;

  beforeAll(async () => {
    house = await ScoringHouse.open();
    plain = house.terms;
    const terms = new TenantTermsBook({ termsOf: () => Promise.resolve(house.terms) }, house.tenants, boundsBook);
    retention = new Retention(house.tenants, terms, house.scorer);
  });

  afterAll(() => house.close());

  beforeEach(async () => {
    house.terms = { ...plain, timeZone: 'UTC', retentionDays: 30 };
    tenant = await house.tenant();
    await tenant.employee('ann', 'Ann Lee');
    await tenant.map('ann', 'u1');
    await tenant.call('u1', '2026-10-22T09:00:00Z', '2026-10-22T09:10:00Z', { counterpartyName: 'Robin Vale' });
    await tenant.call('u1', '2026-10-22T23:55:00Z', '2026-10-23T00:05:00Z');
    await tenant.call('u1', '2026-10-23T09:00:00Z', '2026-10-23T09:10:00Z');
  });

  const starts = async (): Promise<string[]> =>
    (await tenant.em.find(CallRecordEntity, {}, { orderBy: { startedAt: 'asc' } })).map(({ startedAt }) =>
      startedAt.toISOString(),
    );
  const sweep = (now = NOW): Promise<number> => retention.sweep(tenant.id, now, NEVER);

  it('deletes the calls of days that are over, and keeps one that lasts into a day that is kept', async () => {
    expect(await sweep()).toBe(1);
    expect(await starts()).toEqual(['2026-10-22T23:55:00.000Z', '2026-10-23T09:00:00.000Z']);
    expect(await tenant.em.count(ConversationAliasEntity, {})).toBe(0);
    expect(await sweep(new Date('2026-11-23T00:00:00Z'))).toBe(2);
  });

  it('forgets what was objected to with its calls, once it was answered', async () => {
    const objected = { tenantId: tenant.id, employeeId: 'ann', callId: null, text: 'No', objectedAt: NOW };
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const old = new Date('2026-10-22T10:00:00Z');
    await tenant.em.insertMany(ObjectionEntity, [
      { ...objected, id: ids[0]!, day: '2026-10-21', answeredAt: old },
      { ...objected, id: ids[1]!, day: '2026-10-21', answeredAt: null },
      { ...objected, id: ids[2]!, day: '2026-10-22', answeredAt: NOW },
    ]);
    await sweep();
    const kept = await tenant.em.find(ObjectionEntity, {});
    expect(kept.map(({ id }) => id).sort()).toEqual(ids.slice(1).sort());
  });

  it('forgets which calls were announced before the first day that is kept, or named by an event then', async () => {
    const { connection } = tenant;
    const [before, after] = [new Date('2026-10-22T23:59:59Z'), new Date('2026-10-23T00:00:00Z')];
    const announced = { tenantId: tenant.id, connectionId: connection.id, asked: 1, revision: 1, problem: null };
    const rests = { attempts: 0, answered: 0, failingSince: null, resumeAt: null };
    await tenant.em.insertMany(AnnouncedCallEntity, [
      { ...announced, ...rests, externalId: 'old', startedAt: before, notedAt: NOW },
      { ...announced, ...rests, externalId: 'young', startedAt: after, notedAt: before },
      { ...announced, ...rests, externalId: 'named long ago', startedAt: null, notedAt: before },
      { ...announced, ...rests, externalId: 'named', startedAt: null, notedAt: after },
    ]);
    await sweep();
    const kept = await tenant.em.find(AnnouncedCallEntity, {}, { orderBy: { externalId: 'asc' } });
    expect(kept.map(({ externalId }) => externalId)).toEqual(['named', 'young']);
  });

  it.each([
    [30, undefined, 1],
    [undefined, 30, 1],
    [400, 30, 1],
    [30, 400, 1],
    [400, 31, 0],
    [undefined, undefined, 0],
  ])(
    'keeps calls for the shorter of its own %s days and the vendor’s %s, where that is followed',
    async (own, vendors, gone) => {
      house.terms = {
        ...house.terms,
        retentionDays: own,
        ...(vendors === undefined ? {} : { vendorRetentionDays: vendors }),
      } as typeof house.terms;
      tenant = await house.tenant();
      await tenant.employee('ann', 'Ann Lee');
      await tenant.map('ann', 'u1');
      await tenant.call('u1', '2026-10-22T09:00:00Z', '2026-10-22T09:10:00Z');
      expect(await sweep()).toBe(gone);
      // The score stays, whoever forgets.
      expect(await house.days.day(tenant.id, 'ann', '2026-10-22')).toMatchObject({ score: 10, callsKept: gone === 0 });
    },
  );

  it('keeps the totals of a day, scored before its calls go, without naming anybody', async () => {
    await sweep();
    const { items } = await house.days.days(tenant.id, 'ann', '2026-10-22', '2026-10-23');
    expect(items).toMatchObject([
      { day: '2026-10-22', score: 15, countedSeconds: 900, inputs: 2 },
      { day: '2026-10-23', score: 15, countedSeconds: 900, inputs: 2 },
    ]);
    const rows = await tenant.em.execute('select * from phone_system.day_score where tenant_id = ?', [tenant.id]);
    expect(rows).not.toEqual([]);
    const stored = { ...(await tenant.stored('ann', '2026-10-22')), frozenAt: null };
    expect(JSON.stringify(stored)).not.toMatch(/Robin|09:00/);
    expect(JSON.stringify(rows)).not.toMatch(/Robin/);
  });

  it('leaves a day that says that its calls are no longer kept, alone and in the list of days', async () => {
    await tenant.call('u1', '2026-10-21T09:00:00Z', '2026-10-21T09:10:00Z');
    await sweep();
    const days = ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'];
    const answers = await Promise.all(days.map((day) => house.days.day(tenant.id, 'ann', day)));
    expect(answers.map(({ callsKept, score, inputs }) => [callsKept, score, inputs.length])).toEqual([
      [true, 0, 0],
      [false, 10, 0],
      // One of its two calls lasts into a day that is kept.
      [false, 15, 1],
      [true, 15, 2],
    ]);
    expect(answers[2]!.inputs[0]!.text).toBe(
      'Its sentence was deleted with the calls of this day; what it earned stays.',
    );
    const { items } = await house.days.days(tenant.id, 'ann', '2026-10-20', '2026-10-23');
    expect(items.map(({ callsKept, inputs }) => [callsKept, inputs])).toEqual([
      [true, 0],
      [false, 1],
      [false, 2],
      [true, 2],
    ]);
  });

  it('lets a call that is kept be excluded and counted again, and says which of its days stays as it was', async () => {
    await sweep();
    const boss = { tenantId: tenant.id, employeeId: 'boss', role: 'admin' as const };
    const { id } = await tenant.em.findOneOrFail(CallRecordEntity, { startedAt: new Date('2026-10-22T23:55:00Z') });
    const excluded = async (yes: boolean) => {
      await house.exclusions.set(boss, id, { excluded: yes, note: '' });
      const { flagged, flagReason, credit } = (await house.days.call(tenant.id, id))!;
      return { flagged, flagReason, credit: credit.map(({ day, points, text }) => `${day} ${points} ${text}`) };
    };
    const closed = 'Its sentence was deleted with the calls of this day; what it earned stays.';
    expect(await excluded(true)).toMatchObject({
      flagged: true,
      flagReason: 'excluded',
      credit: [`2026-10-22 5 ${closed}`, expect.stringMatching(/^2026-10-23 0 Not counted: excluded/)],
    });
    // From here on no day of it is open.
    await tenant.em.execute('update phone_system.day_score set frozen_at = now() where tenant_id = ?', [tenant.id]);
    expect(await excluded(false)).toMatchObject({ flagged: false, flagReason: null });
    expect(await excluded(true)).toMatchObject({ flagged: true, flagReason: 'excluded' });
  });

  it('freezes such a day: neither rules nor mapping nor a late mark score it again', async () => {
    await sweep();
    const rules = {
      pointsPerMinute: 7,
      weights: { inbound: 1, outbound: 1, internal: 1 },
      pointsPerCall: 0,
      shortestTalkSeconds: 0,
      dailyCap: null,
      overlap: 'employee' as const,
    };
    await house.rules.save(
      { tenantId: tenant.id, employeeId: 'boss', role: 'admin' },
      { effectiveFrom: '2026-01-01', ...rules },
    );
    await tenant.em.execute('delete from phone_system.mapping where tenant_id = ?', [tenant.id]);
    await tenant.score();
    const { items } = await house.days.days(tenant.id, 'ann', '2026-10-22', '2026-10-23');
    expect(items.map(({ score }) => score)).toEqual([15, 0]);
  });

  it('keeps 400 days where the host says nothing', async () => {
    const { retentionDays: _days, ...terms } = house.terms;
    house.terms = terms;
    const other = await house.tenant();
    await other.call('u1', '2025-10-17T09:00:00Z', '2025-10-17T09:10:00Z');
    await other.call('u1', '2025-10-18T09:00:00Z', '2025-10-18T09:10:00Z');
    expect(await retention.sweep(other.id, NOW, NEVER)).toBe(1);
  });

  it('deletes hashes of names and numbers that an earlier release kept of erased people', async () => {
    for (const kind of ['phone-user', 'name', 'number']) {
      await tenant.em.insert(ErasedIdentityEntity, { id: randomUUID(), tenantId: tenant.id, kind, hash: kind });
    }
    await sweep();
    const kept = await tenant.em.find(ErasedIdentityEntity, {});
    expect(kept.map(({ kind }) => kind)).toEqual(['phone-user']);
  });

  it('is due once a day', async () => {
    await tenant.score();
    expect(await tenantsToSweep(house.tenants)).toContain(tenant.id);
    await sweep(new Date());
    expect(await tenantsToSweep(house.tenants)).not.toContain(tenant.id);
  });
});
