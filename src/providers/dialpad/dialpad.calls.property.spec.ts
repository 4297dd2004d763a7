import fc from 'fast-check';
import type { CallRecord } from '../../contract/index.js';
import { parseJson } from '../../support/json.js';
import { readCall } from './dialpad.calls.js';

const START = Date.parse('2026-11-20T15:00:00Z');
const NOW = new Date('2026-11-22T12:00:00Z');
const MINUTE = 60_000;

const unanswered = {
  call_id: '5801200300400501',
  master_call_id: null,
  date_started: START,
  date_connected: null as number | null,
  date_ended: START + MINUTE,
  direction: 'inbound',
  state: 'hangup',
  external_number: '+12065550144',
  internal_number: '+12065550101',
  group_id: null,
  contact: { name: 'Robin Vale' },
  target: { id: '5900100200300401', type: 'user' },
  entry_point_target: {},
  is_transferred: false,
  was_recorded: false,
  labels: [],
  recording_details: [],
  voicemail_share_link: null,
};

const answered = { ...unanswered, date_connected: START + 10_000 };

function read(wire: unknown): CallRecord {
  const reading = readCall(wire, NOW);
  if ('rejected' in reading) throw new Error(reading.rejected.reason);
  return reading.item;
}

describe('whatever Dialpad sends, readCall', () => {
  it('survives any JSON, and quotes none of it when it rejects', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const reading = readCall(json, NOW);
        return 'rejected' in reading && reading.rejected.raw === json;
      }),
    );
  });

  it('survives any value in any field', () => {
    const fields = fc.constantFrom(
      ...Object.keys(answered),
      'event_timestamp',
      'is_internal',
      'voicemail_recording_id',
    );
    fc.assert(
      fc.property(fc.dictionary(fields, fc.jsonValue()), (noise) => {
        const reading = readCall({ ...answered, ...noise }, NOW);
        if ('rejected' in reading) return reading.rejected.reason.length > 0;
        const { startedAt, connectedAt, endedAt, outcome } = reading.item;
        expect((connectedAt !== null) === (outcome === 'answered')).toBe(true);
        return startedAt <= (connectedAt ?? endedAt) && (connectedAt ?? startedAt) <= endedAt;
      }),
    );
  });

  it('keeps every digit of every id, as a number and as text', () => {
    const int64 = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(int64, int64, int64, fc.boolean(), (call, master, person, quoted) => {
        const wire = (id: bigint) => (quoted ? `"${id}"` : String(id));
        const json = JSON.stringify({
          ...answered,
          call_id: 'CALL',
          master_call_id: 'MASTER',
          target: { type: 'user', id: 'PERSON' },
        })
          .replace('"CALL"', wire(call))
          .replace('"MASTER"', wire(master))
          .replace('"PERSON"', wire(person));
        const record = read(parseJson(json));
        expect(record.externalId).toBe(String(call));
        expect(record.relatedIds).toEqual(master === call ? [] : [String(master)]);
        expect(record.userExternalId).toBe(String(person));
      }),
    );
  });
});

describe('which of two events of a call is later', () => {
  const revisionOf = (wire: object) => read({ ...unanswered, ...wire }).revision;
  const hangup = { event_timestamp: START + MINUTE + 1_500 };

  it('is told by the time of the event', () => {
    expect(revisionOf({ event_timestamp: START + MINUTE + 2_000 })).toBeGreaterThan(revisionOf(hangup));
  });

  it('is told by the end where there is no such time, or one that cannot be', () => {
    const ended = START + MINUTE;
    expect(
      [{}, { event_timestamp: 'x' }, { event_timestamp: 17e8 }, { event_timestamp: 1e15 }].map(revisionOf),
    ).toEqual([ended, ended, ended, ended]);
  });

  it('is nobody in particular where both say the same: the platform takes the later reading', () => {
    expect(revisionOf(hangup)).toBe(revisionOf({ ...hangup, labels: ['new'] }));
  });

  it('is a whole number that a double holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer({ min: 1e11, max: NOW.getTime() }), fc.jsonValue()), (stamp) =>
        Number.isSafeInteger(revisionOf({ event_timestamp: stamp })),
      ),
    );
  });
});
