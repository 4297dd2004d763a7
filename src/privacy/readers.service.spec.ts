import { AnnsCompany } from '../../test/support/anns-company.js';
import { TERMS } from '../../test/support/erasing-house.js';
import { boundsBook, openStage, type Stage } from '../../test/support/stage.js';
import { TenantTermsBook } from '../access/index.js';
import type { Caller, TenantTerms } from '../contract/index.js';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { DayScorer, SOMEBODY_GONE } from '../scoring/index.js';
import { LookEntity, TenantEntity } from '../storage/index.js';
import { Looks } from './looks.service.js';
import { Readers } from './readers.service.js';
import { Retention } from './retention.service.js';

const ALL = { from: null, to: null };
const hourOf = (at: string): Date => new Date(`${at.slice(0, 13)}:00:00Z`);

describe('who looked at somebody’s days', () => {
  let stage: Stage;
  let company: AnnsCompany;
  let tenantId: string;
  let terms: TenantTerms;
  let book: TenantTermsBook;
  let looks: Looks;
  let readers: Readers;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  beforeEach(async () => {
    company = await AnnsCompany.open(stage);
    ({ tenantId } = company.boss);
    terms = { ...TERMS, timeZone: 'America/New_York' };
    book = new TenantTermsBook({ termsOf: () => Promise.resolve(terms) }, stage.tenants, boundsBook);
    // What the company noted holds for its past: here it has none.
    await stage.tenants.of(tenantId).nativeDelete(TenantEntity, {});
    looks = new Looks(stage.tenants, new PhoneSystemMetrics());
    readers = new Readers(stage.tenants, book, looks);
  });

  const store = (...seen: readonly (readonly [readerId: string, at: string])[]): Promise<unknown> =>
    stage.tenants.of(tenantId).insertMany(
      LookEntity,
      seen.map(([readerId, at]) => ({
        ...{ tenantId, employeeId: 'ann', readerId, what: 'day' as const, lookedAs: 'admin' as const },
        ...{ hour: hourOf(at), lookedAt: new Date(at) },
      })),
    );
  const told = async (span: { from: string | null; to: string | null } = ALL): Promise<string[]> =>
    (await readers.page(tenantId, 'ann', span, 1)).items.map(({ name, at }) => `${at.slice(0, 16)} ${name}`);

  it('is told as soon as they did, by their names as they are now', async () => {
    looks.note(company.boss, ['ann', 'bob'], 'day');
    looks.note({ ...company.boss, employeeId: 'outsider' } as Caller, ['ann'], 'export');
    const { items, nextPage } = await readers.page(tenantId, 'ann', ALL, 1);
    expect(items.map(({ at: _, ...item }) => item).sort((a, b) => (a.readerId < b.readerId ? -1 : 1))).toEqual([
      { readerId: 'boss', name: 'Bo Ross', role: 'admin', what: 'day' },
      { readerId: 'outsider', name: SOMEBODY_GONE, role: 'admin', what: 'export' },
    ]);
    expect(nextPage).toBeNull();
    await company.eraser.erase(company.boss, 'bob');
    looks.note({ ...company.boss, employeeId: 'bob' } as Caller, ['ann'], 'call');
    expect((await readers.page(tenantId, 'ann', ALL, 1)).items).toContainEqual(
      expect.objectContaining({ readerId: 'bob', name: 'An erased person' }),
    );
  });

  it('is told of the days of the tenant, newest first, 50 a page', async () => {
    await store(
      ['boss', '2026-11-19T04:59:59Z'],
      ['boss', '2026-11-19T05:00:00Z'],
      ['boss', '2026-11-20T04:59:59Z'],
      ['boss', '2026-11-20T05:00:00Z'],
    );
    expect(await told({ from: '2026-11-19', to: '2026-11-19' })).toEqual([
      '2026-11-20T04:59 Bo Ross',
      '2026-11-19T05:00 Bo Ross',
    ]);
    expect(await told({ from: '2026-11-20', to: null })).toEqual(['2026-11-20T05:00 Bo Ross']);
    expect(await told({ from: null, to: '2026-11-18' })).toEqual(['2026-11-19T04:59 Bo Ross']);
    expect(await told({ from: '0001-01-01', to: '9999-12-31' })).toHaveLength(4);
    await store(
      ...Array.from(
        { length: 60 },
        (_, hour) =>
          ['bob', `2026-10-0${1 + Math.floor(hour / 20)}T${String(hour % 20).padStart(2, '0')}:30:00Z`] as const,
      ),
    );
    const first = await readers.page(tenantId, 'ann', ALL, 1);
    const second = await readers.page(tenantId, 'ann', ALL, first.nextPage ?? 0);
    expect([first.items.length, second.items.length, second.nextPage]).toEqual([50, 14, null]);
    const all = [...first.items, ...second.items].map(({ at }) => at);
    expect(all).toEqual(all.toSorted().reverse());
  });

  it('is erased with the person, and not with who looked', async () => {
    looks.note(company.boss, ['ann'], 'day');
    looks.note({ ...company.boss, employeeId: 'bob' } as Caller, ['ann'], 'day');
    looks.note({ ...company.boss, employeeId: 'ann' } as Caller, ['bob'], 'day');
    await looks.write();
    await company.eraser.erase(company.boss, 'ann');
    expect(await told()).toEqual([]);
    expect((await readers.page(tenantId, 'bob', ALL, 1)).items).toMatchObject([{ readerId: 'ann' }]);
    looks.note(company.boss, ['ann'], 'day');
    expect(await told()).toEqual([]);
  });

  it('is kept as long as calls, and no longer than 400 days', async () => {
    const retention = new Retention(stage.tenants, book, new DayScorer(stage.tenants, book));
    const sweep = (): Promise<number> =>
      retention.sweep(tenantId, new Date('2026-11-22T12:00:00Z'), new AbortController().signal);
    await store(['boss', '2024-01-01T12:00:00Z'], ['boss', '2025-10-19T12:00:00Z'], ['boss', '2026-10-23T12:00:00Z']);
    for (const [retentionDays, left] of [
      [3650, ['2026-10-23T12:00 Bo Ross', '2025-10-19T12:00 Bo Ross']],
      [30, ['2026-10-23T12:00 Bo Ross']],
      [10, []],
    ] as const) {
      terms = { ...terms, retentionDays };
      await book.readAgain(tenantId);
      await sweep();
      expect(await told()).toEqual(left);
    }
  });
});
