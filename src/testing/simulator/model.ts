/** What a Dialpad target may be. Only `user` is a person. */
export type TargetType =
  | 'user'
  | 'department'
  | 'office'
  | 'callcenter'
  | 'callrouter'
  | 'coachinggroup'
  | 'coachingteam'
  | 'staffgroup'
  | 'channel'
  | 'room'
  | 'unknown';

export type UserState = 'active' | 'suspended' | 'pending' | 'cancelled' | 'deleted';
export type CompanyState = 'active' | 'pending' | 'suspended' | 'cancelled' | 'deleted';

/** A person (or a shared telephone) with a line at a simulated company. Ids are decimal strings. */
export interface SimulatedUser {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emails: readonly string[];
  /** E.164. */
  readonly phoneNumbers: readonly string[];
  readonly extension?: string;
  readonly state: UserState;
  /** May run an office: not enough to read the company or its calls. */
  readonly isAdmin: boolean;
  /** May run the company: enough for everything. */
  readonly isSuperAdmin: boolean;
  readonly jobTitle?: string;
  /** Last day of calls, counted back from the simulator's first start; absent for those who still make calls. */
  readonly leftDaysBeforeStart?: number;
}

/** A department, call centre, menu or main line. */
export interface SimulatedGroup {
  readonly id: string;
  readonly type: Exclude<TargetType, 'user'>;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
}

/** Who plays which part in the stories that every day of a company tells; each a user's id. */
export interface Cast {
  readonly caller: string;
  readonly colleague: string;
  readonly colleaguePeer: string;
  readonly voicemailSender: string;
  readonly voicemailReceiver: string;
  readonly departmentAgent: string;
  readonly ringAllAgents: readonly [string, string, string];
  readonly nightDesk: string;
  readonly sales: string;
  readonly support: string;
  readonly menu: string;
  readonly queue: string;
}

/** One customer of Dialpad. */
export interface SimulatedCompany {
  readonly id: string;
  readonly name: string;
  /** The domain of its users' e-mail. */
  readonly domain: string;
  readonly adminEmail: string;
  readonly officeId: string;
  /** IANA name: where its days begin and end. */
  readonly timeZone: string;
  readonly users: readonly SimulatedUser[];
  readonly groups: readonly SimulatedGroup[];
  /** With a cast, every day tells the stories; without, there are everyday calls only. */
  readonly cast?: Cast;
}

/** One side of a call as Dialpad shows it. */
export interface CallParty {
  readonly id: string;
  /** `user` is a colleague; for people outside, Dialpad says `local`, `google` and the like. */
  readonly type: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** What the mailbox got: `greeting` means that the caller heard it and hung up, which leaves a bare link and no message. */
export type Voicemail = 'none' | 'message' | 'greeting';

/** One record of the call list. Ids are decimal strings, times are milliseconds since the epoch. */
export interface SimulatedCall {
  readonly id: string;
  readonly masterCallId: string | null;
  readonly entryPointCallId: string | null;
  readonly operatorCallId: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly startedAt: number;
  /** Null where nobody ever spoke. */
  readonly connectedAt: number | null;
  /** The call is listed from then on. */
  readonly endedAt: number;
  /** Whom the record belongs to. */
  readonly target: CallParty;
  /** The other side; null where nothing is known of it. */
  readonly contact: CallParty | null;
  readonly entryPoint: CallParty | null;
  /** E.164, or one of Dialpad's other spellings: `blocked`, `anonymous`, an extension, an empty string. */
  readonly externalNumber: string;
  readonly internalNumber: string;
  readonly transferred: boolean;
  readonly recorded: boolean;
  readonly labels: readonly string[];
  readonly voicemail: Voicemail;
  /** Milliseconds from the end of the call until the message can be seen. */
  readonly voicemailAfterMs: number;
}
