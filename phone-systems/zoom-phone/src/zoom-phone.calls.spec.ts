import type { CallRecord, PhoneUser, ProviderAccount } from 'prodoscore-phone-systems';
import { ScriptedSession } from 'prodoscore-phone-systems/testing';
import { ZoomPhone } from './index.js';

const nobody = (): Promise<readonly PhoneUser[]> => Promise.resolve([]);
const at = (time: string): string => `2026-06-01T${time}Z`;
const provider = new ZoomPhone(null);

/** The sides of a leg, or of the whole call. */
const user = (side: 'caller' | 'callee', id: string): object => ({
  ...{ [`${side}_ext_id`]: id, [`${side}_ext_type`]: 'user', [`${side}_name`]: `Person ${id}` },
});
const queue = (side: 'caller' | 'callee', id = 'Q'): object => ({
  ...{ [`${side}_ext_id`]: id, [`${side}_ext_type`]: 'call_queue', [`${side}_name`]: 'Sales' },
});
const outside = (side: 'caller' | 'callee'): object => ({
  ...{ [`${side}_did_number`]: '+14155550170', [`${side}_name`]: 'Robin Vale' },
});

let made = 0;
/** A leg of the first step that was talked on from 10:00:12 to 10:05. */
const leg = (event: string, of: object = {}): object => ({
  ...{ call_element_id: `e${String((made += 1)).padStart(3, '0')}`, event, result: 'answered', segment: 1 },
  ...{ start_time: at('10:00:00'), answer_time: at('10:00:12'), end_time: at('10:05:00'), is_node: 1 },
  ...of,
});

async function readAll(legs: readonly object[], call: object = {}) {
  const head = { call_history_uuid: 'h-1', call_id: '7400000000000000101', direction: 'inbound' };
  const times = { start_time: at('10:00:00'), end_time: at('10:10:00') };
  const session = new ScriptedSession(() => ({ ...head, ...times, ...call, call_elements: legs }));
  return await provider.details.readCall(session, { externalId: 'h-1' }, nobody);
}

async function read(legs: readonly object[], call: object = {}): Promise<readonly CallRecord[]> {
  const { items, rejected } = await readAll(legs, call);
  expect(rejected).toEqual([]);
  return items;
}

/** Whose it is, which way, what became of it, and its talk in seconds. */
const parts = (records: readonly CallRecord[]): readonly unknown[] =>
  records
    .map(({ userExternalId, direction, outcome, connectedAt, endedAt }) => [
      ...[userExternalId, direction, outcome],
      connectedAt && (endedAt.getTime() - connectedAt.getTime()) / 1_000,
    ])
    .sort();

const missed = { result: 'canceled', result_reason: 'answered_by_other', answer_time: '', is_node: 0 };

