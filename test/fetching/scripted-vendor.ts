import {
  type CallDetail,
  type CallPage,
  type CallRecord,
  type DetailFacet,
  type Page,
  pageToken,
  type PhoneSystemProvider,
  type PhoneUser,
  type ProviderAccount,
  type ProviderDescriptor,
  ProviderError,
  type ProviderSession,
  Secret,
  type TimeWindow,
  walk,
} from '../../src/contract/index.js';
import type { VendorClock } from '../../src/connection/requests/vendor-clock.js';
import { steadyNow } from '../../src/support/clock.js';
import type { TwoClocks } from '../support/two-clocks.js';
import { type FetchingWorld, instant, MINUTE, SETTLE_MINUTES, type Stumble, type WorldCall } from './world.js';

const REQUEST_MS = 200;
const CALLS_A_PAGE = 3;

/** A vendor that does what a world says, in this process: it answers without network and without waiting. */
export class ScriptedVendor implements PhoneSystemProvider {
  readonly descriptor: ProviderDescriptor = {
    key: 'scripted-phone',
    displayName: 'Scripted Phone',
    limitations: [],
    docsUrl: 'https://phone.example',
    environments: {},
    grant: {
      kind: 'code',
      authorizePath: '/authorize',
      tokenPath: '/token',
      scopes: [],
      pkce: true,
      clientAuth: 'body',
    },
    listing: { settleMs: SETTLE_MINUTES * MINUTE },
    budgets: {},
  };
  readonly client = { clientId: 'client', clientSecret: new Secret('x'), baseUrl: 'http://127.0.0.1:1' };
  /** How often it was asked for something: for the account, the directory, a list of calls. */
  readonly asked = { account: 0, directory: 0, calls: 0, read: 0 };
  /** Where lists only announce calls. */
  readonly details?: DetailFacet;
  /** What the host makes of the dates of its answers: a provider is not shown it. */
  clock: VendorClock | null = null;
  /** Happens within the next request, once. */
  interruption: (() => void) | null = null;

  constructor(
    readonly world: FetchingWorld,
    private readonly clocks: TwoClocks,
    private readonly account: string,
  ) {
    if (world.untold !== undefined) {
      this.details = { readCall: (session, call) => this.readCall(session, call.externalId) };
    }
  }

  /** What its clock shows. */
  get now(): number {
    return this.clocks.now + this.world.vendorAheadSeconds * 1000;
  }

  async identify(session: ProviderSession): Promise<ProviderAccount> {
    this.asked.account++;
    await this.request(session);
    return { externalId: this.account, name: 'Acme', domains: ['acme.example'], readsAllCalls: true };
  }

  listUsers(session: ProviderSession): AsyncIterable<Page<PhoneUser>> {
    return walk(async () => {
      this.asked.directory++;
      await this.request(session);
      if (this.isGoing('directory-down')) throw outOfOrder();
      return { items: LINES };
    });
  }

  listCalls(session: ProviderSession, window: TimeWindow): AsyncIterable<CallPage> {
    let listed: readonly (WorldCall & { readonly id: string })[] | null = null;
    return walk(async (token) => {
      this.asked.calls++;
      await this.request(session);
      listed ??= this.listedIn(window);
      const at = Number(token ?? 0);
      const how = this.stumbleIn(window);
      if (how !== null) return stumbleOver(how, at);
      const page = listed.slice(at, at + CALLS_A_PAGE);
      const isLast = at + CALLS_A_PAGE >= listed.length;
      const next = { ...(!isLast && { next: pageToken(String(at + CALLS_A_PAGE)) }) };
      if (this.details === undefined) return { ...toldOf(page), ...next };
      const announced = page.map(({ id, from }) => ({
        externalId: id,
        startedAt: new Date(instant(from)),
        revision: 1,
      }));
      return { items: [], announced, ...next };
    });
  }

  private async readCall(session: ProviderSession, id: string): Promise<CallDetail> {
    this.asked.read++;
    await this.request(session);
    const of = Number(id.slice(callId(0).length - 1));
    const call = this.world.calls[of];
    if (call === undefined || listedFrom(call) > this.now) {
      throw new ProviderError({ kind: 'gone' }, 'There is no such call.');
    }
    const untold = this.world.untold?.find((one) => one.of === of && isWithin(one, this.clocks.now));
    if (untold?.how === 'forbidden') throw new ProviderError({ kind: 'forbidden' }, 'This call is not told.');
    if (untold !== undefined) stumbleOver(untold.how, 0);
    return toldOf([{ ...call, id }]);
  }

