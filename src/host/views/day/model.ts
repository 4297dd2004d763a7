import type { Notice } from '../shared/notice.js';
import type { SurfaceDay, SurfaceDayTotal } from '../shared/surface.js';

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
  /** The totals of the day's month, up to today. */
  readonly month: readonly SurfaceDayTotal[];
  /** On a manager's own day: who reports to them. */
  readonly team: readonly { readonly id: string; readonly name: string }[];
}

/** What the page is in the middle of. */
export interface DayUi {
  readonly busy: boolean;
  readonly notice: Notice | null;
  /** The call that is about to be excluded. */
  readonly excluding: string | null;
  /** Why it is not to count, as far as it is written. */
  readonly note: string;
  /** What the server found wrong with the note. */
  readonly noteProblem: string | null;
  readonly lost: boolean;
}

export const calmDayUi: DayUi = {
  busy: false,
  notice: null,
  excluding: null,
  note: '',
  noteProblem: null,
  lost: false,
};

export interface DayActions {
  /** Opens the question for a note; null closes it. */
  ask(callId: string | null): void;
  write(note: string): void;
  exclude(callId: string, note: string): void;
  include(callId: string): void;
  closeNotice(): void;
}

const idle = (): void => undefined;

export const noDayActions: DayActions = {
  ask: idle,
  write: idle,
  exclude: idle,
  include: idle,
  closeNotice: idle,
};

export interface DayProps {
  readonly model: DayModel;
  readonly ui: DayUi;
  readonly actions: DayActions;
}

export const dayHref = (employeeId: string, day: string): string =>
  `/employees/${encodeURIComponent(employeeId)}/days/${day}`;

export const callHref = (callId: string): string => `/calls/${encodeURIComponent(callId)}`;
