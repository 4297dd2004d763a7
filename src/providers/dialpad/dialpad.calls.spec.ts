import type { CallRecord } from '../../contract/index.js';
import { readCall } from './dialpad.calls.js';

const START = Date.parse('2026-11-20T15:00:00Z');
const NOW = new Date('2026-11-22T12:00:00Z');
const MINUTE = 60_000;

/** An inbound call to Lee that nobody took: made up, in the shape of Dialpad's list. */
const unanswered = {
  call_id: '5801200300400501',
  master_call_id: null,
  entry_point_call_id: null,
  operator_call_id: null,
  date_started: String(START),
  date_rang: String(START + 1_000),
  date_connected: null,
  date_ended: String(START + MINUTE),
  direction: 'inbound',
  duration: 0,
  total_duration: 60_000.25,
  state: 'hangup',
  external_number: '+12065550144',
  internal_number: '+12065550101',
  group_id: null,
  contact: { id: '77001', type: 'local', email: '', phone: '+12065550144', name: 'Robin Vale' },
  target: { id: '5900100200300401', type: 'user', email: 'lee@acme.example', phone: '+12065550101', name: 'Lee Park' },
  entry_point_target: {},
  proxy_target: {},
  is_transferred: false,
  was_recorded: false,
  labels: [],
  recording_details: [],
  voicemail_share_link: null,
};

const answered = { ...unanswered, date_connected: String(START + 10_000) };

function read(wire: unknown): CallRecord {
  const reading = readCall(wire, NOW);
  if ('rejected' in reading) throw new Error(reading.rejected.reason);
  return reading.item;
}

function reasonOf(wire: unknown): string {
  const reading = readCall(wire, NOW);
  if ('item' in reading) throw new Error('The record was not rejected.');
  return reading.rejected.reason;
}

const voicemailRecording = { recording_details: [{ id: '1', recording_type: 'voicemail', duration: 9_000 }] };

