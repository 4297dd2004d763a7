import type { CallRecord, PhoneUser } from './model.js';
import type { Page } from './page.js';
import type { ProviderSession } from './session.js';

/**
 * A call that a list only announces, because its records are read one call at a time. It is read when it is new, when its
 * revision is another one, and when an event names it.
 *
 * @example
 * { externalId: 'b2f1…', startedAt: new Date('2026-11-22T09:00:00Z'), revision: 3 }
 */
export interface CallStub {
  /** The conversation's; what an event of kind `callChanged` names. */
  readonly externalId: string;
  /** When the conversation began, by which windows list it. */
  readonly startedAt: Date;
  /**
   * Another one after each change, such as the time of it. Where the vendor has none, a whole number made of all that its
   * list shows of the call. The same as before: not read again.
   */
  readonly revision: number;
}

/** A page of a list of calls: records, calls that are only announced, or both. */
export interface CallPage extends Page<CallRecord> {
  /** To be read by {@link DetailFacet.readCall}. `completeUntil` stays behind each of them until it was. */
  readonly announced?: readonly CallStub[];
}

/** A call that is to be read: as it was announced, or by its id alone where only an event named it. */
export type NamedCall = Pick<CallStub, 'externalId'> & Partial<CallStub>;

/** Every record of one conversation, as they are now. */
export interface CallDetail extends Pick<Page<CallRecord>, 'items' | 'rejected'> {
  /** The revision that was read, as {@link CallStub.revision} counts it: a list that announces the same has it read no more. */
  readonly revision?: number;
}

/**
 * Reads what a list or an event only names. Present where calls are read one by one.
 */
export interface DetailFacet {
  /**
   * All records of one conversation. They replace what an earlier reading of it brought: what that has and this has not is
   * removed, with its exclusion. A reading without any record removes nothing: whoever knows a conversation tells a part of
   * it. Called a few at once, and again where a failure passes.
   *
   * @param phoneUsers as for `listCalls`
   * @throws ProviderError of kind `gone` where the vendor has no such call (any more): it is asked for no longer, and what is
   * stored of it stays
   */
  readCall(session: ProviderSession, call: NamedCall, phoneUsers: KnownPhoneUsers): Promise<CallDetail>;
}

/**
 * Everybody whom the directory ever listed, as it was last read: for vendors that name people in calls otherwise than by
 * the id of the directory (an extension, an address), or queues as they name people. The same array as long as nothing
 * changed, so that an index of it can be kept by it.
 *
 * @example
 * const byExtension = indexOf(await phoneUsers());
 */
export type KnownPhoneUsers = () => Promise<readonly PhoneUser[]>;
