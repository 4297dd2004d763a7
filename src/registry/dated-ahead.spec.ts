import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import type { CallRecord, Page, PhoneSystemProvider, ProviderEvent } from '../contract/index.js';
import { FakePhoneSystem, noPhoneUsers, ScriptedSession } from '../testing/fakes/index.js';
import { GatedProvider } from './gated-provider.js';

const WINDOW = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const EITHER =
  'either this host’s clock is behind, or the code for this phone system here gave a wrong time. Tell the operator, who looks at the clock first.';
const CODE = 'The record came so from the code for this phone system here, whose fault it is: tell the operator.';

/** Lists and tells one record, as it is given. */
class OnePhone extends FakePhoneSystem {
  readonly webhooks = {
    subscribe: () => Promise.resolve({ ids: {} }),
    unsubscribe: () => Promise.resolve(),
    open: (): Promise<ProviderEvent[]> => Promise.resolve([{ kind: 'callFinished', call: this.record }]),
  };

  constructor(private readonly record: CallRecord) {
    super();
  }

  override async *listCalls(): AsyncGenerator<Page<CallRecord>> {
    yield await Promise.resolve({ items: [this.record] });
  }
}

const RECEIPT = { receivedAt: new Date(), account: null };

describe('a call that is dated ahead of this host’s clock', () => {
  beforeAll(() => Logger.overrideLogger(false));

  const gate = (change: Partial<CallRecord>): GatedProvider =>
    new GatedProvider(new OnePhone(aRecord('1', change)) as PhoneSystemProvider);
  const session = (vendorAheadMs: number | null) =>
    Object.assign(new ScriptedSession(() => ({})), {
      clock: { now: vendorAheadMs === null ? null : Date.now() + vendorAheadMs },
    });
  const listed = async (gated: GatedProvider, vendorAheadMs: number | null): Promise<readonly unknown[]> => {
    const reasons: unknown[] = [];
    for await (const { rejected = [] } of gated.listCalls(session(vendorAheadMs), WINDOW, noPhoneUsers)) {
      reasons.push(...rejected.map(({ reason }) => reason));
    }
    return reasons;
  };
  const told = async (gated: GatedProvider): Promise<unknown> =>
    (await gated.webhooks?.open({ headers: {}, query: {}, body: new Uint8Array() }, 's', RECEIPT))?.[0];
  const ended = (aheadMs: number): Partial<CallRecord> => ({
    startedAt: new Date(),
    connectedAt: null,
    endedAt: new Date(Date.now() + aheadMs),
  });

  it.each([
    ['endedAt lies ahead, though the call is told as over', ended(16 * MINUTE)],
    ['endedAt lies ahead, though the call is told as over', ended(20 * HOUR)],
    ['endedAt lies more than a day in the future', ended(26 * HOUR)],
    ['startedAt lies more than a day in the future', { startedAt: new Date(8.64e15) }],
  ])('is set aside because %s: the clock may be wrong, or the code', async (what, change) => {
    const gated = gate(change);
    expect(await listed(gated, null)).toEqual([`${what}: ${EITHER}`]);
    expect(await told(gated)).toMatchObject({ kind: 'ignored', why: `${what}: ${EITHER}` });
  });

  it('is nobody’s fault but the clock’s, where the phone system dates its answers ahead as well', async () => {
    const gated = gate(ended(30 * MINUTE));
    const sentence =
      'endedAt lies ahead, though the call is told as over: this host’s clock is 20 minutes behind that of the phone system. Tell the operator, who sets the clock.';
    expect(await listed(gated, 20 * MINUTE)).toEqual([sentence]);
    expect(await told(gated)).toMatchObject({ kind: 'ignored', why: sentence });
  });

  it('is the code’s fault, where it lies ahead of the phone system’s clock as well', async () => {
    const gated = gate(ended(30 * MINUTE));
    expect(await listed(gated, 0)).toEqual([`endedAt lies ahead, though the call is told as over. ${CODE}`]);
    expect(await listed(gated, 10 * MINUTE)).toEqual([`endedAt lies ahead, though the call is told as over. ${CODE}`]);
  });

  it('is taken where clocks differ by minutes', async () => {
    expect(await listed(gate(ended(14 * MINUTE)), null)).toEqual([]);
  });
});
