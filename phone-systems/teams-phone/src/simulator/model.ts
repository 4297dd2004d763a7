/** Over whose lines a person's outside calls go: Microsoft's own, a carrier's (`oc_` rows), or the customer's SBC. */
export type LineKind = 'callingPlan' | 'operatorConnect' | 'directRouting';

/** A person, guest, room, queue or attendant in a simulated directory. */
export interface SimulatedUser {
  /** A GUID, the same in the directory and in all three logs. */
  readonly id: string;
  readonly displayName: string;
  /** May be null, and need not equal the user principal name. */
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly proxyAddresses: readonly string[];
  /** Typed by hand: need not be the Teams number. */
  readonly businessPhones: readonly string[];
  readonly mobilePhone: string | null;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  readonly accountType: 'user' | 'resourceAccount' | 'guest' | 'ineligibleUser';
  readonly isEnterpriseVoiceEnabled: boolean;
  /** E.164; the first is the primary one. */
  readonly telephoneNumbers: readonly string[];
  readonly line: LineKind;
  /** `global` may consent for the whole tenant; `lesser` administers something and may not; null for neither. */
  readonly administers: 'global' | 'lesser' | null;
  /** What a resource account answers for. */
  readonly answersAs?: 'queue' | 'attendant';
  /** Last day of calls, counted back from the first start; absent for those who still make calls. */
  readonly leftDaysBeforeStart?: number;
  /** No longer in the directory. */
  readonly deleted?: boolean;
}

/** Who plays which part in the stories that every day of a company tells; each a user's id. */
export interface TeamsCast {
  readonly caller: string;
  readonly colleague: string;
  readonly colleaguePeer: string;
  readonly voicemailSender: string;
  readonly voicemailReceiver: string;
  readonly agents: readonly [string, string, string];
  readonly desk: string;
  readonly nightDesk: string;
  readonly queue: string;
  readonly overflowQueue: string;
  readonly attendant: string;
}

/** One customer of Microsoft. */
export interface TeamsCompany {
  /** The tenant's id: a GUID. */
  readonly id: string;
  readonly name: string;
  /** The default domain of its people's e-mail. */
  readonly domain: string;
  /** Verified domains that take e-mail, the default one among them, without the initial `*.onmicrosoft.com`. */
  readonly domains: readonly string[];
  /** `*.onmicrosoft.com`. */
  readonly initialDomain: string;
  /** IANA name: where its days begin and end. */
  readonly timeZone: string;
  readonly users: readonly SimulatedUser[];
  /** Of a tenant in a national cloud: its people are known where they sign in, and their codes are no good. */
  readonly cloud?: 'usGovernment' | 'china';
  /** With a cast, every day tells the stories; without, there are everyday calls only. */
  readonly cast?: TeamsCast;
}

/** One end of a session. */
export type SimulatedEnd =
  | { readonly kind: 'user'; readonly userId: string }
  /** Somebody of another tenant. */
  | { readonly kind: 'stranger'; readonly userId: string; readonly tenantId: string; readonly name: string }
  | { readonly kind: 'phone'; readonly number: string }
  /** The resource account of a queue or attendant: it has a name where it is called, and none where it calls. */
  | { readonly kind: 'account'; readonly userId: string; readonly named: boolean }
  | { readonly kind: 'service'; readonly role: string }
  /** Noise in calls of a queue. */
  | { readonly kind: 'conferencingAssistant' };

/** One session of a call record. Times are milliseconds since the epoch. */
export interface SimulatedSession {
  readonly id: string;
  readonly caller: SimulatedEnd;
  readonly callee: SimulatedEnd;
  readonly startedAt: number;
  /** Equal to the start where somebody was only rung in a group call. */
  readonly endedAt: number;
  /** When somebody really answered. */
  readonly answeredAt: number | null;
  readonly failure: string | null;
  readonly modalities: readonly string[];
  readonly isTest: boolean;
}

/** What one person did in a session, as it really was. */
export interface SimulatedPart {
  readonly userId: string;
  readonly sessionId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly outcome: 'answered' | 'unanswered' | 'missed' | 'voicemail';
  /** When somebody really answered. */
  readonly answeredAt: number | null;
  readonly endedAt: number;
  /** The other side: a number, or a colleague's or stranger's id; null where nothing can be told. */
  readonly other: string | null;
  /** The queue or attendant that it came through: its resource account. */
  readonly groupId: string | null;
  readonly transferred: boolean;
}

/** What became of a leg over a telephone line: one row of the calling plans' log or of direct routing's. */
export interface SimulatedRow {
  readonly id: string;
  /** Without the prefix of the line, such as `user_in`, `user_out_transfer`, `conf_in` or `ucap_in`. */
  readonly callType: string;
  readonly line: LineKind;
  /** The person's, or the resource account's where the type is `ucap_…`. */
  readonly userId: string;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
  readonly callerNumber: string;
  readonly calleeNumber: string;
  /** From when on it is listed. */
  readonly listedAt: number;
}

/** One version of a call record: what is known of it from an instant on. */
export interface SimulatedVersion {
  readonly at: number;
  readonly sessionIds: readonly string[];
}

/** One call or meeting: its record in all versions, its rows, and everybody's part in it. */
export interface SimulatedCall {
  readonly id: string;
  readonly type: 'peerToPeer' | 'groupCall';
  readonly modalities: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
  /** Of a meeting. */
  readonly joinWebUrl: string | null;
  readonly organizer: SimulatedEnd;
  readonly sessions: readonly SimulatedSession[];
  /** In their order; empty where only rows tell of the call. */
  readonly versions: readonly SimulatedVersion[];
  readonly rows: readonly SimulatedRow[];
  /** Empty where the sheet has no call in it: a meeting, a video call, a test. */
  readonly parts: readonly SimulatedPart[];
  /** `detail`: listed, but gone when it is read. `everywhere`: gone from the list too. */
  readonly gone?: 'detail' | 'everywhere';
}

/** One person's record of one call: what a complete fetch must come to. Times are milliseconds since the epoch. */
export interface ExpectedRecord {
  /** `{sessionId}:{userId}`, or `pstn:{rowId}` where only a row tells of the call. */
  readonly externalId: string;
  /** The call record's. */
  readonly callId: string;
  readonly userId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly outcome: SimulatedPart['outcome'];
  /** The call record's beginning, or the row's. */
  readonly startedAt: number;
  /** From when on the logs show talk, ringing included where they tell no better; null where there was none. */
  readonly connectedAt: number | null;
  readonly endedAt: number;
  readonly other: string | null;
  readonly groupId: string | null;
  readonly transferred: boolean;
}
