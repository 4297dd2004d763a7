import type { CallModel } from '../views/call/model.js';
import type { SurfaceCall } from '../views/shared/surface.js';
import type { Visitor } from './visitor.js';

/** Gathers what a call's page shows. */
export async function callModel(visitor: Visitor, callId: string): Promise<CallModel> {
  const call = await visitor.get<SurfaceCall>(`/phone-systems/calls/${encodeURIComponent(callId)}`);
  return { call, timeZone: visitor.tenant.timeZone };
}
