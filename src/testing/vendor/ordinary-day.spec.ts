import { dayNamed } from './company-day.js';
import { MadeDays } from './made-days.js';
import { Engagements, occasionsOf } from './ordinary-day.js';

const ZONE = 'America/New_York';
const plan = (day: string, people: readonly string[]) => ({
  companyId: 'acme',
  day: dayNamed(day, ZONE),
  seed: 7,
  people: people.map((id) => ({ id })),
  nightDesk: 'night',
});
const times = (day: string, people: readonly string[]) =>
  [...occasionsOf(plan(day, people))].map(({ person, at }) => [person.id, at] as const);

describe('an ordinary day', () => {
  it('has the same occasions again, and another day others', () => {
    expect(times('2026-11-23', ['ann', 'bob'])).toEqual(times('2026-11-23', ['ann', 'bob']));
    expect(times('2026-11-24', ['ann', 'bob'])).not.toEqual(times('2026-11-23', ['ann', 'bob']));
  });

  it('has them of everybody in working hours of a workday, and of the night desk in each hour of any day', () => {
    const { at, from, to } = dayNamed('2026-11-23', ZONE);
    const workday = times('2026-11-23', ['ann', 'night']);
    const anns = workday.filter(([id]) => id === 'ann').map(([, time]) => time);
    expect(anns.length).toBeGreaterThan(4);
    expect(Math.min(...anns)).toBeGreaterThanOrEqual(at('08:15'));
    expect(Math.max(...anns)).toBeLessThan(at('17:45'));
    const sunday = times('2026-11-22', ['ann', 'night']);
    expect(sunday.map(([id]) => id)).toEqual(Array.from({ length: 24 }, () => 'night'));
    expect(workday.every(([, time]) => time >= from && time < to)).toBe(true);
    // An hour more, as clocks go back.
    expect(times('2026-11-01', ['night'])).toHaveLength(25);
    expect(times('2026-11-22', [])).toEqual([]);
  });

  it('has nobody on two calls at once, nor without a minute in between', () => {
    const engaged = new Engagements();
    engaged.add(['ann', 'bob'], 600_000, 900_000);
    expect(engaged.isFree('ann', 0, 540_000)).toBe(true);
    expect(engaged.isFree('ann', 0, 540_001)).toBe(false);
    expect(engaged.isFree('bob', 960_000, 970_000)).toBe(true);
    expect(engaged.isFree('bob', 959_999, 970_000)).toBe(false);
    expect(engaged.isFree('cal', 700_000, 800_000)).toBe(true);
  });
});

describe('days that are made when they are asked for', () => {
  it('are made once as long as they are kept, hold what starts in them, and have nothing before the first', () => {
    const made: string[] = [];
    const first = dayNamed('2026-11-20', ZONE);
    const days = new MadeDays({
      timeZone: ZONE,
      firstDay: first.number,
      mostKept: 4,
      make: ({ name, from, to }) => {
        made.push(name);
        return [{ startedAt: from }, { startedAt: to - 1 }];
      },
    });
    expect(days.of(first.number - 1)).toEqual([]);
    expect(days.of(first.number)).toBe(days.of(first.number));
    expect(days.between(first.from, first.to - 1)).toEqual([{ startedAt: first.from }, { startedAt: first.to - 1 }]);
    expect(days.between(first.from + 1, first.to - 2)).toEqual([]);
    days.of(first.number + 5);
    days.of(first.number + 6);
    days.of(first.number);
    expect(made.filter((name) => name === '2026-11-20').length).toBe(2);
  });
});
