import type { CallModel } from '../views/call/model.js';
import type { SurfaceCall } from '../views/shared/surface.js';
import { mayExclude } from './may-exclude.js';
import type { Visitor } from './visitor.js';

/** Gathers what a call's page shows, and what of it leads anywhere for this visitor. The surface has the last word. */
export async function callModel(visitor: Visitor, callId: string): Promise<CallModel> {
  const { me, tenant } = visitor;
  const call = await visitor.get<SurfaceCall>(`/phone-systems/calls/${encodeURIComponent(callId)}`);
  return {
    call,
    timeZone: tenant.timeZone,
    mayExclude: mayExclude(visitor, call.employee?.id),
    mayOpen: call.conversation
      .filter(({ employee }) => employee?.id === me.employeeId || mayExclude(visitor, employee?.id))
      .map((record) => record.callId),
  };
}
