import { type CallRecord, type PhoneUser, ProviderError } from 'prodoscore-phone-systems';
import { ScriptedSession } from 'prodoscore-phone-systems/testing';
import { TeamsPhoneSystem } from './index.js';

const [ANN, BO, CAT] = ['ann', 'bo', 'cat'].map((name) => ({ user: { id: name, displayName: name } }));
const OUTSIDE = { phone: { id: '+14155550170', displayName: 'Robin Vale' } };
const ATTENDANT = service('skypeForBusinessAutoAttendant', { user: { id: 'menu', displayName: 'Reception' } });
const QUEUE = service('skypeForBusinessCallQueues', { user: { id: 'sales', displayName: 'Sales' } });
const SOMEWHERE = service('unknown', undefined);
const VOICEMAIL = service('voicemail', undefined);

const at = (time: string): string => `2026-06-01T10:${time}Z`;
// Where Teams does not say who is a queue, the directory has their accounts among the people.
const people = ['ann', 'bo', 'cat', 'menu', 'sales'].map((externalId): PhoneUser => ({
  externalId,
  displayName: externalId,
  emails: [],
  numbers: [],
  status: 'active',
}));

function service(role: string, identity: object | undefined): object {
  return { userAgent: { role }, ...(identity && { identity }) };
}

const end = (of: object | undefined): object => ('userAgent' in (of ?? {}) ? (of ?? {}) : { identity: of });

let made = 0;
/** From minute to minute of ten o'clock. */
const session = (
  caller: object | undefined,
  callee: object | undefined,
  from: string,
  to: string,
  more = {},
): object => ({
  id: `s${++made}`,
  caller: end(caller),
  callee: end(callee),
  startDateTime: at(from),
  endDateTime: at(to),
  failureInfo: null,
  segments: [],
  ...more,
});

/** What is read of a call record that somebody began at ten. */
async function read(
  organizer: object | undefined,
  sessions: readonly object[],
  more = {},
): Promise<readonly CallRecord[]> {
  const record = { id: 'r1', version: 3, modalities: ['audio'], startDateTime: at('00:00'), endDateTime: at('20:00') };
  const script = new ScriptedSession(() => ({
    ...{ ...record, organizer_v2: { identity: organizer }, joinWebUrl: null, sessions },
    ...more,
  }));
  const provider = new TeamsPhoneSystem(null);
  const { items, rejected } = await provider.readCall(script, { externalId: 'r1' }, () => Promise.resolve(people));
  expect(rejected).toEqual([]);
  return items;
}

/** Whose it is, which way it went, what became of it, and its talk in seconds. */
const parts = (records: readonly CallRecord[]): readonly unknown[] =>
  records.map(({ userExternalId, direction, outcome, connectedAt, endedAt }) => [
    userExternalId,
    direction,
    outcome,
    connectedAt && (endedAt.getTime() - connectedAt.getTime()) / 1_000,
  ]);