describe('readCall', () => {
  it('reads a whole record', () => {
    expect(
      read({
        ...answered,
        master_call_id: 5801200300400500,
        operator_call_id: '5801200300400500',
        entry_point_call_id: '5801200300400499',
        entry_point_target: { id: '124', type: 'department', name: 'Sales' },
        labels: ['follow-up', 'follow-up', null],
        was_recorded: true,
        event_timestamp: String(START + MINUTE + 400),
      }),
    ).toEqual({
      externalId: '5801200300400501',
      relatedIds: ['5801200300400500', '5801200300400499'],
      userExternalId: '5900100200300401',
      direction: 'inbound',
      outcome: 'answered',
      startedAt: new Date(START),
      connectedAt: new Date(START + 10_000),
      endedAt: new Date(START + MINUTE),
      counterparty: { number: '+12065550144', name: 'Robin Vale', internal: false },
      viaNumber: '+12065550101',
      group: { externalId: '124', name: 'Sales' },
      transferred: false,
      recorded: true,
      labels: ['follow-up'],
      revision: START + MINUTE + 400,
    });
  });

  it.each([
    ['nobody took', {}, {}, {}],
    ['somebody took', { date_connected: START + 10_000 }, { date_connected: String(START + 10_000) }, {}],
    [
      'a voicemail was left in',
      { state: 'voicemail_uploaded', voicemail_recording_id: 6_012, voicemail_link: 'https://x.example/1' },
      { voicemail_share_link: 'https://x.example/1' },
      {},
    ],
    [
      'a call centre took',
      { target: { id: 5527348325810176, type: 'call_center', name: 'Sales' } },
      { target: { id: '5527348325810176', type: 'callcenter', name: 'Sales' } },
      { group_id: 'CallCenter:5527348325810176', external_number: 'anonymous' },
    ],
    [
      'a colleague made',
      { is_internal: true, contact: { id: 5900100200300402, type: 'user', name: 'Dana Reyes' }, labels: null },
      { contact: { id: '5900100200300402', type: 'user', name: 'Dana Reyes' } },
      { is_transferred: true, master_call_id: '5801200300400500' },
    ],
  ])('reads the same from an event as from the list, of a call that %s', (_, told, listed, both) => {
    const claims = {
      ...unanswered,
      call_id: 5801200300400501,
      date_started: START,
      date_rang: null,
      date_ended: START + MINUTE,
      event_timestamp: START + MINUTE + 1_639,
      target: { ...unanswered.target, id: 5900100200300401 },
      ...{ call_recording_ids: [], hold_time: 0, talk_time: 0, is_internal: false, voicemail_link: null },
      ...{ voicemail_recording_id: null, selected_caller_id: null, transferred_from: {}, integrations: {} },
      ...both,
      ...told,
    };
    const item = read({ ...unanswered, ...both, ...listed });
    expect(read(claims)).toEqual({ ...item, revision: START + MINUTE + 1_639 });
  });

  describe('what became of the call', () => {
    const outcomeOf = (wire: object) => read({ ...unanswered, ...wire }).outcome;

    it.each([
      ['inbound, somebody spoke', { date_connected: START + 1 }, 'answered'],
      ['outbound, somebody spoke', { date_connected: START + 1, direction: 'outbound' }, 'answered'],
      [
        'outbound, a mailbox answered',
        { date_connected: START + 1, direction: 'outbound', ...voicemailRecording },
        'answered',
      ],
      ['outbound, nobody took it', { direction: 'outbound' }, 'unanswered'],
      [
        'outbound, nobody took it, and a link',
        { direction: 'outbound', voicemail_share_link: 'https://x.example' },
        'unanswered',
      ],
      ['inbound, nobody took it', {}, 'missed'],
      ['inbound, transferred, nobody took it', { is_transferred: true }, 'missed'],
      ['inbound, the state says connected and no date does', { state: 'connected' }, 'missed'],
      [
        'inbound, the state says missed and a date says connected',
        { state: 'missed', date_connected: START },
        'answered',
      ],
      ['inbound, connected in spite of a message', { date_connected: START, ...voicemailRecording }, 'answered'],
      ['a greeting without a message', { voicemail_link: 'https://x.example', voicemail_recording_id: null }, 'missed'],
      ['a recording that is no voicemail', { recording_details: [{ recording_type: 'callrecording' }] }, 'missed'],
      ['an empty share link', { voicemail_share_link: '' }, 'missed'],
      ['a voicemail recording id of zero', { voicemail_recording_id: 0 }, 'missed'],
      ['a share link', { voicemail_share_link: 'https://x.example' }, 'voicemail'],
      ['a voicemail recording', voicemailRecording, 'voicemail'],
      ['a voicemail recording id', { voicemail_recording_id: '6012' }, 'voicemail'],
      ['a state that says uploaded', { state: 'voicemail_uploaded' }, 'voicemail'],
    ])('%s', (_what, wire, outcome) => expect(outcomeOf(wire)).toBe(outcome));
  });

  describe('times', () => {
    it('takes numbers, decimal text and floats for the same instant', () => {
      const readings = [START, String(START), START + 0.75, `${START}.75`].map((date_started) =>
        read({ ...answered, date_started }),
      );
      expect(readings.map(({ startedAt }) => startedAt.getTime())).toEqual([START, START, START, START]);
    });

    it.each([null, undefined, '', 0, '0'])('takes date_connected %p for never', (date_connected) => {
      expect(read({ ...unanswered, date_connected }).connectedAt).toBeNull();
    });

    it.each([
      ['no start', { date_started: null }, 'date_started is missing.'],
      ['no end', { date_ended: '' }, 'date_ended is missing: the call has not ended.'],
      ['a start that is no number', { date_started: 'yesterday' }, 'date_started is no time in milliseconds.'],
      [
        'a time that cannot be turned into a number',
        { date_ended: { valueOf: 0, toString: 0 } },
        'date_ended is no time in milliseconds.',
      ],
      ['seconds', { date_started: START / 1_000 }, 'date_started is in seconds, or before 1973.'],
      [
        'a far future',
        { date_ended: NOW.getTime() + 26 * 60 * MINUTE },
        'date_ended lies more than a day in the future.',
      ],
      ['microseconds', { date_ended: (START + MINUTE) * 1_000 }, 'date_ended lies more than a day in the future.'],
      ['an end before the start', { date_ended: START - 1 }, 'date_ended lies before date_started.'],
      [
        'talk before the start',
        { date_connected: START - 1 },
        'date_connected lies outside of date_started to date_ended.',
      ],
      [
        'talk after the end',
        { date_connected: START + MINUTE + 1 },
        'date_connected lies outside of date_started to date_ended.',
      ],
      ['a broken connection time', { date_connected: 'soon' }, 'date_connected is no time in milliseconds.'],
    ])('rejects %s', (_what, wire, reason) => expect(reasonOf({ ...unanswered, ...wire })).toBe(reason));

    it('takes a call of no length', () => {
      expect(read({ ...unanswered, date_ended: START }).endedAt).toEqual(new Date(START));
    });
  });

  describe('who', () => {
    const withTarget = (target: unknown) => read({ ...unanswered, target });

    it.each(['department', 'office', 'callcenter', 'call_center', 'callrouter', 'coachingteam', 'room', 'unknown'])(
      'belongs to nobody where the target is a %s, which is the group',
      (type) => {
        expect(withTarget({ id: 124, type, name: 'Sales' })).toMatchObject({
          userExternalId: null,
          group: { externalId: '124', name: 'Sales' },
        });
      },
    );

    it.each([{}, null, undefined])('belongs to nobody where the target is %p', (target) => {
      expect(withTarget(target).userExternalId).toBeNull();
    });

    it('is rejected where the target is a person without an id: nobody would be credited', () => {
      expect(reasonOf({ ...unanswered, target: { type: 'user', id: null } })).toBe('target is a person without an id.');
    });

    it('names the group by its bare id where nothing else is known of it', () => {
      expect(read({ ...unanswered, group_id: 'Office:124' }).group).toEqual({ externalId: '124', name: null });
    });

    it('has no group where a person was dialled', () => {
      expect(read({ ...unanswered, entry_point_target: unanswered.target }).group).toBeNull();
    });

    it.each([
      ['a contact that is a colleague', { contact: { id: '1', type: 'user', name: 'Ann Cole' } }],
      ['a flag', { is_internal: true }],
      ['a flag in text', { is_internal: 'TRUE' }],
    ])('is internal by %s', (_what, wire) => expect(read({ ...unanswered, ...wire }).counterparty.internal).toBe(true));

    it.each([
      ['a colleague', { id: 7, type: 'user', name: 'Ann Cole' }, '7'],
      ['an outsider', { id: 'shared_contact_pool_1', type: 'shared', name: 'Robin Vale' }, undefined],
      ['a colleague without an id', { type: 'user', name: 'Ann Cole' }, undefined],
    ])('tells the id of %s', (_what, contact, id) =>
      expect(read({ ...unanswered, contact }).counterparty.userExternalId).toBe(id),
    );

    it.each(['blocked', 'anonymous', '101', '+', 'restricted'])('has no number where it is "%s"', (external_number) => {
      expect(read({ ...unanswered, external_number }).counterparty.number).toBeNull();
    });

    it.each(['', null, undefined])('takes the number of the contact where the record has %p', (external_number) => {
      expect(read({ ...unanswered, external_number }).counterparty.number).toBe('+12065550144');
    });
  });

  it.each([
    ['FALSE', false],
    ['TRUE', true],
    [true, true],
    [null, false],
    [1, false],
  ])('reads is_transferred %p as %p', (is_transferred, transferred) => {
    expect(read({ ...unanswered, is_transferred }).transferred).toBe(transferred);
  });

  it.each([0, '0', '', null, undefined, unanswered.call_id])(
    'leaves %p out of the related ids',
    (entry_point_call_id) => {
      expect(read({ ...unanswered, entry_point_call_id }).relatedIds).toEqual([]);
    },
  );

  it('keeps out of texts what a database cannot store', () => {
    expect(read({ ...unanswered, contact: { name: 'Rob\u0000in \ud800Vale' } }).counterparty.name).toBe('Robin Vale');
  });

  it.each([null, undefined, '', 0, '0', {}, Number.MAX_SAFE_INTEGER + 1])('rejects a call id of %p', (call_id) => {
    expect(readCall({ ...unanswered, call_id }, NOW)).toMatchObject({
      rejected: { reason: 'call_id is missing.', raw: { ...unanswered, call_id } },
    });
  });

  it('names the record that it rejects', () => {
    expect(readCall({ ...unanswered, direction: 'sideways' }, NOW)).toMatchObject({
      rejected: { externalId: '5801200300400501', reason: 'direction is neither inbound nor outbound.' },
    });
  });
});
