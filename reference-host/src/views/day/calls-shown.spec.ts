import fc from 'fast-check';
import type { SurfaceDayInput } from '../shared/surface.js';
import { callsByHour, DAY_SHOWS, readDayShow, shownCalls } from './calls-shown.js';

const BEGINS = '2026-11-01T04:00:00.000Z';
const HOUR = 3_600_000;

const input: fc.Arbitrary<SurfaceDayInput> = fc
  .record({
    start: fc.integer({ min: -2 * HOUR, max: 25 * HOUR - 1 }),
    talked: fc.boolean(),
    flagged: fc.boolean(),
    countedSeconds: fc.constantFrom(0, 60),
    points: fc.constantFrom(0, 1),
    outcome: fc.constantFrom('answered' as const, 'missed' as const, 'unanswered' as const),
  })
  .map(({ start, talked, ...rest }) => {
    const at = new Date(Date.parse(BEGINS) + start).toISOString();
    return {
      callId: at,
      externalId: at,
      title: 'Call',
      direction: 'inbound',
      internal: false,
      startedAt: at,
      connectedAt: talked ? at : null,
      endedAt: at,
      flagReason: null,
      text: '',
      ...rest,
    };
  });

describe('the calls of a day that are listed', () => {
  it('are each in one hour, none is lost, and hours follow each other', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
        const hours = callsByHour(inputs, BEGINS);
        expect(hours.flatMap((hour) => hour.inputs)).toHaveLength(inputs.length);
        expect(new Set(hours.map(({ hour }) => hour)).size).toBe(hours.length);
        expect(hours.map(({ hour }) => hour)).toEqual(hours.map(({ hour }) => hour).sort((a, b) => a - b));
        for (const { hour, inputs: calls } of hours) {
          for (const { startedAt } of calls) {
            const since = Date.parse(startedAt) - Date.parse(BEGINS);
            expect(hour === -1 ? since < 0 : hour * HOUR <= since && since < (hour + 1) * HOUR).toBe(true);
          }
        }
      }),
    );
  });

  it('are either counted or not, and of the rest those that are meant', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
        expect(shownCalls(inputs, 'all')).toEqual(inputs);
        const [counted, not] = [shownCalls(inputs, 'counted'), shownCalls(inputs, 'not-counted')];
        expect(counted.length + not.length).toBe(inputs.length);
        expect(not.every(({ countedSeconds, points }) => countedSeconds === 0 && points === 0)).toBe(true);
        expect(shownCalls(inputs, 'flagged').every(({ flagged }) => flagged)).toBe(true);
        expect(shownCalls(inputs, 'missed').every(({ outcome }) => outcome === 'missed')).toBe(true);
      }),
    );
  });

  it('are what an address asks for, or all', () => {
    for (const show of DAY_SHOWS) expect(readDayShow(new URLSearchParams({ show }))).toBe(show);
    expect(readDayShow(new URLSearchParams('show=none'))).toBe('all');
  });
});
