import { aConnection, aPhoneUser } from '../../test/support/stored-rows.js';
import { EmployeeEntity, type PhoneUserEntity } from '../storage/index.js';
import { mappingPage, type MappingQuery } from './mapping-page.js';
import type { MappingRow } from './mapping-row.js';
import type { MappingState } from './mapping-view.js';
import { matchEmployees } from './match.js';
import { reconcile } from './reconcile.js';

const connection = aConnection('acme');

const employee = (id: string, name: string, more: Partial<EmployeeEntity> = {}): EmployeeEntity =>
  Object.assign(new EmployeeEntity(), {
    tenantId: 'acme',
    id,
    name,
    emails: [`${id}@acme.example`],
    phones: [],
    active: true,
    ...more,
  });

/** A tenant on whom automatic matching has just been run. */
function tenant(employees: EmployeeEntity[], phoneUsers: PhoneUserEntity[], chosen: MappingRow[] = []): MappingState {
  const today = '2026-03-04';
  const terms = { region: 'US', timeZone: 'America/New_York' };
  const matches = matchEmployees(employees, phoneUsers, { terms, today, isFirst: true });
  return { employees, phoneUsers, matches, rows: reconcile(chosen, matches, today), today };
}

const pageOf = (state: MappingState, query: MappingQuery = {}) => mappingPage(state, new Set(), query);

describe('the mapping page', () => {
  it('goes on until employees and free phone users are at their end', () => {
    const many = Array.from({ length: 60 }, (_, at) => employee(`e${at}`, `Person ${at}`));
    const lines = Array.from({ length: 101 }, (_, at) => aPhoneUser(connection, String(at)));
    const pages = [1, 2, 3, 4].map((page) => pageOf(tenant(many, lines), { page }));
    expect(pages.map(({ items }) => items.length)).toEqual([50, 10, 0, 0]);
    expect(pages.map(({ unmatchedPhoneUsers }) => unmatchedPhoneUsers.length)).toEqual([50, 50, 1, 0]);
    expect(pages.map(({ nextPage }) => nextPage)).toEqual([2, 3, null, null]);
    expect(pages[0]?.items[9]?.employee.name).toBe('Person 9');
    expect(pages.map(({ found }) => found)).toEqual(Array(4).fill({ employees: 60, phoneUsers: 101 }));
    expect(pageOf(tenant(many, lines), { search: 'person 5' }).found.employees).toBe(11);
  });

  it('finds names, addresses and numbers on both sides', () => {
    const state = tenant(
      [employee('ann', 'Ann Lee', { phones: ['(415) 555-0170'] }), employee('bob', 'Bob Park')],
      [
        aPhoneUser(connection, '1', { emails: ['bob@acme.example'], displayName: 'Reception' }),
        aPhoneUser(connection, '2', { displayName: 'Fax', numbers: [{ e164: '+14155550199' }] }),
      ],
    );
    const found = (search: string): string[] => {
      const { items, unmatchedPhoneUsers } = pageOf(state, { search });
      return [...items.map((item) => item.employee.id), ...unmatchedPhoneUsers.map(({ externalId }) => externalId)];
    };
    expect(found('ANN')).toEqual(['ann']);
    expect(found(' recep ')).toEqual(['bob']);
    expect(found('415-555-01')).toEqual(['ann', '2']);
    expect(found('nobody at all')).toEqual([]);
  });

  it('finds a name however its letters are composed, and without its accents', () => {
    const state = tenant([employee('e1', 'Jörg Müller'), employee('e2', 'Rene\u0301 Łuk')], []);
    const found = (search: string): string[] => pageOf(state, { search }).items.map((item) => item.employee.id);
    expect(['muller', 'MÜLLER', 'mu\u0308ll', 'jorg m\u200bu'].map(found)).toEqual(Array(4).fill(['e1']));
    expect(['rené', 'RENE', 'luk'].map(found)).toEqual(Array(3).fill(['e2']));
  });

  it('filters by what somebody has, and counts everybody all the same', () => {
    const none = { employeeId: 'bob', phoneUserId: null, source: 'manual', matchedOn: null } as const;
    const state = tenant(
      [
        employee('ann', 'Ann Lee'),
        employee('bob', 'Bob Park'),
        employee('cal', 'Cal Diaz'),
        employee('dan', 'Dan Ito'),
      ],
      [
        aPhoneUser(connection, '1', { emails: ['ann@acme.example'] }),
        aPhoneUser(connection, '2', { displayName: 'Cal Diaz' }),
      ],
      [{ ...none, id: null, fromDay: null, untilDay: null }],
    );
    const shown = (filter: MappingQuery['filter']): string[] =>
      pageOf(state, { filter }).items.map((item) => item.employee.id);
    expect(shown('all')).toEqual(['cal', 'dan', 'ann', 'bob']);
    expect(shown('auto')).toEqual(['ann']);
    expect(shown('manual')).toEqual(['bob']);
    expect(shown('none')).toEqual(['cal', 'dan']);
    expect(shown('unmatched')).toEqual(['cal', 'dan']);
    expect(shown('ambiguous')).toEqual(['cal']);
    expect(pageOf(state, { filter: 'auto' }).summary).toMatchObject({ employees: 4, unmatched: 2, ambiguous: 1 });
  });
});
