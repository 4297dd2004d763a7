import type { Notice } from '../shared/notice.js';
import type { NamedCall } from '../day/named-calls.js';
import {
  calmObjectingUi,
  noObjectingActions,
  type ObjectingActions,
  type ObjectingUi,
} from '../objections/objecting-model.js';
import type { SurfaceCall } from '../shared/surface.js';

/** Everything that a call's page shows. */
export interface CallModel {
  readonly call: SurfaceCall;
  /** Who looks, by their id. */
  readonly me: string;
  /** The tenant's. */
  readonly timeZone: string;
  /** The other party's number as it is written for reading; null where it was withheld. */
  readonly number: string | null;
  /** The day from which one came; null where it is the call's own, or not known. */
  readonly from: string | null;
  /** Calls that the sentences of this one name. */
  readonly named: readonly NamedCall[];
}

/** What the page is in the middle of. */
export interface CallUi {
  readonly busy: boolean;
  readonly notice: Notice | null;
  /** Why the call is not to count, as far as it is written. */
  readonly note: string;
  /** What the server found wrong with the note. */
  readonly noteProblem: string | null;
  /** The host cannot be reached and is being sought again. */
  readonly lost: boolean;
  /** What whoever's call it is may be saying about it. */
  readonly objecting: ObjectingUi;
}

export const calmCallUi: CallUi = {
  busy: false,
  notice: null,
  note: '',
  noteProblem: null,
  lost: false,
  objecting: calmObjectingUi,
};

export interface CallActions {
  write(note: string): void;
  exclude(excluded: boolean, note: string): void;
  closeNotice(): void;
  readonly objecting: ObjectingActions;
}

export const noCallActions: CallActions = {
  write: () => undefined,
  exclude: () => undefined,
  closeNotice: () => undefined,
  objecting: noObjectingActions,
};