describe('a call of Zoom Phone', () => {
  it('that rings a group is answered by one and missed by the other, and names the queue', async () => {
    const records = await read(
      [
        leg('incoming', { ...outside('caller'), ...queue('callee'), result: 'succeeded', answer_time: '' }),
        leg('ring_to_member', { ...outside('caller'), ...user('callee', 'U1'), segment: 2 }),
        leg('ring_to_member', { ...outside('caller'), ...user('callee', 'U2'), segment: 2, ...missed }),
      ],
      queue('callee'),
    );
    expect(parts(records)).toEqual([
      ['U1', 'inbound', 'answered', 288],
      ['U2', 'inbound', 'missed', null],
    ]);
    expect(records.map(({ group }) => group)).toEqual(Array(2).fill({ externalId: 'Q', name: 'Sales' }));
  });

  it.each([
    ['as two views of each step, of which one won', {}],
    ['whoever is named as having transferred', { operator_ext_id: 'B' }],
  ])('that is transferred at once is one part of each: %s', async (_what, operator) => {
    const step = { segment: 2, result: 'connected', ...user('caller', 'B'), ...operator };
    const records = await read([
      leg('incoming', { ...outside('caller'), ...user('callee', 'B') }),
      leg('direct_transfer', step),
      leg('direct_transfer', { ...step, is_node: 0 }),
      leg('incoming', { ...outside('caller'), ...user('callee', 'C'), segment: 3, is_node: 0, answer_time: '' }),
      leg('incoming', { ...outside('caller'), ...user('callee', 'C'), segment: 3 }),
    ]);
    expect(parts(records)).toEqual([
      ['B', 'inbound', 'answered', 288],
      ['C', 'inbound', 'answered', 288],
    ]);
    expect(records.map(({ transferred }) => transferred)).toEqual([true, false]);
  });

  it('of which two views of a step won is the one with the lowest id', async () => {
    const views = ['e9', 'e8'].map((call_element_id) =>
      leg('incoming', { ...outside('caller'), ...user('callee', 'B'), call_element_id }),
    );
    expect((await read(views)).map(({ externalId }) => externalId)).toEqual(['e8:callee']);
  });

  it('that is transferred after a consultation is both parts of whoever did it, and one of whoever took it', async () => {
    const records = await read([
      leg('incoming', { ...outside('caller'), ...user('callee', 'B') }),
      leg('warm_transfer_outgoing', { ...user('caller', 'B'), ...user('callee', 'C'), segment: 2 }),
      leg('warm_transfer_incoming', { ...outside('caller'), ...user('callee', 'C'), segment: 3 }),
    ]);
    expect(parts(records)).toEqual([
      ['B', 'inbound', 'answered', 288],
      ['B', 'outbound', 'answered', 288],
      ['C', 'inbound', 'answered', 288],
    ]);
    expect(records.find(({ direction }) => direction === 'outbound')?.counterparty.internal).toBe(true);
  });

  it('in which somebody was only consulted has no part of theirs', async () => {
    const records = await read([
      leg('incoming', { ...outside('caller'), ...user('callee', 'B') }),
      leg('warm_transfer_outgoing', { ...user('caller', 'B'), ...user('callee', 'C'), segment: 2 }),
    ]);
    expect(new Set(records.map(({ userExternalId }) => userExternalId))).toEqual(new Set(['B']));
  });

  it.each([
    ['inbound', outside('caller'), user('callee', 'C'), 'C'],
    ['outbound', user('caller', 'B'), user('callee', 'C'), 'B'],
  ])('has a part of whoever talked where all legs of a transfer are called alike: %s', async (direction, a, b, who) => {
    expect(parts(await read([leg('warm_transfer', { direction, ...a, ...b })]))).toEqual([
      [who, direction, 'answered', 288],
    ]);
    expect(parts(await read([leg('warm_transfer', { direction, ...a, ...b, answer_time: '' })]))).toEqual([
      [null, 'inbound', 'missed', null],
    ]);
  });

  it.each([
    ['a message that was left', { result: 'voicemail', answer_time: '' }, 'voicemail'],
    ['a mailbox that answered', { result: 'voicemail' }, 'voicemail'],
    ['a message beside another word', { result: 'ring_timeout', answer_time: '', voicemail_id: 'v1' }, 'voicemail'],
    ['a word that nobody knows yet, and no answer', { result: 'hologram', answer_time: '' }, 'missed'],
    ['a word for talk, and no answer', { answer_time: '' }, 'missed'],
    ['a word for no talk, and an answer', { result: 'abandoned' }, 'missed'],
  ])('that comes in with %s', async (_what, of, outcome) => {
    const records = await read([leg('incoming', { ...outside('caller'), ...user('callee', 'U1'), ...of })]);
    expect(parts(records)).toEqual([['U1', 'inbound', outcome, null]]);
  });

  it('counts as talk by a word that nobody knows yet where Zoom says when it began', async () => {
    const records = await read([
      leg('incoming', { ...outside('caller'), ...user('callee', 'U1'), result: 'hologram' }),
    ]);
    expect(parts(records)).toEqual([['U1', 'inbound', 'answered', 288]]);
  });

  it.each([
    ['a mailbox that picked up', { result: 'voicemail' }, 'answered', 288],
    ['a mailbox that did not', { result: 'voicemail', answer_time: '' }, 'unanswered', null],
    ['nobody', { result: 'no_answer', answer_time: '' }, 'unanswered', null],
  ])('that goes out to %s', async (_what, of, outcome, seconds) => {
    const records = await read([leg('outgoing', { ...user('caller', 'U1'), ...outside('callee'), ...of })]);
    expect(parts(records)).toEqual([['U1', 'outbound', outcome, seconds]]);
  });

  const both = { ...user('caller', 'U1'), ...user('callee', 'U2') };
  it.each([
    ['a leg of each', [leg('outgoing', both), leg('incoming', both)]],
    ['one for both', [leg('incoming', both)]],
    ['one for both, from the other side', [leg('outgoing', both)]],
  ])('between colleagues is out for the one and in for the other, with %s', async (_what, legs) => {
    const records = await read(legs, { connect_type: 'internal' });
    expect(parts(records)).toEqual([
      ['U1', 'outbound', 'answered', 288],
      ['U2', 'inbound', 'answered', 288],
    ]);
    expect(records.map(({ counterparty }) => counterparty.internal)).toEqual([true, true]);
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBe(2);
  });

  it('of a colleague to a queue is theirs once, however many it rang', async () => {
    const ring = (id: string, of: object = {}): object =>
      leg('ring_to_member', { ...user('caller', 'U1'), ...user('callee', id), segment: 2, ...of });
    const records = await read([
      leg('incoming', { ...user('caller', 'U1'), ...queue('callee'), answer_time: '' }),
      ring('U2', missed),
      ring('U3'),
    ]);
    expect(parts(records)).toEqual([
      ['U1', 'outbound', 'answered', 288],
      ['U2', 'inbound', 'missed', null],
      ['U3', 'inbound', 'answered', 288],
    ]);
  });

  it('that no person had is nobody’s, by the name of the whole call', async () => {
    const records = await read([leg('incoming', { ...outside('caller'), ...queue('callee'), result: 'abandoned' })], {
      ...queue('callee'),
      ...outside('caller'),
      callee_did_number: '+14155550100',
    });
    expect(records).toMatchObject([
      {
        ...{ externalId: 'h-1', userExternalId: null, direction: 'inbound', outcome: 'missed' },
        ...{ viaNumber: '+14155550100', group: { externalId: 'Q' }, counterparty: { number: '+14155550170' } },
      },
    ]);
  });

  it.each(['monitor', 'listen', 'whisper', 'barge', 'conference_barge', 'park', 'merge', 'timeout', 'shared'])(
    'has no part of who did this in it: %s',
    async (event) => {
      const records = await read([
        leg('incoming', { ...outside('caller'), ...user('callee', 'B') }),
        leg(event, { ...user('caller', 'X'), ...user('callee', 'X'), segment: 2 }),
      ]);
      expect(parts(records)).toEqual([['B', 'inbound', 'answered', 288]]);
    },
  );

  it('sets aside a leg of a kind that nobody knows yet, and keeps its neighbours', async () => {
    const unknown = leg('beam_over', { ...outside('caller'), ...user('callee', 'C') });
    const { items, rejected } = await readAll([
      leg('incoming', { ...outside('caller'), ...user('callee', 'B') }),
      unknown,
    ]);
    expect(parts(items)).toEqual([['B', 'inbound', 'answered', 288]]);
    expect(rejected).toEqual([
      expect.objectContaining({ reason: 'A leg of somebody is of a kind that is not known.', raw: unknown }),
    ]);
  });

  it('begins for everybody when the whole call began, and is one conversation by both of its ids', async () => {
    const [record] = await read([
      leg('incoming', { ...outside('caller'), ...user('callee', 'B'), start_time: at('10:03:00'), call_id: '74_2' }),
    ]);
    expect(record?.startedAt).toEqual(new Date(at('10:00:00')));
    expect(record?.relatedIds).toEqual(['h-1', '7400000000000000101', '74']);
  });

  it('hides whoever hides', async () => {
    const hidden = { ...outside('caller'), caller_number_type: 'anonymous_number' };
    const [record] = await read([leg('incoming', { ...hidden, ...user('callee', 'B') })]);
    expect(record?.counterparty.number).toBeNull();
  });
});

