/** The vendor's account behind a grant: names it for the administrator and stops two tenants sharing it. */
export interface ProviderAccount {
  readonly externalId: string;
  readonly name: string;
  /** The e-mail domains that the account serves; one of them must be a registered domain of the tenant. */
  readonly domains: readonly string[];
  /** Whether this grant may read every call of the account. */
  readonly readsAllCalls: boolean;
}

/** Somebody with a line in the vendor's directory, present or departed. */
export interface PhoneUser {
  /** The vendor's id, always a string: vendors' ids do not fit a double. */
  readonly externalId: string;
  readonly displayName: string;
  /** Lower case, without surrounding space. */
  readonly emails: readonly string[];
  readonly numbers: readonly PhoneNumber[];
  readonly status: 'active' | 'pending' | 'suspended' | 'departed';
}

/** A telephone number of a phone user. */
export interface PhoneNumber {
  /** E.164, such as `+14155550170`; null where the vendor gave something else. */
  readonly e164: string | null;
  /** Dialled inside the company; it never identifies an employee. */
  readonly extension?: string;
}

/** The other party of a call. */
export interface Counterparty {
  /** E.164, or null where it was withheld, an extension or no number. */
  readonly number: string | null;
  readonly name: string | null;
  /** Whether it is a colleague in the same account. */
  readonly internal: boolean;
  /**
   * The colleague's id in the vendor's directory, where the record tells it. It is not stored: once a person was erased,
   * others' records are kept from naming them by it, whatever they are called and whichever number they have by then.
   */
  readonly userExternalId?: string;
}

/** A queue, department, menu or other thing that calls go through and that is no person. */
export interface CallGroup {
  readonly externalId: string;
  readonly name: string | null;
}

/** What became of a call, from the side of the one whom the record belongs to. */
export type CallOutcome = 'answered' | 'unanswered' | 'missed' | 'voicemail';

export type CallDirection = 'inbound' | 'outbound';

/**
 * One person's part in one conversation. Several records may belong to one conversation, also of one person.
 * Times are instants. There is no duration: vendors disagree on its unit and its meaning.
 */
export interface CallRecord {
  readonly externalId: string;
  /** Every other id by which this record names its conversation; records that share one, directly or through others, are joined. */
  readonly relatedIds: readonly string[];
  /** Null where no person took part (a queue, a menu, a room): stored and shown with the conversation, never scored. */
  readonly userExternalId: string | null;
  readonly direction: CallDirection;
  /**
   * - `answered`: somebody spoke (`connectedAt` is set)
   * - `unanswered`: an outbound call that nobody took
   * - `missed`: an inbound call that nobody took
   * - `voicemail`: an inbound call that nobody took, and a message was left. For the one who leaves it, the same event
   *   is an outbound call, `answered` where the mailbox picked up.
   */
  readonly outcome: CallOutcome;
  /**
   * When it began, by which windows list it: the part's own beginning, or that of its whole call where the vendor lists
   * parts under their call. The same in every reading.
   */
  readonly startedAt: Date;
  /** When somebody began to speak. Talk time is `connectedAt` to `endedAt`, and nothing else. */
  readonly connectedAt: Date | null;
  readonly endedAt: Date;
  readonly counterparty: Counterparty;
  /** The account's own number or line that the call went over. */
  readonly viaNumber: string | null;
  readonly group: CallGroup | null;
  readonly transferred: boolean;
  readonly recorded: boolean;
  readonly labels: readonly string[];
  /**
   * Orders events about one record: the highest holds, whatever order they arrive in; at equal revision the later one.
   * A vendor's timestamp of the last change will do. It decides nothing over the list: what a list said last holds,
   * whatever revision that has, and no event replaces it. Only that a message was left is known for good, whoever told
   * it: while nobody answered, such a record stays a `voicemail`.
   */
  readonly revision: number;
}
