import type { Mentions } from '../access/index.js';
import type { CallPage, KnownPhoneUsers, PhoneSystemProvider, ProviderSession } from '../contract/index.js';
import type { Place } from '../connection/life/place.js';
import type { VendorSession } from '../connection/requests/sessions.service.js';
import type { FetchWindowEntity, RoundKind } from '../storage/index.js';
import type { SettledCall } from './announced-calls.js';
import type { Comparison } from './comparison.js';

/** What a walk needs to know. All walks of one place are of one worker, which gives them the same. */
export interface Walk {
  readonly place: Place;
  readonly provider: PhoneSystemProvider;
  readonly session: ProviderSession & Partial<Pick<VendorSession, 'clock'>>;
  readonly timeZone: string;
  /** From when on calls are wanted, by settings and terms. */
  readonly wantedFrom: Date;
  /** Whose calls were listed, by the vendor's ids: added to as pages come. */
  readonly callers?: Set<string>;
  /** How the directories, as they were just read, still name erased people. */
  readonly mentions?: Mentions;
  /** Who is in the directory; left out, nobody. */
  readonly phoneUsers?: KnownPhoneUsers;
}

/** Where a walk knows no directory. */
export const NOBODY_KNOWN: KnownPhoneUsers = () => Promise.resolve([]);

/** A stored window that is not walked to its end yet. */
export type OpenWindow = Pick<
  FetchWindowEntity,
  | 'id'
  | 'tenantId'
  | 'connectionId'
  | 'roundId'
  | 'fromAt'
  | 'toAt'
  | 'attempts'
  | 'failingSince'
  | 'isPiece'
  | 'claimedUntil'
> & {
  readonly kind: RoundKind;
  /** Whether its last walk failed. */
  readonly isFailing: boolean;
  /** Until when it rests; null where it may be walked. */
  readonly resumeAt: Date | null;
};

/** What is walked: a stored window, or what is near, of which nothing is stored before its end. */
export interface Stretch extends Pick<FetchWindowEntity, 'fromAt' | 'toAt'> {
  readonly kind: RoundKind;
  /** Null of what is near. */
  readonly stored: OpenWindow | null;
}

/** What a walk of a window has brought so far. */
export interface WalkCounts {
  readonly pages: number;
  readonly records: number;
  readonly rejected: number;
}

/** When the walk of a whole window began. */
export interface WholeWalk {
  readonly walkedFrom: Date;
  /** The same by the vendor's clock, where that is behind ours. */
  readonly listedAt: Date;
  /** Whether the vendor listed nothing and has calls of it that it anonymised. */
  readonly isKeptQuiet?: boolean;
}

/** How far the walk of a window is. */
export interface WindowProgress {
  /** Null where nothing of it is stored. */
  readonly window: Pick<FetchWindowEntity, 'id' | 'roundId'> | null;
  readonly counts: WalkCounts;
  /** Null until its last page. */
  readonly whole: WholeWalk | null;
}

/** A page of a walk, and how far the walk is with it. */
export interface WalkedPage extends WindowProgress {
  readonly walk: Walk;
  readonly page: CallPage;
  /** The call that was read, where the page is all that there is of one. */
  readonly read?: Omit<SettledCall, 'startedAt'>;
  /** Its place in the order in which pages were asked for. */
  readonly asked: number;
  /** Null where nothing is compared. */
  readonly comparison: Comparison | null;
}

/** A walk that came to its end. */
export interface EndedWalk extends WholeWalk {
  readonly counts: WalkCounts;
}
