import { randomUUID } from 'node:crypto';
import { aRecord } from '../../test/support/call-records.js';
import { AnnsCompany, DAY } from '../../test/support/anns-company.js';
import { anEmployee } from '../../test/support/erasing-house.js';
import { openStage, type Stage } from '../../test/support/stage.js';
import { aConnection } from '../../test/support/stored-rows.js';
import type { DayScore } from '../contract/index.js';
import { ScorePublisher } from '../scoring/index.js';
import {
  CallRecordEntity,
  ErasedIdentityEntity,
  ExclusionEntity,
  MappingEntity,
  ObjectionEntity,
  PhoneUserEntity,
} from '../storage/index.js';

describe('erasing a person', () => {
  let stage: Stage;
  let company: AnnsCompany;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    company = await AnnsCompany.open(stage);
  });

  it('is told to the host: the last score of each of their days is empty', async () => {
    const handed: DayScore[] = [];
    const sink = { publish: (scores: readonly DayScore[]) => Promise.resolve(void handed.push(...scores)) };
    const publisher = new ScorePublisher(stage.tenants, sink);
    const never = new AbortController().signal;
    await publisher.publish(company.boss.tenantId, never);
    const days = new Set(handed.filter(({ employeeId }) => employeeId === 'ann').map(({ day }) => day));
    expect(days.size).toBeGreaterThan(0);
    await company.eraser.erase(company.boss, 'ann');
    await publisher.publish(company.boss.tenantId, never);
    for (const day of days) {
      const [before, last] = handed.filter((it) => it.employeeId === 'ann' && it.day === day);
      expect(last).toMatchObject({ score: '0.00', countedMs: 0, inputs: 0, flagged: 0, because: [] });
      expect(last!.revision).toBeGreaterThan(before!.revision);
    }
    const { length } = handed;
    await company.eraser.erase(company.boss, 'ann');
    await publisher.publish(company.boss.tenantId, never);
    expect(handed).toHaveLength(length);
  });

  it('leaves no name, number, address or id of theirs in any table, and nothing comes back with later rounds', async () => {
    expect(await company.everythingStored()).toMatch(/Ann Lee/);
    await company.eraser.erase(company.boss, 'ann');
    for (let round = 0; round < 2; round++) {
      await company.fetched();
      await company.people.refresh(company.boss.tenantId);
      expect(await company.everythingStored()).not.toMatch(/ann\s+lee|annie|u-ann|4155550171|4155550199|ann@acme/i);
    }
  });

  it('keeps nothing to know them by but a keyed hash of the phone user’s id', async () => {
    await company.eraser.erase(company.boss, 'ann');
    await company.fetched();
    const kept = await stage.tenants.of(company.boss.tenantId).find(ErasedIdentityEntity, {});
    expect(kept.map(({ kind }) => kind)).toEqual(['phone-user']);
  });

  it('leaves their days empty, and the times and scores of others as they were', async () => {
    const before = await company.days.day(company.boss.tenantId, 'bob', DAY);
    expect(JSON.stringify(before)).toMatch(/Ann/);
    await company.eraser.erase(company.boss, 'ann');
    await company.fetched();
    expect(await company.days.day(company.boss.tenantId, 'ann', DAY)).toMatchObject({
      mapped: false,
      score: 0,
      inputs: [],
    });
    expect(await company.people.find(company.boss.tenantId, 'ann')).toMatchObject({
      id: 'ann',
      name: 'An erased person',
      emails: [],
    });
    const after = await company.days.day(company.boss.tenantId, 'bob', DAY);
    expect(after.score).toBe(before.score);
    expect(after.inputs.map(({ startedAt, points }) => [startedAt, points])).toEqual(
      before.inputs.map(({ startedAt, points }) => [startedAt, points]),
    );
    expect(
      (await company.calls()).map(({ externalId, counterpartyNumber, counterpartyName }) => [
        externalId,
        counterpartyNumber,
        counterpartyName,
      ]),
    ).toEqual([
      ['bob-1', null, null],
      ['bob-2', null, null],
      ['bob-3', '+14155550111', 'Annette Keller'],
    ]);
  });

  it('takes the name of a manager out of what they excluded, and out of notes', async () => {
    const call = (await company.calls()).find(({ externalId }) => externalId === 'bob-3')!;
    await company.exclusions.set({ ...company.boss, employeeId: 'ann' }, call.id, {
      excluded: true,
      note: 'Ann Lee says so',
    });
    expect(await company.everythingStored()).toMatch(/excluded by Ann Lee/);
    await company.eraser.erase(company.boss, 'ann');
    await company.fetched();
    expect(await company.everythingStored()).toMatch(
      /excluded by An erased person on \w+ \d+, \d+ at [:\d]+ \(“an erased person says so”\)/,
    );
  });

  it('leaves in notes what a namesake or whoever shares an address may be meant by, and says so', async () => {
    company.others = [anEmployee('ann2', 'Ann Lee', { emails: ['front@acme.example'] })];
    company.annsEmails = ['ann@acme.example', 'front@acme.example'];
    await company.people.refresh(company.boss.tenantId);
    const call = (await company.calls()).find(({ externalId }) => externalId === 'bob-3')!;
    const note = 'Ask Ann Lee: ann@acme.example, front@acme.example';
    await company.exclusions.set(company.boss, call.id, { excluded: true, note });
    const remains = await company.eraser.erase(company.boss, 'ann');
    expect(remains.find(({ kind }) => kind === 'note')).toMatchObject({
      callId: call.id,
      message: expect.stringContaining('“Ann”, “Lee” may name them'),
    });
    const em = stage.tenants.of(company.boss.tenantId);
    expect((await em.findOneOrFail(ExclusionEntity, { callId: call.id })).note).toBe(
      'Ask Ann Lee: an erased address, front@acme.example',
    );
  });

  it('takes what they objected to with it, and their name out of what others did', async () => {
    const at = { objectedAt: new Date(), answeredAt: new Date(), answeredBy: 'boss', answer: 'declined' as const };
    const row = { tenantId: company.boss.tenantId, day: DAY, callId: null, step: null, ...at };
    const others = {
      ...row,
      id: randomUUID(),
      employeeId: 'bob',
      text: 'Ann Lee was on my line',
      answerText: 'No, Ann Lee!',
    };
    await stage.tenants
      .of(row.tenantId)
      .insertMany(ObjectionEntity, [
        { ...row, id: randomUUID(), employeeId: 'ann', text: 'This was private', answerText: 'A customer' },
        others,
      ]);
    await company.eraser.erase(company.boss, 'ann');
    expect(await stage.tenants.of(row.tenantId).find(ObjectionEntity, {})).toMatchObject([
      { employeeId: 'bob', text: 'an erased person was on my line', answerText: 'No, an erased person!' },
    ]);
  });

  it('leaves a line that has passed on to the one who has it, with the days since', async () => {
    await company.mappings.choose(company.boss, company.connection, 'bob', {
      phoneUserId: 'u-ann',
      from: '2026-11-21',
    });
    const later = {
      startedAt: new Date('2026-11-21T09:00:00Z'),
      connectedAt: null,
      endedAt: new Date('2026-11-21T09:01:00Z'),
    };
    company.told.push(aRecord('line-2', { userExternalId: 'u-ann', outcome: 'missed', ...later }));
    await company.fetched();
    await company.eraser.erase(company.boss, 'ann');
    await company.fetched();
    const em = stage.tenants.of(company.boss.tenantId);
    expect((await company.calls()).map(({ externalId }) => externalId)).toContain('line-2');
    expect((await company.calls()).map(({ externalId }) => externalId)).not.toContain('ann-1');
    expect(await em.count(PhoneUserEntity, { externalId: 'u-ann' })).toBe(1);
    expect(await em.count(MappingEntity, { phoneUserId: 'u-ann' })).toBe(1);
  });

  it('is written down once, refuses a new mapping, and is no error a second time', async () => {
    await company.eraser.erase(company.boss, 'ann');
    await company.eraser.erase(company.boss, 'ann');
    const actions = (await company.trail.page(company.boss.tenantId, null, 100)).entries.map(
      ({ actor, action, subject }) => [actor, action, subject],
    );
    expect(actions).toEqual([['boss', 'erase', 'ann']]);
    await expect(
      company.mappings.choose(company.boss, company.connection, 'ann', { phoneUserId: 'u-bob' }),
    ).rejects.toMatchObject({
      code: 'person_erased',
    });
    await expect(company.eraser.erase(company.boss, 'nobody')).rejects.toMatchObject({ code: 'unknown_employee' });
  });

  it('refuses the same person at the same account after the connection was erased and made anew', async () => {
    await company.eraser.erase(company.boss, 'ann');
    const em = stage.tenants.of(company.boss.tenantId);
    await em.nativeDelete(CallRecordEntity, {});
    company.connection = aConnection(company.boss.tenantId, {
      providerKey: 'dialpad',
      accountExternalId: company.connection.accountExternalId,
    });
    await em.execute(
      `update phone_system.connection set account_external_id = 'erased:1', status = 'disconnected' where tenant_id = ?`,
      [company.boss.tenantId],
    );
    await em.persist(company.connection).flush();
    await company.fetched();
    expect((await company.calls()).map(({ externalId }) => externalId)).toEqual(['bob-1', 'bob-2', 'bob-3']);
  });
});
