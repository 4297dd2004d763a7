import { dayOf } from '../views/shared/format.js';
import { isDay } from './days.js';
import { nameOrder } from 'prodoscore-phone-systems';
import type { SurfacePeopleDays } from '../views/shared/surface.js';
import { toldFigures } from '../views/team/figures.js';
import { type Manager, MOST_DAYS, SHOWN, surfaceQuery, type TeamModel, type TeamQuery } from '../views/team/model.js';
import { firstSpan, lengthOf } from '../views/team/span.js';
import { SurfaceRefused } from './surface-client.js';
import type { Visitor } from './visitor.js';

/** The page of a team, and with which status it is sent; null where whoever looks has none. */
export async function teamModel(
  visitor: Visitor,
  params: URLSearchParams,
): Promise<{ readonly model: TeamModel; readonly status: number } | null> {
  const { me, tenant } = visitor;
  const today = dayOf(new Date(), tenant.timeZone);
  const { query, refused } = readTeamQuery(params, today);
  const isAdmin = me.role === 'admin';
  const model = {
    query,
    today,
    managers: isAdmin ? managersOf(tenant.employees) : null,
    managerOf: {},
    ownId: me.employeeId,
    answer: null,
    refused,
  } satisfies TeamModel;
  if (me.role === 'employee' && !me.leads) return null;
  if (refused !== null) return { model, status: 400 };
  try {
    const answer = await visitor.get<SurfacePeopleDays>(`/phone-systems/people/days?${surfaceQuery(query)}`);
    const managerOf = isAdmin ? namedManagers(tenant.employees, answer) : {};
    const shown = toldFigures(answer).includes(query.shown) ? query.shown : 'countedSeconds';
    return { model: { ...model, query: { ...query, shown }, answer, managerOf, refused: null }, status: 200 };
  } catch (error) {
    if (!(error instanceof SurfaceRefused) || [401, 404].includes(error.status)) throw error;
    return { model: { ...model, refused: error.message }, status: error.status };
  }
}

type Listed = Visitor['tenant']['employees'];

/** Everybody to whom somebody who works here reports, in the order of lists. */
function managersOf(employees: Listed): Manager[] {
  const ids = new Set(
    employees.flatMap(({ id, managerId, active }) => (active && managerId !== id ? [managerId] : [])),
  );
  return nameOrder(employees.filter(({ id }) => ids.has(id)).map(({ id, name }) => ({ id, name })));
}

function namedManagers(employees: Listed, { items }: SurfacePeopleDays): Record<string, Manager> {
  const known = new Map(employees.map((one) => [one.id, one]));
  return Object.fromEntries(
    items.flatMap(({ employee: { id } }) => {
      const manager = known.get(known.get(id)?.managerId ?? '');
      return manager === undefined ? [] : [[id, { id: manager.id, name: manager.name }]];
    }),
  );
}

function readTeamQuery(
  params: URLSearchParams,
  today: string,
): { readonly query: TeamQuery; readonly refused: string | null } {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const page = Number(params.get('page') ?? '1');
  const query: TeamQuery = {
    ...firstSpan(today),
    manager: params.get('manager') ?? '',
    search: (params.get('search') ?? '').trim().slice(0, 200),
    sort: params.get('sort') || 'name',
    shown: SHOWN.find((name) => name === params.get('show')) ?? 'score',
    page: Number.isInteger(page) && page > 1 && page <= 1_000_000 ? page : 1,
  };
  if (from === '' && to === '') return { query, refused: null };
  if (!isDay(from) || !isDay(to) || from > to) {
    return { query, refused: 'This address names no days of the calendar, or ends before it begins.' };
  }
  const days = lengthOf({ from, to });
  if (days > MOST_DAYS) {
    const refused = `These are ${days} days, and this page has room for ${MOST_DAYS}: choose a week or a month.`;
    return { query, refused };
  }
  return { query: { ...query, from, to }, refused: null };
}
