import type { CallRecord, PhoneUser } from 'prodoscore-phone-systems';
import { ScriptedSession } from 'prodoscore-phone-systems/testing';
import { RingCentralPhoneSystem } from './index.js';

const [ANN, BEN, QUEUE] = [101, 102, 800];
const OUTSIDE = { phoneNumber: '+14155550170', name: 'Robin Vale' };
const HOUR = { from: new Date('2026-06-01T10:00:00Z'), to: new Date('2026-06-01T11:00:00Z') };
const at = (time: string): string => `2026-06-01T${time}.000Z`;

const user = (extension: number): PhoneUser => ({
  ...{ externalId: String(extension), displayName: `Extension ${extension}`, emails: [], numbers: [] },
  status: 'active',
});

/** A leg of somebody, from 10:00:00 on for a minute, that was talked on. */
const leg = (extension: number, of: object = {}): object => ({
  extension: { id: extension },
  startTime: at('10:00:00'),
  duration: 60,
  direction: 'Inbound',
  action: 'Phone Call',
  legType: 'Accept',
  result: 'Accepted',
  from: OUTSIDE,
  to: { extensionId: String(extension) },
  ...of,
});

/** What is read of a call that began at ten. */
async function read(legs: readonly object[], call: object = {}): Promise<readonly CallRecord[]> {
  const wire = { id: 'A1', sessionId: '7', telephonySessionId: 's-7', startTime: at('10:00:00'), type: 'Voice' };
  const record = { ...wire, duration: 60, direction: 'Inbound', result: 'Accepted', from: OUTSIDE, ...call, legs };
  const session = new ScriptedSession(() => ({ records: [record], paging: { page: 1 }, navigation: {} }));
  const provider = new RingCentralPhoneSystem(null);
  const found: CallRecord[] = [];
  for await (const page of provider.listCalls(session, HOUR, () => Promise.resolve([user(ANN), user(BEN)]))) {
    expect(page.rejected).toEqual([]);
    found.push(...page.items);
  }
  return found;
}

/** Whose it is, what became of it, and its talk in seconds. */
const parts = (records: readonly CallRecord[]): readonly unknown[] =>
  records.map(({ userExternalId, outcome, connectedAt, endedAt }) => [
    userExternalId,
    outcome,
    connectedAt && (endedAt.getTime() - connectedAt.getTime()) / 1_000,
  ]);

describe('a call of RingCentral’s log', () => {
  it.each([
    ['the longer one first', [leg(ANN, { duration: 50 }), leg(ANN, { duration: 30, legType: 'FindMe' })]],
    ['the longer one last', [leg(ANN, { duration: 30, legType: 'FindMe' }), leg(ANN, { duration: 50 })]],
    ['one that nobody took first', [leg(ANN, { duration: 99, result: 'Missed' }), leg(ANN, { duration: 50 })]],
  ])(
    'rings on two telephones of one person and is one record, by the leg that was talked on longest: %s',
    async (_, legs) => {
      expect(parts(await read(legs))).toEqual([['101', 'answered', 50]]);
    },
  );

  it('that a queue hands out is answered by one, missed by the other, and names the queue', async () => {
    const records = await read(
      [leg(QUEUE), leg(ANN, { startTime: at('10:00:12'), duration: 48 }), leg(BEN, { result: 'Answered Elsewhere' })],
      { to: { extensionId: String(QUEUE), name: 'Sales' } },
    );
    expect(parts(records)).toEqual([
      ['101', 'answered', 48],
      ['102', 'missed', null],
    ]);
    expect(records.map(({ group }) => group)).toEqual(Array(2).fill({ externalId: '800', name: 'Sales' }));
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBe(2);
  });

  it('that no person had is nobody’s', async () => {
    expect(parts(await read([leg(QUEUE, { result: 'Abandoned' })]))).toEqual([[null, 'missed', null]]);
  });

  it('between colleagues is internal for both, out for the one and in for the other', async () => {
    const [from, to] = [{ extensionId: '101' }, { extensionId: '102' }];
    const records = await read([leg(ANN, { direction: 'Outbound', from, to }), leg(BEN, { from, to })]);
    expect(records.map(({ direction, counterparty }) => [direction, counterparty.internal])).toEqual([
      ['outbound', true],
      ['inbound', true],
    ]);
  });

  it.each([
    ['a message', { result: 'Missed', message: { id: '5', type: 'VoiceMail' } }, 'voicemail'],
    ['the word for one', { result: 'Sent to Voicemail' }, 'voicemail'],
    ['a fax beside it', { result: 'Missed', message: { id: '5', type: 'Fax' } }, 'missed'],
    ['a word that nobody knows yet', { result: 'Reply By Hologram' }, 'missed'],
    ['a call that somebody made and nobody took', { direction: 'Outbound', result: 'No Answer' }, 'unanswered'],
  ])('with %s', async (_what, of, outcome) => {
    expect(parts(await read([leg(ANN, of)]))).toEqual([['101', outcome, null]]);
  });

  it('in which somebody listens is not theirs', async () => {
    expect(parts(await read([leg(ANN), leg(BEN, { legType: 'SilentMonitoring' })]))).toEqual([['101', 'answered', 60]]);
  });

  it.each([
    ['goes on', { result: 'In Progress' }],
    ['is a fax', { type: 'Fax' }],
    ['asks for one’s own messages', { action: 'Phone Login' }],
    ['is a meeting', { action: 'RC Meetings' }],
  ])('is passed over where it %s', async (_what, call) => {
    expect(await read([leg(ANN)], call)).toEqual([]);
  });

  it('is joined with the other half of a warm transfer', async () => {
    const [record] = await read([leg(ANN)], { transferTarget: { telephonySessionId: 's-8' } });
    expect(record).toMatchObject({ transferred: true, relatedIds: ['A1', '7', 's-7', 's-8'] });
  });
});