describe('the list of Zoom Phone', () => {
  const row = (id: string, time: string, more: object = {}): object => ({
    ...{ call_history_uuid: id, call_id: '1', start_time: at(time), end_time: at('11:30:00'), ...more },
  });
  const asked: (string | undefined)[][] = [];
  const listed = async (rows: readonly object[]) => {
    const session = new ScriptedSession(({ query = {} }) => {
      asked.push([query['from']?.toString(), query['to']?.toString()]);
      return { call_history: rows, next_page_token: '' };
    });
    const window = { from: new Date('2026-06-01T10:00:00.500Z'), to: new Date('2026-06-01T11:00:00.500Z') };
    const stubs = [];
    for await (const { announced = [] } of provider.listCalls(session, window, nobody)) stubs.push(...announced);
    return stubs;
  };

  it('is asked a second wider, in whole seconds, and announces only what began in the window', async () => {
    const stubs = await listed([
      row('a', '10:00:00'),
      row('b', '10:00:01'),
      row('c', '11:00:00'),
      row('d', '11:00:01'),
    ]);
    expect(asked).toEqual([['2026-06-01T09:59:59Z', '2026-06-01T11:00:02Z']]);
    expect(stubs.map(({ externalId }) => externalId)).toEqual(['b', 'c']);
  });

  it('passes over what goes on', async () => {
    expect(await listed([row('a', '10:30:00', { end_time: '' })])).toEqual([]);
  });

  it('announces with another revision whatever shows a change, and in the order of fields sees none', async () => {
    const [before] = await listed([row('a', '10:30:00', { call_result: 'answered', duration: 3 })]);
    const [same] = await listed([row('a', '10:30:00', { duration: 3, call_result: 'answered' })]);
    const [after] = await listed([row('a', '10:30:00', { call_result: 'voicemail', duration: 3 })]);
    expect(same?.revision).toBe(before?.revision);
    expect(after?.revision).not.toBe(before?.revision);
  });
});

