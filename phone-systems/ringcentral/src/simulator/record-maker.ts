import type { LogParty, RingCentralCompany, SimulatedLeg, SimulatedPart, SimulatedRecord } from './model.js';
import { atTheLine, extensionOf, inside } from './parties.js';

/** The ids of one record. */
export type RecordIds = Pick<SimulatedRecord, 'id' | 'sessionId' | 'telephonySessionId'>;

/** When a call began, was answered and ended, in milliseconds since the epoch. Whole seconds lie between them. */
export interface CallTimes {
  readonly startedAt: number;
  /** Null where nobody answered. */
  readonly answeredAt: number | null;
  readonly endedAt: number;
}

/** What goes beside the usual. */
export type More = Partial<
  Pick<SimulatedRecord, 'action' | 'result' | 'recorded' | 'transferTarget' | 'transferee' | 'messageAt'>
>;

/** Makes records of one company in RingCentral's own way: what really was (`parts`), and the legs in which the log tells it. */
export class RecordMaker {
  constructor(
    readonly company: RingCentralCompany,
    private readonly nextIds: () => RecordIds,
  ) {}

  /** To somebody outside: one leg. The same word, `Call connected`, stands for a machine that answers. */
  outbound(who: string, other: LogParty, times: CallTimes, more: More = {}): SimulatedRecord {
    const from = atTheLine(this.company, extensionOf(this.company, who));
    const { action = 'VoIP Call', result = times.answeredAt === null ? 'No Answer' : 'Call connected' } = more;
    const leg = legOf(times, { legType: 'SipToPstnUnmetered', action, result, direction: 'Outbound', from, to: other });
    return this.of({
      ...more,
      ...{ direction: 'Outbound', action, result, from, to: other, extensionId: who },
      ...spanOf(times),
      legs: [{ ...leg, master: true, extensionId: who }],
      parts: [partOf(who, 'outbound', times)],
    });
  }

  /**
   * From outside to a direct number. A telephone that rings in two ways (`doubled`) is in two legs, `Accept` and `FindMe`,
   * which are the same ringing and the same talk.
   */
  inbound(who: string, other: LogParty, times: CallTimes, more: More & { readonly doubled?: boolean } = {}) {
    const { doubled = false, messageAt = null, ...rest } = more;
    const to = atTheLine(this.company, extensionOf(this.company, who));
    const { action = 'Phone Call', result = times.answeredAt === null ? 'Missed' : 'Accepted' } = rest;
    const base = { action, result, direction: 'Inbound', from: other, to } as const;
    const legs: SimulatedLeg[] = [{ ...legOf(times, { ...base, legType: 'Accept' }), master: true, extensionId: who }];
    if (doubled) {
      const twin = { ...times, startedAt: times.answeredAt ?? times.startedAt };
      legs.push({ ...legOf(twin, { ...base, action: 'FindMe', legType: 'FindMe' }), extensionId: who });
    }
    if (messageAt !== null) legs.push({ ...mailboxLeg(times, base), extensionId: who });
    return this.of({
      ...rest,
      ...{ direction: 'Inbound', action, result, from: other, to, extensionId: who, messageAt, legs },
      ...spanOf(times),
      parts: [{ ...partOf(who, 'inbound', times), voicemail: messageAt !== null }],
    });
  }

  /** Between two colleagues: one record with a leg for each. A message leaves the caller with a talk, to a machine. */
  internal(caller: string, callee: string, times: CallTimes, more: More & { readonly mailboxAt?: number } = {}) {
    const { mailboxAt, messageAt = null, ...rest } = more;
    const [from, to] = [inside(extensionOf(this.company, caller)), inside(extensionOf(this.company, callee))];
    const talks = mailboxAt ?? times.answeredAt;
    const callers = { ...times, answeredAt: talks };
    const callees = { ...times, answeredAt: mailboxAt === undefined ? times.answeredAt : null };
    const action = 'VoIP Call';
    const result = talks === null ? 'No Answer' : 'Call connected';
    const base = { action, legType: 'ExtensionToExtension', from, to } as const;
    const legs: SimulatedLeg[] = [
      { ...legOf(callers, { ...base, result, direction: 'Outbound' }), master: true, extensionId: caller },
      {
        ...legOf(callees, {
          ...base,
          result: callees.answeredAt === null ? 'Missed' : 'Accepted',
          direction: 'Inbound',
        }),
        extensionId: callee,
      },
    ];
    if (messageAt !== null) {
      legs.push({ ...mailboxLeg(times, { ...base, direction: 'Inbound' }), extensionId: callee });
    }
    return this.of({
      ...rest,
      ...{ direction: 'Outbound', action, result, from, to, extensionId: caller, messageAt, legs },
      ...spanOf(times),
      parts: [
        partOf(caller, 'outbound', callers),
        { ...partOf(callee, 'inbound', callees), voicemail: messageAt !== null },
      ],
    });
  }

  /** A record with what does not matter filled in, and the next ids. */
  of(
    draft: Omit<SimulatedRecord, keyof RecordIds | 'type' | 'messageAt' | 'recorded'> & Partial<SimulatedRecord>,
  ): SimulatedRecord {
    return { type: 'Voice', messageAt: null, recorded: false, ...this.nextIds(), ...draft };
  }
}

const spanOf = ({ startedAt, endedAt }: CallTimes) => ({ startedAt, endedAt });

/** A leg over the whole of a call, ringing included. */
export const legOf = (
  { startedAt, endedAt }: Pick<CallTimes, 'startedAt' | 'endedAt'>,
  what: Pick<SimulatedLeg, 'legType' | 'action' | 'result' | 'direction' | 'from' | 'to'>,
): SimulatedLeg => ({ startedAt, endedAt, master: false, extensionId: null, mailbox: false, ...what });

const mailboxLeg = (
  times: CallTimes,
  base: Pick<SimulatedLeg, 'action' | 'direction' | 'from' | 'to'>,
): SimulatedLeg => ({
  ...legOf(times, { ...base, legType: 'Accept', result: 'Voicemail' }),
  mailbox: true,
});

/** A person's part whose leg spans the whole call. */
export const partOf = (
  extensionId: string | null,
  direction: SimulatedPart['direction'],
  { startedAt, answeredAt, endedAt }: CallTimes,
): SimulatedPart => ({
  extensionId,
  direction,
  connectedAt: answeredAt === null ? null : startedAt,
  answeredAt,
  endedAt,
  voicemail: false,
  groupId: null,
  transferred: false,
});
