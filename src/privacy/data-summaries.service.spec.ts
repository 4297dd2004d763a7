import { randomUUID } from 'node:crypto';
import { AnnsCompany } from '../../test/support/anns-company.js';
import { TERMS } from '../../test/support/erasing-house.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { aCall, aConnection } from '../../test/support/stored-rows.js';
import { TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import type { PhoneSystemRegistry } from '../registry/index.js';
import { LookEntity, MappingEntity, NoticeAcknowledgementEntity, ObjectionEntity } from '../storage/index.js';
import { dayOf } from '../support/days.js';
import { DataSummaries } from './data-summaries.service.js';
import { Looks } from './looks.service.js';
import type { StoredPerson } from './personal-data.service.js';

const ZONE = 'America/New_York';

/** The same as the summary tells, counted from all that is stored. */
function amountsIn({ employee, mappings, calls, days, objections, readers, acknowledgements, actions }: StoredPerson) {
  const of = (kind: string, instants: readonly (Date | string)[]) => {
    const on = instants.map((at) => (at instanceof Date ? dayOf(at, ZONE) : at)).sort();
    return [kind, instants.length, on[0] ?? null, on.at(-1) ?? null];
  };
  return [
    ['employee', employee.erasedAt === null ? 1 : 0, null, null],
    ['matches', mappings.length, null, null],
    of(
      'calls',
      calls.map(({ call }) => call.startedAt),
    ),
    of(
      'days',
      days.map(({ day }) => day),
    ),
    of(
      'objections',
      objections.map(({ at }) => new Date(at)),
    ),
    of(
      'readers',
      readers.map(({ at }) => new Date(at)),
    ),
    of(
      'acknowledgements',
      acknowledgements.map(({ acknowledgedAt }) => acknowledgedAt),
    ),
    of(
      'actions',
      actions.map(({ at }) => at),
    ),
  ];
}

describe('what is stored of a person, in short', () => {
  let stage: Stage;
  let company: AnnsCompany;
  let tenantId: string;
  let summaries: DataSummaries;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    company = await AnnsCompany.open(stage);
    ({ tenantId } = company.boss);
    const terms = { ...TERMS, timeZone: ZONE, retentionDays: 90, contact: 'privacy@acme.example' };
    const book = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, stage.tenants, boundsBook);
    await book.readAgain(tenantId);
    const registry = {
      find: (key: string) => (key === 'dialpad' ? { descriptor: { displayName: 'Dialpad' } } : undefined),
    };
    summaries = new DataSummaries(stage.tenants, book, company.people, registry as unknown as PhoneSystemRegistry);
  });

  const told = async (id: string) =>
    (await summaries.of(tenantId, id)).stored.map(({ kind, count, from, to }) => [kind, count, from, to]);

  const acknowledged = () =>
    stage.tenants.of(tenantId).insert(NoticeAcknowledgementEntity, {
      tenantId,
      employeeId: 'ann',
      version: 'a',
      acknowledgedAt: new Date(),
    });

  it('agrees with all of it, before and after the person is erased', async () => {
    const em = stage.tenants.of(tenantId);
    const former = aConnection(tenantId, { status: 'disconnected', providerKey: 'gone', accountExternalId: 'former' });
    await em.persist(former).flush();
    await em.insert(MappingEntity, {
      ...{ id: randomUUID(), tenantId, connectionId: former.id, employeeId: 'ann', phoneUserId: 'ann-then' },
      ...{ source: 'manual', matchedOn: null, fromDay: '2025-05-06', untilDay: '2025-06-01' },
    });
    const calls = ['2025-05-05T10:00:00Z', '2025-05-07T03:30:00Z', '2025-05-31T20:00:00Z', '2025-06-01T20:00:00Z'];
    await em.persist(calls.map((at) => aCall(former, 'ann-then', at, at))).flush();
    await em.insertMany(ObjectionEntity, [
      {
        id: randomUUID(),
        tenantId,
        employeeId: 'ann',
        day: '2026-11-20',
        text: 'No',
        objectedAt: new Date('2026-11-21T02:00:00Z'),
      },
      {
        id: randomUUID(),
        tenantId,
        employeeId: 'bob',
        day: '2026-11-20',
        text: 'No',
        objectedAt: new Date('2026-11-22T02:00:00Z'),
      },
    ]);
    await acknowledged();
    const looks = new Looks(stage.tenants, new PhoneSystemMetrics());
    looks.note(company.boss, ['ann', 'bob'], 'day');
    looks.note({ ...company.boss, employeeId: 'ann' } as Caller, ['bob'], 'call');
    await looks.write();
    for (const id of ['ann', 'bob', 'boss'])
      expect(await told(id)).toEqual(amountsIn(await company.data.of(tenantId, id)));
    expect((await told('ann'))[2]).toEqual(['calls', 3, '2025-05-06', '2026-11-20']);
    await company.eraser.erase(company.boss, 'ann');
    expect(await told('ann')).toEqual(amountsIn(await company.data.of(tenantId, 'ann')));
    expect((await told('ann')).filter(([, count]) => count !== 0).map(([kind]) => kind)).toEqual(['actions']);
  });

  it('says whose lines are theirs and since when, and until when each kind is kept', async () => {
    const tomorrow = '2026-11-21';
    await company.mappings.choose(company.boss, company.connection, 'bob', { phoneUserId: 'u-ann', from: tomorrow });
    const { lines: anns } = await summaries.of(tenantId, 'ann');
    expect(anns).toMatchObject([
      { phoneSystem: 'Dialpad', phoneUserId: 'u-ann', displayName: null, numbers: [], from: null, until: tomorrow },
    ]);
    const { lines, stored, contact, employee } = await summaries.of(tenantId, 'bob');
    expect(lines.at(-1)).toMatchObject({
      displayName: 'Ann Lee (Sales)',
      source: 'manual',
      from: tomorrow,
      until: null,
    });
    expect(stored.map(({ kind, days }) => [kind, days])).toEqual([
      ['employee', null],
      ['matches', null],
      ['calls', 90],
      ['days', null],
      ['objections', 90],
      ['readers', 90],
      ['acknowledgements', null],
      ['actions', null],
    ]);
    expect([contact, employee.name]).toEqual(['privacy@acme.example', 'Bob Park']);
    await expect(summaries.of(tenantId, 'nobody')).rejects.toMatchObject({ code: 'unknown_employee' });
  });

  it('and all of it has who looked, at whom they looked, what they acknowledged, and how long it is kept', async () => {
    const em = stage.tenants.of(tenantId);
    await acknowledged();
    const looks = new Looks(stage.tenants, new PhoneSystemMetrics());
    looks.note(company.boss, ['ann'], 'export');
    await looks.write();
    expect(await em.count(LookEntity, {})).toBe(1);
    expect(await company.data.of(tenantId, 'ann')).toMatchObject({
      acknowledgements: [{ version: 'a' }],
      readers: [{ readerId: 'boss', name: 'Bo Ross', what: 'export' }],
      looks: [],
    });
    const { looks: theirs, kept } = await company.data.of(tenantId, 'boss');
    expect(theirs).toMatchObject([{ employeeId: 'ann', what: 'export' }]);
    expect(kept.find(({ kind }) => kind === 'calls')).toEqual({ kind: 'calls', days: 90, until: 'For 90 days.' });
  });
});
