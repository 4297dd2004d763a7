/** What has an extension. Only `user` is a person. */
export type ExtensionType =
  | 'user'
  | 'call_queue'
  | 'auto_receptionist'
  | 'common_area'
  | 'shared_line_group'
  | 'group_call_pickup'
  | 'external_contact';

/** A person with a seat of a simulated company. */
export interface SimulatedUser {
  /** The Zoom user's id: of the directory, of a person's own list and of events; calls do not name it. */
  readonly id: string;
  readonly phoneUserId: string;
  /** What calls name the person by. */
  readonly extensionId: string;
  /** Null for somebody with a seat and no extension yet. */
  readonly extensionNumber: number | null;
  readonly name: string;
  readonly email: string;
  /** False: the e-mail proves no domain. */
  readonly verified: boolean;
  /** Direct numbers, E.164. */
  readonly phoneNumbers: readonly string[];
  readonly status: 'activate' | 'deactivate' | 'pending';
  readonly roleName: string;
  /** Has a role with Zoom Phone management: without it the company's calls and people are refused. */
  readonly managesPhone: boolean;
  readonly site: string;
  readonly department: string;
  /** No longer listed, and signs in no longer. */
  readonly gone?: boolean;
  /** Last day of calls, counted back from the first start; absent for those who still make calls. */
  readonly leftDaysBeforeStart?: number;
  /** Who had the extension before, by the Zoom user's id: this person makes calls from the day on which that one left. */
  readonly succeeds?: string;
}

/** A queue, a menu or a shared line of a simulated company. */
export interface SimulatedGroup {
  readonly extensionId: string;
  readonly extensionNumber: number;
  readonly type: Exclude<ExtensionType, 'user' | 'external_contact'>;
  readonly name: string;
  /** E.164; null where it has no number of its own. */
  readonly phoneNumber: string | null;
}

/** Who plays which part in the stories that every day of a company tells: Zoom users' ids, and groups' extension ids. */
export interface ZoomCast {
  readonly caller: string;
  readonly colleague: string;
  readonly colleaguePeer: string;
  readonly voicemailSender: string;
  readonly voicemailReceiver: string;
  readonly agents: readonly [string, string, string];
  readonly supervisor: string;
  readonly desk: string;
  readonly nightDesk: string;
  readonly queue: string;
  readonly overflowQueue: string;
  readonly menu: string;
  readonly sharedLine: string;
}

/** One customer of Zoom. */
export interface ZoomCompany {
  readonly accountId: string;
  readonly name: string;
  /** The domain of its people's e-mail; the account itself tells none. */
  readonly domain: string;
  readonly mainNumber: string;
  /** IANA name: where its days begin and end. */
  readonly timeZone: string;
  /** Its limits: half as much on `pro`. */
  readonly plan: 'pro' | 'business';
  readonly users: readonly SimulatedUser[];
  readonly groups: readonly SimulatedGroup[];
  /** With a cast, every day tells the stories; without, there are everyday calls only. */
  readonly cast?: ZoomCast;
}

/** One side of a call or a leg as Zoom shows it; everything may be absent. */
export interface CallParty {
  readonly extId?: string;
  readonly extNumber?: string;
  readonly extType?: ExtensionType;
  readonly name?: string;
  readonly email?: string;
  /** E.164. */
  readonly number?: string;
  readonly numberType?: string;
}

/** One leg (`call_element`) of a call. Times are milliseconds since the epoch, on whole seconds. */
export interface SimulatedLeg {
  readonly id: string;
  readonly callId: string;
  readonly event: string;
  readonly result: string;
  readonly resultReason?: string;
  readonly direction: 'inbound' | 'outbound';
  readonly connectType: 'internal' | 'external';
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
  readonly segment: number;
  readonly node: 0 | 1;
  readonly caller: CallParty;
  readonly callee: CallParty;
  readonly operator?: CallParty;
  readonly holdSeconds?: number;
  readonly waitingSeconds?: number;
  readonly pressKey?: string;
  readonly voicemailId?: string;
  /** Before a warm transfer was one row: the call that this one was asked about. */
  readonly transferCallId?: string;
  /** Shown from this instant on only, under the end that the call had already. */
  readonly seenAt?: number;
}

/** What one person did in a call, as it really was. */
export interface SimulatedPart {
  /** What it is called in a test. */
  readonly role: string;
  /** The Zoom user's id; null where no person took part. */
  readonly userId: string | null;
  readonly extensionId: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** When this person began to talk; null where nobody did. */
  readonly connectedAt: number | null;
  readonly endedAt: number;
  /** Whether the caller left a message for this person. */
  readonly voicemail: boolean;
  /** The extension id of the queue, menu or shared line that it came through. */
  readonly groupId: string | null;
  /** Null where it is open whether the record says it. */
  readonly transferred: boolean | null;
  /** The other side; its number is null where it was withheld or is a colleague's. */
  readonly other: { readonly number: string | null; readonly name: string | null; readonly internal: boolean };
  /** The leg that tells it and the side on which this person is; null where no person took part. */
  readonly toldBy: { readonly legId: string; readonly side: 'caller' | 'callee' } | null;
  readonly seenAt?: number;
}

/** One call: a row of the company's call history. */
export interface SimulatedCall {
  readonly uuid: string;
  /** Digits, beyond 2^53. */
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly connectType: 'internal' | 'external';
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
  readonly result: string;
  readonly caller: CallParty;
  readonly callee: CallParty;
  readonly legs: readonly SimulatedLeg[];
  readonly parts: readonly SimulatedPart[];
  readonly recorded: boolean;
}

/** One person's record of one call: what a complete fetch must find. Times are milliseconds since the epoch. */
export interface ExpectedRecord extends Omit<SimulatedPart, 'toldBy' | 'voicemail' | 'seenAt'> {
  /** The call's `call_history_uuid`. */
  readonly callUuid: string;
  readonly callId: string;
  /** `call_element_id:caller` or `:callee`; the call's uuid where no person took part. */
  readonly recordId: string;
  /** The call's: what a window lists it by. */
  readonly startedAt: number;
  readonly outcome: 'answered' | 'unanswered' | 'missed' | 'voicemail';
}
