/** What an extension may be. Only `User` is a person; `Limited` is often a telephone in a lobby. */
export type ExtensionType =
  'User' | 'Limited' | 'Department' | 'IvrMenu' | 'ParkLocation' | 'Voicemail' | 'Announcement';

export type ExtensionStatus = 'Enabled' | 'Disabled' | 'Frozen' | 'NotActivated' | 'Unassigned';

export type AccountStatus = 'Initial' | 'Unconfirmed' | 'Confirmed' | 'Disabled';

/** A person, a shared telephone, a queue or a menu of a simulated company. */
export interface SimulatedExtension {
  /** Digits of an int64: a text in the directory, a bare number in the log and in the list of extensions. */
  readonly id: string;
  readonly extensionNumber: string;
  readonly type: ExtensionType;
  readonly status: ExtensionStatus;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  /** Direct numbers, E.164. */
  readonly phoneNumbers: readonly string[];
  readonly jobTitle?: string;
  /** Left out of the directory; the list of extensions has it. */
  readonly hidden: boolean;
  readonly site: string;
  /** Whether the person runs the account, or one site of it; null for neither. */
  readonly administers: 'account' | 'site' | null;
  /** Has the user permission FullCompanyCallLog: without it the account's log answers 403. */
  readonly readsCompanyCallLog: boolean;
  /** Last day of calls, counted back from the first start; absent for those who still make calls. */
  readonly leftDaysBeforeStart?: number;
  /** No longer in the directory or the list of extensions. */
  readonly deleted?: boolean;
}

/** Who plays which part in the stories that every day of a company tells; each an extension's id. */
export interface RingCentralCast {
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
  readonly menu: string;
}

/** One customer of RingCentral. */
export interface RingCentralCompany {
  /** The account's id: digits of an int64. */
  readonly id: string;
  readonly name: string;
  /** The domain of its people's e-mail; the account itself has none. */
  readonly domain: string;
  readonly mainNumber: string;
  /** IANA name: where its days begin and end. */
  readonly timeZone: string;
  readonly extensions: readonly SimulatedExtension[];
  /** People of other companies of a federation, whom the directory shows unless asked not to. */
  readonly federated: readonly SimulatedExtension[];
  /** With a cast, every day tells the stories; without, there are everyday calls only. */
  readonly cast?: RingCentralCast;
}

/** One side of a call as the log shows it; everything may be absent. */
export interface LogParty {
  /** Not always E.164: as it was dialled or shown. */
  readonly phoneNumber?: string;
  readonly extensionNumber?: string;
  readonly extensionId?: string;
  readonly name?: string;
  readonly location?: string;
}

export type LogDirection = 'Inbound' | 'Outbound';

/** One leg of a record. Times are milliseconds since the epoch; legs last whole seconds. */
export interface SimulatedLeg {
  readonly legType: string;
  readonly action: string;
  readonly result: string;
  readonly direction: LogDirection;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly master: boolean;
  readonly from: LogParty;
  readonly to: LogParty;
  readonly extensionId: string | null;
  /** The leg of a mailbox: there from the instant on at which its message can be seen. */
  readonly mailbox: boolean;
}

/** What one person did in a record, as it really was. */
export interface SimulatedPart {
  /** Null where no person took part. */
  readonly extensionId: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** From when on the log shows talk: the start of the leg, ringing included; null where nobody spoke. */
  readonly connectedAt: number | null;
  /** When somebody really answered, which the log does not tell. */
  readonly answeredAt: number | null;
  readonly endedAt: number;
  /** Whether the caller left a message for this person. */
  readonly voicemail: boolean;
  /** The queue or menu that it came through. */
  readonly groupId: string | null;
  readonly transferred: boolean;
}

/** One record of the account's call log. */
export interface SimulatedRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly telephonySessionId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly type: 'Voice' | 'Fax';
  readonly direction: LogDirection;
  readonly action: string;
  readonly result: string;
  readonly from: LogParty;
  readonly to: LogParty;
  readonly extensionId: string | null;
  readonly legs: readonly SimulatedLeg[];
  /** Empty where the record is no call: a fax, somebody who checks a mailbox. */
  readonly parts: readonly SimulatedPart[];
  /** From when on a message can be seen; null where none was left. */
  readonly messageAt: number | null;
  readonly recorded: boolean;
  /** Of a warm transfer: the telephony session that goes on with the call, or that it came from. */
  readonly transferTarget?: string;
  readonly transferee?: string;
  /** When it was changed by hand last. */
  readonly changedAt?: number;
  readonly deleted?: boolean;
}

/** One person's part in one call: what a complete fetch must find. Times are milliseconds since the epoch. */
export interface ExpectedPart extends Omit<SimulatedPart, 'voicemail'> {
  readonly recordId: string;
  readonly sessionId: string;
  readonly telephonySessionId: string;
  /** The record's: when the call began. */
  readonly startedAt: number;
  readonly outcome: 'answered' | 'unanswered' | 'missed' | 'voicemail';
  readonly recorded: boolean;
}
