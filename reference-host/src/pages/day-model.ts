import { besideInOrder, Problem } from 'prodoscore-phone-systems';
import { dayOf } from '../views/shared/format.js';
import { dayBounds, isDay } from './days.js';
import { reportsOf } from '../people/people.js';
import type { DayModel } from '../views/day/model.js';
import { readDayShow } from '../views/day/calls-shown.js';
import { monthSpan } from '../views/day/month-span.js';
import { leadsTeam } from '../views/team/model.js';
import type { SurfaceDay, SurfaceDayTotals, SurfaceNotice } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what a day's page shows. Names are the host's own: the surface says whose day it is by id. */
export async function dayModel(
  visitor: Visitor,
  employeeId: string,
  dayText: string,
  query: URLSearchParams,
): Promise<DayModel> {
  if (!isDay(dayText)) throw new Problem(400, 'invalid_day', 'This address names no day of the calendar.');
  const { me, tenant } = visitor;
  const asOf = new Date().toISOString();
  const days = `/phone-systems/employees/${encodeURIComponent(employeeId)}/days`;
  const day = await visitor.get<SurfaceDay>(`${days}/${dayText}`);
  const today = dayOf(new Date(), day.timeZone);
  const { from, to } = dayBounds(day.day, day.timeZone);
  const own = employeeId === me.employeeId;
  return {
    day,
    employeeName: tenant.employees.find(({ id }) => id === employeeId)?.name ?? 'Somebody who left',
    own,
    mayOpenData: own || me.role === 'admin',
    hasUnreadNotice: own && isUnread(await visitor.get<SurfaceNotice>('/phone-systems/notice')),
    begins: from.toISOString(),
    ends: to.toISOString(),
    today,
    month: (await visitor.get<SurfaceDayTotals>(`${days}?${monthSpan(day.day, today)}`)).items,
    beside: own && me.role !== 'admin' ? NOBODY : besideInOrder(listedFor(visitor), employeeId),
    leads: leadsTeam(me),
    show: readDayShow(query),
    unfolded: query.get('unfolded') === '1',
    asOf,
  };
}

/** Where it is required, nobody comes as far as here. */
const isUnread = ({ mode, acknowledgedAt }: SurfaceNotice): boolean => mode === 'shown' && acknowledgedAt === null;

const NOBODY = { before: null, after: null };

/** Who stands in the list of the team that whoever looks at a day may see. */
function listedFor({ me, tenant }: Visitor): { readonly id: string; readonly name: string }[] {
  const listed =
    me.role === 'admin' ? tenant.employees.filter(({ active }) => active) : reportsOf(tenant, me.employeeId);
  return listed.map(({ id, name }) => ({ id, name }));
}