  /** Concluded calls that began in the window, newest first, as the vendor has them at this moment. */
  private listedIn(window: TimeWindow): readonly (WorldCall & { readonly id: string })[] {
    return this.world.calls
      .map((call, index) => ({ ...call, id: callId(index) }))
      .filter((call) => instant(call.from) >= window.from.getTime() && instant(call.from) < window.to.getTime())
      .filter((call) => listedFrom(call) <= this.now)
      .sort((a, b) => b.from - a.from || a.id.localeCompare(b.id));
  }

  private stumbleIn({ from, to }: TimeWindow): Stumble | null {
    for (const fault of this.world.faults) {
      if (fault.kind !== 'span' || !isWithin(fault, this.clocks.now)) continue;
      if (from.getTime() <= instant(fault.at) && instant(fault.at) < to.getTime()) return fault.how;
    }
    return null;
  }

  private isGoing(kind: 'down' | 'directory-down'): boolean {
    return this.world.faults.some((fault) => fault.kind === kind && isWithin(fault, this.clocks.now));
  }

  private async request(session: ProviderSession): Promise<void> {
    await this.clocks.pass(REQUEST_MS);
    this.interruption?.();
    this.interruption = null;
    session.signal.throwIfAborted();
    if (this.isGoing('down')) throw outOfOrder();
    this.clock?.heard(new Headers({ date: new Date(this.now).toUTCString() }), steadyNow());
  }
}

export const callId = (index: number): string => `call-${index}`;

/** When the vendor lists a call, by its own clock. */
export const listedFrom = ({ from, minutes, settleMinutes }: WorldCall): number =>
  instant(from + minutes + settleMinutes);

const isWithin = ({ from, until }: { readonly from: number; readonly until: number }, now: number): boolean =>
  instant(from) <= now && now < instant(until);

const outOfOrder = (): ProviderError => new ProviderError({ kind: 'tryLater' }, 'The phone system is out of order.');

/** @throws ProviderError at once, or after some pages without an end */
function stumbleOver(how: Stumble, at: number): Page<CallRecord> {
  switch (how) {
    case 'out-of-order':
      throw outOfOrder();
    case 'status-400':
      throw new ProviderError(
        { kind: 'unreadable', where: 'status 400' },
        'The phone system answered with status 400.',
      );
    case 'unreadable':
      throw new ProviderError({ kind: 'unreadable', where: 'items' }, 'The answer has another shape than expected.');
    case 'cursor-to-itself':
      return { items: [], next: pageToken('0') };
    case 'no-end':
      if (at < 5) return { items: [], next: pageToken(String(at + 1)) };
      throw new ProviderError({ kind: 'unreadable', where: 'end of the list' }, 'The phone system’s list has no end.');
  }
}

const LINES: readonly PhoneUser[] = ['dana', 'lee'].map((name) => ({
  externalId: name,
  displayName: name,
  emails: [`${name}@acme.example`],
  numbers: [],
  status: 'active',
}));

const toldOf = (calls: readonly (WorldCall & { readonly id: string })[]): CallDetail => ({
  items: calls.filter(({ isReadable }) => isReadable).map(recordOf),
  rejected: calls
    .filter(({ isReadable }) => !isReadable)
    .map(({ id }) => ({ externalId: id, reason: 'It has no end.', raw: { id } })),
});

const recordOf = (call: WorldCall & { readonly id: string }): CallRecord => ({
  externalId: call.id,
  relatedIds: [],
  userExternalId: 'dana',
  direction: 'inbound',
  outcome: 'answered',
  startedAt: new Date(instant(call.from)),
  connectedAt: new Date(instant(call.from)),
  endedAt: new Date(instant(call.from + call.minutes)),
  counterparty: { number: null, name: null, internal: false },
  viaNumber: null,
  group: null,
  transferred: false,
  recorded: false,
  labels: [],
  revision: 1,
});
