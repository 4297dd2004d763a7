import { aLine, anEmployee, type MappedCompany, MappingHouse } from '../../test/support/mapping-house.js';
import type { MappingPage, MappingQuery } from './mapping-page.js';

describe('the mapping page', () => {
  let house: MappingHouse;
  beforeAll(async () => void (house = await MappingHouse.open()));
  afterAll(() => house.close());

  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => anEmployee(`e${String(at).padStart(3, '0')}`, `Person ${at}`));
  const idsOn = ({ items }: MappingPage): string[] => items.map(({ employee }) => employee.id);
  const matchedTo = (ids: readonly string[]) => ids.map((id) => aLine(`u-${id}`, { emails: [`${id}@acme.example`] }));

  const page = async ({ mappings, connection }: MappedCompany, query: MappingQuery = {}): Promise<MappingPage> =>
    await mappings.page(connection, query);
  /** Everybody whom one sees who goes on until the end, while something happens after the first page. */
  const walked = async (company: MappedCompany, query: MappingQuery, meanwhile: () => Promise<unknown>) => {
    const seen: string[][] = [];
    for (let at: MappingQuery | null = query; at !== null;) {
      const shown: MappingPage = await page(company, at);
      seen.push(idsOn(shown));
      if (seen.length === 1) await meanwhile();
      at = shown.end === null ? null : { ...query, page: shown.nextPage ?? 1, after: shown.end };
    }
    return seen;
  };

  it('goes on until employees and free phone users are at their end', async () => {
    const company = await house.company(many(60));
    await company.list(...Array.from({ length: 101 }, (_, at) => [String(at)] as const));
    await company.mappings.matchAgain(company.connection);
    const pages = [];
    for (const number of [1, 2, 3, 4]) pages.push(await page(company, { page: number }));
    expect(pages.map(({ items }) => items.length)).toEqual([50, 10, 0, 0]);
    expect(pages.map(({ unmatchedPhoneUsers }) => unmatchedPhoneUsers.length)).toEqual([50, 50, 1, 0]);
    expect(pages.map(({ nextPage }) => nextPage)).toEqual([2, 3, null, null]);
    expect(pages[0]?.items[9]?.employee.name).toBe('Person 9');
    expect(pages.map(({ found }) => found)).toEqual(Array(4).fill({ employees: 60, phoneUsers: 101 }));
    expect((await page(company, { search: 'person 5' })).found.employees).toBe(11);
  });

  it('shows everybody once to who goes on by number while they are matched', async () => {
    const company = await house.company(many(120));
    await company.mappings.matchAgain(company.connection);
    const seen = idsOn(await page(company));
    await company.list(...matchedTo(seen.slice(10, 30)));
    await company.mappings.matchAgain(company.connection);
    for (const number of [2, 3]) seen.push(...idsOn(await page(company, { page: number })));
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });

  it('passes over nobody who is still unmatched, while those before them are matched', async () => {
    const company = await house.company(many(120));
    await company.mappings.matchAgain(company.connection);
    const seen = await walked(company, { filter: 'unmatched' }, async () => {
      await company.list(...matchedTo(many(20).map(({ id }) => id)));
      await company.mappings.matchAgain(company.connection);
    });
    expect(seen.map((ids) => ids.length)).toEqual([50, 50, 20]);
    expect(seen.flat()).toEqual(many(120).map(({ id }) => id));
  });

  it('passes over nobody where people before them leave, join and take another name', async () => {
    const company = await house.company(many(120));
    await company.mappings.matchAgain(company.connection);
    const seen = await walked(company, { search: 'person' }, async () => {
      const [first, second, ...others] = many(120).slice(20);
      company.employ([...others, anEmployee('new', 'Person 0 junior'), { ...first!, name: 'Person Zero' }, second!]);
      await company.mappings.matchAgain(company.connection);
    });
    expect(seen.flat().slice(50, 120)).toEqual(
      many(120)
        .slice(50)
        .map(({ id }) => id),
    );
  });

  it('lists the free phone users to their end as well, while some are matched', async () => {
    const company = await house.company(many(10));
    await company.list(...Array.from({ length: 120 }, (_, at) => [String(at)] as const));
    await company.mappings.matchAgain(company.connection);
    const first = await page(company);
    await company.list(
      ...first.unmatchedPhoneUsers
        .slice(0, 10)
        .map(({ externalId }, at) => aLine(externalId, { emails: [`e00${at}@acme.example`] })),
    );
    await company.mappings.matchAgain(company.connection);
    const second = await page(company, { page: 2, after: first.end! });
    const third = await page(company, { page: 3, after: second.end! });
    const lines = [first, second, third].flatMap(({ unmatchedPhoneUsers }) => unmatchedPhoneUsers);
    expect([lines.length, new Set(lines.map(({ externalId }) => externalId)).size]).toEqual([120, 120]);
    expect([second.items, third.end]).toEqual([[], null]);
  });

  it('finds names, addresses and numbers on both sides', async () => {
    const company = await house.company([
      anEmployee('ann', 'Ann Lee', { phones: ['(415) 555-0170'] }),
      anEmployee('bob', 'Bob Park'),
    ]);
    await company.list(
      ['1', { emails: ['bob@acme.example'], displayName: 'Reception_1' }],
      ['2', { displayName: '100% Fax', numbers: [{ e164: '+14155550199', extension: '77' }] }],
    );
    await company.mappings.matchAgain(company.connection);
    const found = async (search: string): Promise<string[]> => {
      const shown = await page(company, { search });
      return [...idsOn(shown), ...shown.unmatchedPhoneUsers.map(({ externalId }) => externalId)];
    };
    expect(await found('ANN')).toEqual(['ann']);
    expect(await found(' recep ')).toEqual(['bob']);
    expect(await found('415-555-01')).toEqual(['ann', '2']);
    expect(await found('77')).toEqual(['2']);
    expect([await found('n_1'), await found('e_o'), await found('0%'), await found('%')]).toEqual([
      ['bob'],
      [],
      ['2'],
      ['2'],
    ]);
    expect(await found('nobody at all')).toEqual([]);
    expect(await found('b')).toEqual(['bob']);
  });

  it('finds a name however its letters are composed, and without its accents', async () => {
    const company = await house.company([anEmployee('e1', 'Jörg Müller'), anEmployee('e2', 'Rene\u0301 Łuk')]);
    await company.mappings.matchAgain(company.connection);
    const found = async (search: string): Promise<string[]> => idsOn(await page(company, { search }));
    for (const search of ['muller', 'MÜLLER', 'mu\u0308ll', 'jorg m\u200bu'])
      expect(await found(search)).toEqual(['e1']);
    for (const search of ['rené', 'RENE', 'luk']) expect(await found(search)).toEqual(['e2']);
  });

  it('finds a name whichever apostrophe or hyphen it has, and a number as it is dialled', async () => {
    const company = await house.company([
      anEmployee('e1', 'Pat O’Neil'),
      anEmployee('e2', 'Anne\u2011Marie  Roy', { phones: ['+49 30 23125000'] }),
    ]);
    await company.mappings.matchAgain(company.connection);
    const found = async (search: string): Promise<string[]> => idsOn(await page(company, { search }));
    for (const search of ["o'neil", 'O’NEIL', 'oʼneil']) expect(await found(search)).toEqual(['e1']);
    for (const search of ['anne-marie roy', 'anne–marie\u00a0roy', '030 23125', '0049/30–23125', '٣٠ ٢٣١٢٥'])
      expect(await found(search)).toEqual(['e2']);
  });

  it('finds whoever was stored by another release, or under another name', async () => {
    const company = await house.company([anEmployee('ann', 'Ann Lee')]);
    await company.mappings.matchAgain(company.connection);
    const em = house.tenants.of(company.connection.tenantId);
    await em.execute(`update phone_system.employee set name = 'Ann Moss' where tenant_id = ? and id = 'ann'`, [
      company.connection.tenantId,
    ]);
    await em.execute(
      `insert into phone_system.employee (tenant_id, id, name, emails, phones, active) values (?, 'old', 'Olden Moss', '[]', '[]', true)`,
      [company.connection.tenantId],
    );
    expect(idsOn(await page(company, { search: 'moss' }))).toEqual(['ann', 'old']);
    expect(idsOn(await page(company, { search: 'lee' }))).toEqual([]);
    expect((await page(company)).summary.employees).toBe(2);
  });

  it('keeps nothing of whom a copy of the last release erases, which knows no lists', async () => {
    const company = await house.company([
      anEmployee('ann', 'Ann Lee', { phones: ['(415) 555-0170'] }),
      anEmployee('bob', 'Bob Park'),
      anEmployee('cal', 'Cal Diaz'),
    ]);
    const { connection, mappings } = company;
    await company.list(
      ['1', { displayName: 'Ann Lee' }],
      ['2', { displayName: 'Cal Diaz' }],
      ['3', { displayName: 'Dee Lopez' }],
    );
    await mappings.matchAgain(connection);
    await mappings.choose({ tenantId: connection.tenantId, employeeId: 'boss' }, connection, 'bob', {
      phoneUserId: '3',
    });
    expect(idsOn(await page(company, { search: 'lopez' }))).toEqual(['bob']);
    const em = house.tenants.of(connection.tenantId);
    const stored = async (): Promise<string> =>
      JSON.stringify([
        await em.execute('select * from phone_system.mapping_place where connection_id = ?', [connection.id]),
        await em.execute('select * from phone_system.mapping_candidate where connection_id = ?', [connection.id]),
      ]);
    const words = /ann|lee|5550170|lopez|"1"|"3"/i;
    expect(await stored()).toMatch(words);
    await em.execute(
      `update phone_system.employee set name = 'An erased person', emails = '[]', phones = '[]', active = false, erased_at = now()
       where tenant_id = ? and id = 'ann'`,
      [connection.tenantId],
    );
    await em.execute(`delete from phone_system.phone_user where connection_id = ? and external_id in ('1', '3')`, [
      connection.id,
    ]);
    const left = await stored();
    expect(left).not.toMatch(words);
    expect(left).toMatch(/cal diaz.*"2"/);
  });

  it('filters by what somebody has, and counts everybody all the same', async () => {
    const company = await house.company([
      anEmployee('ann', 'Ann Lee'),
      anEmployee('bob', 'Bob Park'),
      anEmployee('cal', 'Cal Diaz'),
      anEmployee('dan', 'Dan Ito'),
    ]);
    await company.list(['1', { emails: ['ann@acme.example'] }], ['2', { displayName: 'Cal Diaz' }]);
    await company.mappings.matchAgain(company.connection);
    const by = { tenantId: company.connection.tenantId, employeeId: 'boss' };
    await company.mappings.choose(by, company.connection, 'bob', { phoneUserId: null });
    const shown = async (filter: NonNullable<MappingQuery['filter']>): Promise<string[]> =>
      idsOn(await page(company, { filter }));
    expect(await shown('all')).toEqual(['ann', 'bob', 'cal', 'dan']);
    expect(await shown('auto')).toEqual(['ann']);
    expect(await shown('manual')).toEqual(['bob']);
    expect(await shown('none')).toEqual(['cal', 'dan']);
    expect(await shown('unmatched')).toEqual(['cal', 'dan']);
    expect(await shown('ambiguous')).toEqual(['cal']);
    const { summary, found } = await page(company, { filter: 'auto' });
    expect([summary, found]).toMatchObject([{ employees: 4, unmatched: 2, ambiguous: 1 }, { employees: 1 }]);
    await company.mappings.choose(by, company.connection, 'cal', { phoneUserId: '2', from: '2100-01-01' });
    expect([await shown('ambiguous'), await shown('unmatched')]).toEqual([[], ['cal', 'dan']]);
  });
});
