import type { SurfaceDay } from '../shared/surface.js';

/** Everything that a day's page shows. */
export interface DayModel {
  readonly day: SurfaceDay;
  /** Whose day it is, as the host calls them. */
  readonly employeeName: string;
  readonly own: boolean;
  /** When the day begins and ends in its zone: 23 or 25 hours apart where clocks change. */
  readonly begins: string;
  readonly ends: string;
  /** The tenant's own day at the time of rendering; there is nothing after it. */
  readonly today: string;
  /** On a manager's own day: who reports to them. */
  readonly team: readonly { readonly id: string; readonly name: string }[];
}

export const dayHref = (employeeId: string, day: string): string =>
  `/employees/${encodeURIComponent(employeeId)}/days/${day}`;

export const callHref = (callId: string): string => `/calls/${encodeURIComponent(callId)}`;
