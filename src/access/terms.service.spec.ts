import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { TenantTerms } from '../contract/index.js';
import { openOrm, type PhoneSystemOrm } from '../storage/index.js';
import { migrate } from '../storage/migrate.js';
import { TenantDatabase } from './tenant-database.js';
import { TenantTermsBook } from './terms.service.js';
import { boundsBook } from '../../test/support/stage.js';

const terms: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:30' },
};
const inLisbon = { ...terms, timeZone: 'Europe/Lisbon', effectiveFrom: '2026-06-01' };
/** With what holds on earlier days. */
const sinceJune = {
  ...inLisbon,
  past: [{ timeZone: terms.timeZone, workShift: terms.workShift, until: '2026-06-01' }],
};

describe('TenantTermsBook', () => {
  let database: TestDatabase;
  let orm: PhoneSystemOrm;
  let book: TenantTermsBook;
  let said: TenantTerms;
  let tenant: string;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm(database.location);
    await migrate(orm);
  });

  beforeEach(() => {
    tenant = `tenant-${++count}`;
    said = terms;
    book = new TenantTermsBook({ termsOf: () => Promise.resolve(said) }, new TenantDatabase(orm), boundsBook);
  });

  afterAll(async () => {
    await orm.close(true);
    await database.drop();
  });

  it('tells the terms of before beside those of now', async () => {
    expect(await book.readAgain(tenant)).toEqual({ terms, before: null });
    said = inLisbon;
    expect(await book.readAgain(tenant)).toEqual({ terms: sinceJune, before: terms });
    expect(await book.last(tenant)).toEqual(sinceJune);
  });

  it('does not swallow a change by only looking', async () => {
    await book.read(tenant);
    said = inLisbon;
    expect(await book.read(tenant)).toEqual(inLisbon);
    expect(await book.readAgain(tenant)).toEqual({ terms: sinceJune, before: terms });
  });

  it('notes a change and what follows from it together, or neither', async () => {
    await book.read(tenant);
    said = inLisbon;
    await expect(book.readAgain(tenant, () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    const followed: unknown[] = [];
    const follow = (_em: unknown, reading: unknown): Promise<void> => Promise.resolve(void followed.push(reading));
    await book.readAgain(tenant, follow);
    await book.readAgain(tenant, follow);
    expect(followed).toEqual([{ terms: sinceJune, before: terms }]);
  });

  it('asks the host for a tenant that it has not seen', async () => {
    expect(await book.last(tenant)).toEqual(terms);
  });
});