describe('the company of whoever connects Zoom Phone', () => {
  const CALLS = { call_history: [], next_page_token: '' };
  const account = (person: object): Promise<ProviderAccount> =>
    provider.identify(
      new ScriptedSession(({ path }) => (path === '/v2/users/me' ? { account_id: 'acct', ...person } : CALLS)),
    );

  it.each([
    ['verified', { email: 'Ida@ACME.example', verified: 1 }, ['acme.example'], 'acme.example'],
    ['not verified', { email: 'ida@acme.example', verified: 0 }, [], 'Account acct'],
    ['of which that is not said', { email: 'ida@acme.example' }, [], 'Account acct'],
    ['missing', { verified: 1 }, [], 'Account acct'],
  ])(
    'is known by the domain of an address only where that is verified: one that is %s',
    async (_what, person, domains, name) => {
      expect(await account(person)).toEqual({ externalId: 'acct', name, domains, readsAllCalls: true });
    },
  );
});

describe('the directory of Zoom Phone', () => {
  const people = async (of: Readonly<Record<string, readonly object[]>>): Promise<readonly PhoneUser[]> => {
    const session = new ScriptedSession(({ query = {} }) => ({
      ...{ users: of[String(query['status'])] ?? [], next_page_token: '' },
    }));
    const found: PhoneUser[] = [];
    for await (const { items } of provider.listUsers(session)) found.push(...items);
    return found;
  };

  it('has whoever is active, switched off or waiting, and nobody without a line', async () => {
    const person = { extension_id: 'x1', extension_number: 801, email: 'Ann@Acme.example', name: 'Ann' };
    const found = await people({
      activate: [
        { ...person, status: 'Active', phone_numbers: [{ number: '14155550101' }, { number: '+14155550101' }] },
      ],
      deactivate: [{ ...person, extension_id: 'x2', status: 'deactivate' }],
      pending: [
        { extension_id: 'x3', status: 'pending' },
        { id: 'u4', status: 'pending' },
      ],
    });
    expect(found.map(({ externalId, status }) => [externalId, status])).toEqual([
      ['x1', 'active'],
      ['x2', 'suspended'],
      ['x3', 'pending'],
    ]);
    expect(found[0]).toMatchObject({
      emails: ['ann@acme.example'],
      numbers: [{ e164: '+14155550101' }, { e164: null, extension: '801' }],
    });
  });

  it('has two people where they had one extension number in turn', async () => {
    const found = await people({
      activate: [{ extension_id: 'bo', extension_number: 801, name: 'Bo', status: 'activate' }],
      deactivate: [{ extension_id: 'ann', extension_number: 801, name: 'Ann', status: 'deactivate' }],
    });
    expect(found.map(({ externalId, displayName }) => [externalId, displayName])).toEqual([
      ['bo', 'Bo'],
      ['ann', 'Ann'],
    ]);
  });
});
