import type { Notice } from '../shared/notice.js';
import type { SurfaceDay, SurfaceDayInput, SurfaceDayTotal } from '../shared/surface.js';
import {
  calmObjectingUi,
  noObjectingActions,
  type ObjectingActions,
  type ObjectingUi,
} from '../objections/objecting-model.js';
import { dayOf } from '../shared/format.js';
import type { DayShow } from './calls-shown.js';

/** Everything that a day's page shows. */
export interface DayModel {
  readonly day: SurfaceDay;
  /** Whose day it is, as the host calls them. */
  readonly employeeName: string;
  readonly own: boolean;
  /** Whether whoever looks may see all that is stored about this person. */
  readonly mayOpenData: boolean;
  /** Whether the host shows its notice to whoever looks, who has not acknowledged it yet. */
  readonly hasUnreadNotice: boolean;
  /** When the day begins and ends in its zone: 23 or 25 hours apart where clocks change. */
  readonly begins: string;
  readonly ends: string;
  /** The tenant's own day at the time of rendering; there is nothing after it. */
  readonly today: string;
  /** The totals of the day's month, up to today. */
  readonly month: readonly SurfaceDayTotal[];
  /** Who stands before and after this person in the list of the team, for whoever may see them. */
  readonly beside: { readonly before: Colleague | null; readonly after: Colleague | null };
  /** Whether whoever looks may see the days of a team. */
  readonly leads: boolean;
  /** Which of its calls are listed. */
  readonly show: DayShow;
  /** Whether many calls are listed one by one, and not folded by the hour. */
  readonly unfolded: boolean;
  /** When the host told all of this. */
  readonly asOf: string;
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** Whether nobody will ever know all of a day. */
export const isNeverKnown = (why: SurfaceDay['why']): boolean =>
  why === 'not-stored' || why === 'before-history' || why === 'no-longer-told';

/** What is said in place of a figure that nobody will ever know. */
export const missingFigure = (why: SurfaceDay['why']): string => (why === 'not-stored' ? 'Not stored' : 'Not known');

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
  /** What whoever's day it is may be saying about it. */
  readonly objecting: ObjectingUi;
}

export const calmDayUi: DayUi = {
  busy: false,
  notice: null,
  excluding: null,
  note: '',
  noteProblem: null,
  lost: false,
  objecting: calmObjectingUi,
};

export interface DayActions {
  /** Opens the question for a note; null closes it. */
  ask(callId: string | null): void;
  write(note: string): void;
  exclude(callId: string, note: string): void;
  include(callId: string): void;
  /** Lists these calls only. */
  show(show: DayShow): void;
  closeNotice(): void;
  readonly objecting: ObjectingActions;
}

const idle = (): void => undefined;

export const noDayActions: DayActions = {
  ask: idle,
  write: idle,
  exclude: idle,
  include: idle,
  show: idle,
  closeNotice: idle,
  objecting: noObjectingActions,
};

export interface DayProps {
  readonly model: DayModel;
  readonly ui: DayUi;
  readonly actions: DayActions;
}

export const dayHref = (employeeId: string, day: string, show: DayShow = 'all'): string =>
  `/employees/${encodeURIComponent(employeeId)}/days/${day}${show === 'all' ? '' : `?show=${show}`}`;

export const unfoldedHref = ({ day, show }: DayModel): string =>
  `${dayHref(day.employeeId, day.day, show)}${show === 'all' ? '?' : '&'}unfolded=1`;

/** @param from the day from which one comes, and to which one goes back, where it is not the call's own */
export const callHref = (callId: string, from: string | null = null): string =>
  `/calls/${encodeURIComponent(callId)}${from === null ? '' : `?day=${from}`}`;

/** A call, to be opened from a day: one that goes on from the day before leads back to this one. */
export const callOfDayHref = ({ day }: DayModel, input: SurfaceDayInput): string =>
  callHref(input.callId, beganOn(input, day.timeZone) === day.day ? null : day.day);

/** The day on which a call's talk, or its ringing, began. */
export const beganOn = (call: { connectedAt: string | null; startedAt: string }, timeZone: string): string =>
  dayOf(new Date(call.connectedAt ?? call.startedAt), timeZone);
