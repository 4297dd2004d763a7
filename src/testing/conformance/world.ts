/**
 * The neutral world that a provider is held against: who works somewhere, and which calls they had, in nobody's wire
 * shapes. The kit makes worlds; a {@link ConformanceVendor} tells them in its own JSON.
 */
export interface World {
  /** What time it is at the vendor. */
  readonly now: Date;
  readonly account: WorldAccount;
  readonly people: readonly WorldPerson[];
  /** Queues, departments and menus: what calls go through and is no person. */
  readonly groups: readonly WorldGroup[];
  /** Every call that is over and listed by now, in the order in which they began. */
  readonly calls: readonly WorldCall[];
  /** Calls that have begun and are not listed yet. Tell of them only if the vendor does. */
  readonly ongoing: readonly WorldCall[];
  /** At most so many items on one page, however many are asked for. */
  readonly pageSize: number;
  /** Where true, and where the vendor ever does so, a page in the middle is empty and has a next one all the same. */
  readonly emptyPages: boolean;
  /** Where true, every page token that was handed out is refused, in the vendor's own way. */
  readonly tokensLapsed: boolean;
  /** Whether the person behind the grant may read the whole account, or only what is their own. */
  readonly grant: 'administrator' | 'member';
}

/** Whose account it is. */
export interface WorldAccount {
  readonly id: string;
  readonly name: string;
  /** The e-mail domain of its people. */
  readonly domain: string;
}

/** Somebody with a line. Ids are decimal digits, of any length. */
export interface WorldPerson {
  readonly id: string;
  readonly name: string;
  /** As somebody once typed them: capitals occur. */
  readonly emails: readonly string[];
  /** E.164. */
  readonly numbers: readonly string[];
  readonly extension: string | null;
  readonly status: 'active' | 'departed';
  /** Where true, tell of this person in a way that nobody can read: without the id, say. */
  readonly unreadable: boolean;
}

/** A queue, department or menu. */
export interface WorldGroup {
  readonly id: string;
  readonly name: string;
  /** E.164. */
  readonly number: string;
}

/** One conversation. */
export interface WorldCall {
  readonly id: string;
  /** When the vendor lists it: not before its last leg has ended. */
  readonly listedAt: Date;
  /** When the vendor last changed it: not before it listed it. */
  readonly changedAt: Date;
  /** In the order in which they began; at least one. */
  readonly legs: readonly WorldLeg[];
}

/** One person's part in a conversation, or a group's. */
export interface WorldLeg {
  readonly id: string;
  readonly owner: { readonly kind: 'person' | 'group'; readonly id: string };
  readonly direction: 'inbound' | 'outbound';
  readonly startedAt: Date;
  /** Null where nobody spoke. */
  readonly connectedAt: Date | null;
  readonly endedAt: Date;
  readonly other: WorldParty;
  /** The account's own number that it went over, E.164. */
  readonly line: string | null;
  /** The id of the group that it came through, or that it belongs to. */
  readonly groupId: string | null;
  /** Whether a message was left: only on inbound legs that nobody answered. */
  readonly voicemail: boolean;
  readonly transferred: boolean;
  readonly recorded: boolean;
  /** Where true, tell of this leg in a way that nobody can read: without its start, say. */
  readonly unreadable: boolean;
}

/** The other side of a leg. */
export interface WorldParty {
  /**
   * - `number`: dialled from anywhere
   * - `withheld`: the caller hides it; use the vendor's word for that
   * - `extension`: dialled inside the company
   */
  readonly kind: 'number' | 'withheld' | 'extension';
  /** E.164 for a number, digits for an extension, null where withheld. */
  readonly number: string | null;
  readonly name: string | null;
  /** The colleague whom it is, where it is one. */
  readonly personId: string | null;
}