describe('a call record of Microsoft Teams Phone', () => {
  it('between two colleagues is a call of both, internal, out for the one and in for the other', async () => {
    const records = await read(ANN, [session(ANN, BO, '00:00', '05:00')]);
    expect(parts(records)).toEqual([
      ['ann', 'outbound', 'answered', 300],
      ['bo', 'inbound', 'answered', 300],
    ]);
    expect(records.map(({ counterparty }) => counterparty)).toEqual([
      { number: null, name: 'bo', internal: true, userExternalId: 'bo' },
      { number: null, name: 'ann', internal: true, userExternalId: 'ann' },
    ]);
  });

  it('with somebody outside has talk from the first segment with media on', async () => {
    const segments = [
      { startDateTime: at('00:00'), media: [] },
      { startDateTime: at('00:12'), media: [{}] },
    ];
    const records = await read(OUTSIDE, [session(OUTSIDE, ANN, '00:00', '05:00', { segments })]);
    expect(parts(records)).toEqual([['ann', 'inbound', 'answered', 288]]);
    expect(records[0]?.counterparty).toEqual({ number: '+14155550170', name: 'Robin Vale', internal: false });
  });

  it('through an attendant and a queue is missed by whom it only rang at, and taken by the caller of a session', async () => {
    const records = await read(OUTSIDE, [
      session(OUTSIDE, ATTENDANT, '00:00', '00:03'),
      session({ user: { id: 'menu', displayName: null } }, QUEUE, '00:03', '05:00'),
      session({ user: { id: 'sales', displayName: null } }, SOMEWHERE, '00:04', '05:00'),
      session(ANN, SOMEWHERE, '00:10', '00:10'),
      session(BO, SOMEWHERE, '00:20', '05:00'),
    ]);
    expect(parts(records)).toEqual([
      [null, 'inbound', 'missed', null],
      [null, 'inbound', 'missed', null],
      ['ann', 'inbound', 'missed', null],
      ['bo', 'inbound', 'answered', 280],
    ]);
    expect(records.map(({ group }) => group?.name)).toEqual(['Reception', 'Sales', 'Sales', 'Sales']);
    expect(records.map(({ counterparty }) => counterparty.number)).toEqual(Array(4).fill('+14155550170'));
  });

  it('of a colleague who waits in a queue counts the wait, and is internal for both', async () => {
    const records = await read(ANN, [session(ANN, QUEUE, '00:00', '05:00'), session(BO, SOMEWHERE, '01:00', '05:00')]);
    expect(parts(records.filter(({ userExternalId }) => userExternalId !== null))).toEqual([
      ['ann', 'outbound', 'answered', 300],
      ['bo', 'inbound', 'answered', 240],
    ]);
    expect(records.filter(({ counterparty }) => counterparty.internal)).toHaveLength(3);
  });

  it('that is handed on says so of the one who hands on, and of nobody else', async () => {
    const records = await read(OUTSIDE, [
      session(ANN, SOMEWHERE, '00:00', '03:00'),
      session(BO, SOMEWHERE, '03:00', '06:00'),
    ]);
    expect(parts(records)).toEqual([
      ['ann', 'inbound', 'answered', 180],
      ['bo', 'inbound', 'answered', 180],
    ]);
    expect(records.map(({ transferred }) => transferred)).toEqual([true, false]);
  });

  it('that a third one joins is out for the one who began it, and in for the others', async () => {
    const records = await read(
      ANN,
      [ANN, BO, CAT].map((who) => session(who, SOMEWHERE, '06:00', '15:00')),
    );
    expect(parts(records)).toEqual([
      ['ann', 'outbound', 'answered', 540],
      ['bo', 'inbound', 'answered', 540],
      ['cat', 'inbound', 'answered', 540],
    ]);
  });

  it.each([
    ['went on to voicemail', 'voicemail', [session(OUTSIDE, VOICEMAIL, '00:20', '00:50')]],
    ['did not', 'missed', []],
  ])('that nobody took and that %s is %s', async (_what, outcome, then) => {
    const rang = session(OUTSIDE, ANN, '00:00', '00:20', { failureInfo: { stage: 'callSetup', reason: 'x' } });
    expect(parts(await read(OUTSIDE, [rang, ...then]))).toEqual([['ann', 'inbound', outcome, null]]);
  });

  it('that a queue sends on to voicemail is missed by whoever it rang at: the mailbox is the queue’s', async () => {
    const records = await read(OUTSIDE, [
      session(OUTSIDE, QUEUE, '00:00', '00:40'),
      session(ANN, SOMEWHERE, '00:10', '00:10'),
      session(OUTSIDE, VOICEMAIL, '00:40', '00:50'),
    ]);
    expect(parts(records)).toContainEqual(['ann', 'inbound', 'missed', null]);
  });

  it.each([
    ['a meeting', [session(ANN, SOMEWHERE, '00:00', '05:00')], { joinWebUrl: 'https://meet.example/1' }],
    ['a video call', [session(ANN, BO, '00:00', '05:00')], { modalities: ['audio', 'video'] }],
    ['a test', [session(ANN, SOMEWHERE, '00:00', '05:00', { isTest: true })], {}],
    [
      'of other companies’ people',
      [session({ user: { id: 'zoe', displayName: 'Zoe' } }, SOMEWHERE, '00:00', '05:00')],
      {},
    ],
  ])('is nobody’s where it is %s', async (_what, sessions, more) => {
    expect(await read(ANN, sessions, more)).toEqual([]);
  });

  it('names whoever has only an associated identity', async () => {
    const associated = { userAgent: {}, associatedIdentity: BO };
    expect(parts(await read(ANN, [session(ANN, associated, '00:00', '01:00')]))).toHaveLength(2);
  });

  it('is read to its last session where the way to the next ones leads nowhere', async () => {
    const all = [session(ANN, BO, '00:00', '05:00'), session(ANN, CAT, '05:00', '06:00')];
    const script = new ScriptedSession(({ path }) =>
      path.includes('/sessions?')
        ? { value: all }
        : {
            ...{ id: 'r1', version: 1, startDateTime: at('00:00'), sessions: all.slice(0, 1) },
            'sessions@odata.nextLink': 'https://graph.microsoft.com/v1.0/$metadata#callRecords',
          },
    );
    const { items } = await new TeamsPhoneSystem(null).readCall(script, { externalId: 'r1' }, () =>
      Promise.resolve(people),
    );
    expect(items).toHaveLength(4);
  });
});

