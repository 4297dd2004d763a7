import { People } from '../people/people.js';
import type { CallModel } from '../views/call/model.js';
import type { SurfaceCall, SurfaceMe } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what a call's page shows, and what of it leads anywhere for this visitor. The surface has the last word. */
export async function callModel(visitor: Visitor, people: People, callId: string): Promise<CallModel> {
  const { me, tenant } = visitor;
  const call = await visitor.get<SurfaceCall>(`/phone-systems/calls/${encodeURIComponent(callId)}`);
  return {
    call,
    timeZone: tenant.timeZone,
    mayExclude: me.role === 'admin' || manages(people, me, call.employee?.id),
    mayOpen: call.conversation
      .filter(
        ({ employee }) => me.role === 'admin' || employee?.id === me.employeeId || manages(people, me, employee?.id),
      )
      .map((record) => record.callId),
  };
}

const manages = (people: People, me: SurfaceMe, employeeId: string | undefined): boolean =>
  employeeId !== undefined && people.find(me.tenantId, employeeId)?.employee.managerId === me.employeeId;
