import fc from 'fast-check';
import { ACME_TERMS, aLine, anEmployee, type MappedCompany, MappingHouse } from '../../test/support/mapping-house.js';
import { plainMappingList } from '../../test/support/plain-mapping-page.js';
import { aCall } from '../../test/support/stored-rows.js';
import { ERASED } from '../access/index.js';
import { EmployeeEntity, MappingEntity } from '../storage/index.js';
import { MAPPING_FILTERS, type MappingPage, type MappingQuery } from './mapping-page.js';
import { stateOf } from './mapping-store.js';

const NAMES = [
  'Jörg Müller',
  'jorg MULLER',
  'Rene\u0301 Łuk',
  'Ann_Lee 9',
  'Ann_Lee 10',
  'Ørsted 100%',
  'דנה רייס',
  'Al',
  '',
];
const NUMBERS = ['(415) 555-0170', '+1 415 555 0171', '+44 20 7946 0018'];
const E164 = ['+14155550170', '+14155550171', '+442079460018', null];
const SEARCHES = [
  '',
  'a',
  'mul',
  'LUK',
  'lee 1',
  '_',
  '%',
  '415 555',
  '0171',
  '7',
  'acme',
  'nobody',
  'דנה',
  '\\',
  'l9',
];
const COUNT = 70;

const idOf = (at: number): string => `p${String(at).padStart(2, '0')}`;
const at = fc.nat(COUNT - 1);
const people = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    emails: fc.subarray(['own', 'shared@acme.example'], { minLength: 0 }),
    phones: fc.subarray(NUMBERS, { maxLength: 2 }),
    active: fc.boolean(),
  }),
  { minLength: COUNT, maxLength: COUNT },
);
const lines = fc.array(
  fc.record({
    displayName: fc.constantFrom(...NAMES),
    email: fc.constantFrom('own', 'own', 'none', 'shared@acme.example'),
    e164: fc.constantFrom(...E164),
    extension: fc.constantFrom('7', '101'),
    status: fc.constantFrom('active' as const, 'active' as const, 'departed' as const),
    hasCalls: fc.boolean(),
  }),
  { minLength: COUNT, maxLength: COUNT },
);
const steps = fc.array(
  fc.record({
    employee: at,
    line: fc.option(at),
    kind: fc.constantFrom('choose' as const, 'choose' as const, 'forget' as const, 'erase' as const),
    from: fc.constantFrom(null, '2020-01-01', '2100-01-01', '2101-01-01'),
  }),
  { minLength: 8, maxLength: 14 },
);
const queries = fc.array(
  fc.record({ filter: fc.constantFrom(...MAPPING_FILTERS), search: fc.constantFrom(...SEARCHES) }),
  { minLength: 5, maxLength: 5 },
);

describe('the pages that the database puts together', () => {
  let house: MappingHouse;
  beforeAll(async () => void (house = await MappingHouse.open()));
  afterAll(() => house.close());

  const plainly = async ({ connection }: MappedCompany, query: MappingQuery) => {
    const em = house.tenants.of(connection.tenantId);
    const state = await stateOf(em, connection, ACME_TERMS);
    const called = await em.execute<{ id: string }[]>(
      'select distinct user_external_id as id from phone_system.call_record where connection_id = ?',
      [connection.id],
    );
    return plainMappingList(state, new Set(called.map(({ id }) => id)), query);
  };
  const walked = async ({ mappings, connection }: MappedCompany, query: MappingQuery): Promise<MappingPage[]> => {
    const pages = [await mappings.page(connection, query)];
    for (let last = pages[0]; last?.end; last = pages.at(-1)) {
      pages.push(await mappings.page(connection, { ...query, page: last.nextPage ?? 1, after: last.end }));
    }
    return pages;
  };
  const take = async (
    { mappings, connection }: MappedCompany,
    step: typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never,
  ) => {
    const by = { tenantId: connection.tenantId, employeeId: 'boss' };
    const id = idOf(step.employee);
    if (step.kind === 'forget') return await mappings.forget(by, connection, id);
    if (step.kind === 'choose') {
      const phoneUserId = step.line === null ? null : idOf(step.line);
      return await mappings.choose(by, connection, id, { phoneUserId, from: step.from });
    }
    const em = house.tenants.of(connection.tenantId);
    await em.nativeDelete(MappingEntity, { employeeId: id });
    await em.nativeUpdate(EmployeeEntity, { id }, { ...ERASED, erasedAt: new Date() });
    await em.execute('update phone_system.connection set match_due = true where id = ?', [connection.id]);
  };

  it('show whom one sees who works everything out from everybody, in the same order and number', async () => {
    await fc.assert(
      fc.asyncProperty(people, lines, steps, queries, async (staff, users, taken, asked) => {
        const company = await house.company(
          staff.map(({ emails, ...more }, place) =>
            anEmployee(idOf(place), more.name, {
              ...more,
              emails: emails.map((email) => (email === 'own' ? `${idOf(place)}@acme.example` : email)),
            }),
          ),
        );
        const { connection, mappings } = company;
        await company.list(
          ...users.map(({ displayName, email, e164, extension, status }, place) =>
            aLine(idOf(place), {
              ...{ displayName, status },
              emails: email === 'none' ? [] : [email === 'own' ? `${idOf(place)}@acme.example` : email],
              numbers: [{ e164, extension }],
            }),
          ),
        );
        const calls = users.flatMap(({ hasCalls }, place) =>
          hasCalls ? [aCall(connection, idOf(place), '2026-03-02T15:00:00Z', '2026-03-02T15:10:00Z')] : [],
        );
        await house.tenants.of(connection.tenantId).persist(calls).flush();
        await mappings.matchAgain(connection);
        for (const step of taken) await take(company, step).catch(() => undefined);
        await mappings.matchAgain(connection);
        for (const query of asked) {
          const plain = await plainly(company, query);
          const pages = await walked(company, query);
          expect(pages.flatMap(({ items }) => items)).toEqual(plain.items);
          expect(pages.flatMap((page) => page.unmatchedPhoneUsers)).toEqual(plain.unmatchedPhoneUsers);
          const found = { employees: plain.items.length, phoneUsers: plain.unmatchedPhoneUsers.length };
          expect(pages.map((page) => [page.summary, page.found])).toEqual(pages.map(() => [plain.summary, found]));
          const second = await mappings.page(connection, { ...query, page: 2 });
          expect(second.items).toEqual(plain.items.slice(50, 100));
        }
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
