import type { Mentions } from '../access/index.js';
import type { CallRecord, Page, PhoneSystemProvider, ProviderSession } from '../contract/index.js';
import type { Place } from '../connection/place.js';
import type { VendorSession } from '../connection/sessions.service.js';
import type { FetchWindowEntity } from '../storage/index.js';
import type { Comparison } from './comparison.js';

/** What a walk needs to know. All walks of one place are of one worker, which gives them the same. */
export interface Walk {
  readonly place: Place;
  readonly provider: PhoneSystemProvider;
  readonly session: ProviderSession & Partial<Pick<VendorSession, 'clock'>>;
  readonly timeZone: string;
  /** How the directories, as they were just read, still name erased people. */
  readonly mentions?: Mentions;
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
}

/** How far the walk of a window is. */
export interface WindowProgress {
  readonly window: Pick<FetchWindowEntity, 'id' | 'roundId'>;
  readonly counts: WalkCounts;
  /** Null until its last page. */
  readonly whole: WholeWalk | null;
}

/** A page of a walk, and how far the walk is with it. */
export interface WalkedPage extends WindowProgress {
  readonly walk: Walk;
  readonly page: Page<CallRecord>;
  /** Its place in the order in which pages were asked for. */
  readonly asked: number;
  /** Null where nothing is compared. */
  readonly comparison: Comparison | null;
}