describe('a row of a log', () => {
  const PSTN = {
    id: 'row',
    callId: 'c9',
    userId: 'ann',
    callType: 'user_in',
    duration: 290,
    calleeNumber: '+14155550101',
  };
  const row = { ...PSTN, callerNumber: '+14155550170', startDateTime: at('00:05'), endDateTime: at('05:00') };
  const direct = { ...row, callId: undefined, correlationId: 'r1', callType: 'ByotIn' };
  const NAMED = `pstn:row:${Date.parse(at('00:05'))}`;
  const record = (sessions: readonly object[]): object => ({
    ...{ id: 'r1', version: 2, startDateTime: at('00:00'), organizer_v2: { identity: OUTSIDE }, sessions },
  });
  const isSearch = (path: string): boolean => path.includes('participants_v2');

  /** What is read of a row beside the sessions of a call record, where there is one. */
  async function readRow(
    told: object,
    sessions: readonly object[] | null,
    named = NAMED,
  ): Promise<readonly CallRecord[]> {
    const script = new ScriptedSession(({ path }) => {
      if (path.includes('Calls(')) return { value: [{ ...row, id: 'another' }, told] };
      if (isSearch(path)) return { value: sessions === null ? [] : [{ id: 'r1' }] };
      if (sessions === null) throw new ProviderError({ kind: 'gone' }, 'It is not there.');
      return record(sessions);
    });
    const { items } = await new TeamsPhoneSystem(null).readCall(script, { externalId: named }, () =>
      Promise.resolve(people),
    );
    return items;
  }
  const masked = { phone: { id: '+1415555****' } };

  it.each([
    ['a call over Microsoft’s lines', row, NAMED],
    ['a call over the company’s own', direct, NAMED.replace('pstn', 'direct')],
  ])('is nothing of its own where a call record tells %s', async (_which, told, named) => {
    expect(await readRow(told, [session(OUTSIDE, ANN, '00:00', '05:00')], named)).toEqual([]);
  });

  it('tells the number that the call record has masked, and leaves all else as the call record has it', async () => {
    const sessions = [session(masked, ANN, '00:00', '05:00'), session(ANN, BO, '05:00', '06:00')];
    const [found, ...others] = await readRow(row, sessions);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ externalId: `s${made - 1}:ann`, relatedIds: ['r1'], viaNumber: '+14155550101' });
    expect(found?.counterparty.number).toBe('+14155550170');
  });

  it.each([
    ['no call record tells it', null],
    ['one tells a call of another person', [session(OUTSIDE, BO, '00:00', '05:00')]],
    ['one tells a call with another number', [session({ phone: { id: '+442079460018' } }, ANN, '00:00', '05:00')]],
    ['one tells a call the other way', [session(ANN, OUTSIDE, '00:00', '05:00')]],
    ['one tells a call with a colleague', [session(BO, ANN, '00:00', '05:00')]],
  ])('is a record of its own where %s', async (_why, sessions) => {
    const [found] = await readRow(row, sessions);
    expect(found).toMatchObject({
      ...{ externalId: 'pstn:row', userExternalId: 'ann', direction: 'inbound', outcome: 'answered' },
      ...{ relatedIds: ['c9'], connectedAt: new Date(at('00:10')), endedAt: new Date(at('05:00')) },
    });
  });

  it('of a call that failed has no talk, whatever stands where its end would', async () => {
    const failed = {
      ...direct,
      callType: 'dr_out',
      duration: 0,
      successfulCall: false,
      endDateTime: '0001-01-01T00:00:00Z',
    };
    const [found] = await readRow({ ...failed, failureDateTime: at('00:09') }, null);
    expect(parts(found ? [found] : [])).toEqual([['ann', 'outbound', 'unanswered', null]]);
    expect(found?.endedAt).toEqual(new Date(at('00:09')));
  });

  it.each([
    'conf_in',
    'ucap_in',
    'user_out_transfer',
    'user_out_forwarding',
    'user_out_conf',
    'ByotOutUserForwarding',
    'dr_in_ucap',
  ])('of the kind %s is announced to nobody', async (callType) => {
    const window = { from: new Date(at('00:00')), to: new Date(at('59:00')) };
    const script = new ScriptedSession(({ path }) => ({
      value: path.includes('Calls(') ? [{ ...row, callType }, row] : [],
    }));
    const found = [];
    const pages = new TeamsPhoneSystem(null).listCalls(script, window, () => Promise.resolve(people));
    for await (const { announced = [] } of pages) found.push(...announced);
    expect(found).toHaveLength(2);
  });
});
