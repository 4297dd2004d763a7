import { isDay } from './days.js';
import { readablePhoneNumber } from 'prodoscore-phone-systems';
import type { CallModel } from '../views/call/model.js';
import { type NamedCall, sentenceParts } from '../views/day/named-calls.js';
import type { SurfaceCall, SurfaceDay } from '../views/shared/surface.js';
import { SurfaceRefused } from './surface-client.js';
import type { Visitor } from './visitor.js';

/** Gathers what a call's page shows. */
export async function callModel(visitor: Visitor, callId: string, query: URLSearchParams): Promise<CallModel> {
  const call = await visitor.get<SurfaceCall>(`/phone-systems/calls/${encodeURIComponent(callId)}`);
  const { number } = call.counterparty;
  const from = query.get('day');
  return {
    call,
    me: visitor.me.employeeId,
    timeZone: visitor.tenant.timeZone,
    number: number === null ? null : readablePhoneNumber(number),
    from: from !== null && isDay(from) && call.credit.some(({ day }) => day === from) ? from : null,
    named: (await Promise.all(call.credit.map((credit) => namedIn(visitor, call, credit)))).flat(),
  };
}

/** The calls that a sentence names, as the day knows them; none where whoever looks may not see that day. */
async function namedIn(
  visitor: Visitor,
  { employee }: SurfaceCall,
  { day, text }: SurfaceCall['credit'][number],
): Promise<readonly NamedCall[]> {
  if (employee === null || !text.includes('“')) return [];
  try {
    const path = `/phone-systems/employees/${encodeURIComponent(employee.id)}/days/${day}`;
    const { inputs, timeZone } = await visitor.get<SurfaceDay>(path);
    const ids = new Set(sentenceParts(text, inputs, timeZone).map(({ callId }) => callId));
    return inputs
      .filter(({ callId }) => ids.has(callId))
      .map(({ callId, title, connectedAt }) => ({ callId, title, connectedAt }));
  } catch (error) {
    if (error instanceof SurfaceRefused && error.status < 500) return [];
    throw error;
  }
}
