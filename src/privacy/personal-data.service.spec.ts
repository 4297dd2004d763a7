import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { AnnsCompany, at } from '../../test/support/anns-company.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aCall, aConnection } from '../../test/support/stored-rows.js';
import { CallRecordEntity, MappingCandidateEntity, MappingEntity } from '../storage/index.js';

describe("a person's own data", () => {
  let stage: Stage;
  let company: AnnsCompany;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    company = await AnnsCompany.open(stage);
  });

  it('gives a person each call that their days list, what it earned and why, and who excluded it', async () => {
    const tomorrow = new Date(at('00:00').getTime() + 86_400_000).toISOString().slice(0, 10);
    await company.mappings.choose(company.boss, company.connection, 'bob', { phoneUserId: 'u-ann', from: tomorrow });
    company.told = [
      ...company.told,
      aRecord('over-midnight', {
        userExternalId: 'u-ann',
        startedAt: at('23:50'),
        connectedAt: at('23:50'),
        endedAt: new Date(at('23:50').getTime() + 1_200_000),
      }),
    ];
    await company.fetched();
    await company.scorer.scoreChanged(company.boss.tenantId, new AbortController().signal);
    const callOf = async (id: string) =>
      (await company.data.of(company.boss.tenantId, id)).calls.find(({ call }) => call.externalId === 'over-midnight');
    const ids = await Promise.all(['ann', 'bob'].map(async (id) => (await callOf(id))?.call.id));
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    expect((await callOf('bob'))?.credit).toMatchObject([
      { day: tomorrow, input: { countedMs: 600_000, points: '10' } },
    ]);

    await company.exclusions.set(company.boss, ids[0] ?? '', { excluded: true, note: '' });
    await company.exclusions.set(company.boss, ids[0] ?? '', { excluded: false, note: '' });
    for (const id of ['ann', 'bob']) {
      const { actions } = await company.data.of(company.boss.tenantId, id);
      expect(actions.slice(0, 2).map(({ action, subject }) => [action, subject])).toEqual([
        ['include', ids[0]],
        ['exclude', ids[0]],
      ]);
    }
  });

  it('gives a person all that is stored about them before, and only the id after', async () => {
    const before = await company.data.of(company.boss.tenantId, 'ann');
    expect(before.calls.map(({ call }) => call.externalId)).toEqual(['ann-1']);
    expect(before.phoneUsers.map(({ displayName }) => displayName)).toEqual(['Ann Lee (Sales)']);
    expect(before.days).toHaveLength(1);
    await company.eraser.erase(company.boss, 'ann');
    expect(await company.data.of(company.boss.tenantId, 'ann')).toMatchObject({
      calls: [],
      phoneUsers: [],
      mappings: [],
      days: [],
    });
  });

  it('gives the entry of a line to whoever has it today, and not yet to whom it passes', async () => {
    await company.mappings.choose(company.boss, company.connection, 'bob', {
      phoneUserId: 'u-ann',
      from: '2100-01-01',
    });
    const entriesOf = async (id: string): Promise<readonly string[]> =>
      (await company.data.of(company.boss.tenantId, id)).phoneUsers.map(({ externalId }) => externalId);
    expect([await entriesOf('ann'), await entriesOf('bob')]).toEqual([['u-ann'], ['u-bob']]);
  });

  it('gives a person the phone users that are suggested for them, and keeps no suggestion once they are erased', async () => {
    const { tenantId } = company.boss;
    const suggested = { connectionId: company.connection.id, tenantId, employeeId: 'ann' };
    const em = stage.tenants.of(tenantId);
    await em.insertMany(MappingCandidateEntity, [
      { ...suggested, phoneUserId: 'u-b', evidence: 'name', place: 6 },
      { ...suggested, phoneUserId: 'u-a', evidence: 'phone', place: 5 },
    ]);
    const told = async (): Promise<readonly string[]> =>
      (await company.data.of(tenantId, 'ann')).candidates.map(({ phoneUserId }) => phoneUserId);
    expect(await told()).toEqual(['u-ann', 'u-a', 'u-b']);
    await company.eraser.erase(company.boss, 'ann');
    expect(await told()).toEqual([]);
  });

  it('gives a person the calls of an account that was connected earlier, and erases them with the person', async () => {
    const { tenantId } = company.boss;
    const former = aConnection(tenantId, { status: 'disconnected', accountExternalId: 'former' });
    const em = stage.tenants.of(tenantId);
    await em.persist(former).flush();
    const line = Object.assign(new MappingEntity(), {
      ...{ id: randomUUID(), tenantId, connectionId: former.id, employeeId: 'ann', phoneUserId: 'ann-then' },
      ...{ source: 'manual', matchedOn: null, fromDay: null, untilDay: null },
    });
    await em.persist([line, aCall(former, 'ann-then', '2025-05-05T10:00:00Z', '2025-05-05T10:05:00Z')]).flush();
    const formerCalls = async (): Promise<number> =>
      (await company.data.of(tenantId, 'ann')).calls.filter(({ call }) => call.connectionId === former.id).length;
    expect(await formerCalls()).toBe(1);
    await company.eraser.erase(company.boss, 'ann');
    expect(await stage.tenants.of(tenantId).count(CallRecordEntity, { connectionId: former.id })).toBe(0);
  });
});
