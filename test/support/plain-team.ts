import type { PersonDaysView, PersonDayView } from '../../src/scoring/index.js';
import { addDays, daysBetween } from '../../src/support/days.js';
import type { ScoredTenant, ScoringHouse } from './scoring-house.js';

const NAMES = ['score', 'countedSeconds', 'calls', 'missed'] as const;
type Sums = Record<(typeof NAMES)[number], number>;

/** A person's days as one opens them one by one, and adds them up by hand. No day of theirs is frozen or to come. */
export async function plainPerson(
  house: ScoringHouse,
  tenant: ScoredTenant,
  employee: { readonly id: string; readonly name: string },
  from: string,
  to: string,
): Promise<PersonDaysView> {
  const open = async (day: string): Promise<PersonDayView> => {
    const {
      mapped,
      complete,
      why: reason,
      score,
      countedSeconds,
      inputs,
    } = await house.days.day(tenant.id, employee.id, day);
    const missed = inputs.filter(({ outcome }) => outcome === 'missed').length;
    const figures = { score: score ?? 0, countedSeconds: countedSeconds ?? 0, calls: inputs.length, missed };
    if (mapped && complete) return { day, known: true, why: null, ...figures, soFar: null };
    const why = mapped ? reason : 'not-mapped';
    const nothing = { score: null, countedSeconds: null, calls: null, missed: null };
    return { day, known: false, why, ...nothing, soFar: inputs.length === 0 ? null : figures };
  };
  const days = await Promise.all(daysBetween(from, to).map(open));
  const before = await Promise.all(daysBetween(addDays(from, -28), addDays(from, -1)).map(open));
  const weekday = ({ day }: PersonDayView): number => new Date(`${day}T12:00:00Z`).getUTCDay();
  const known = days.filter((day) => day.known);
  const earlier = known.map((day) => {
    const same = before.filter((one) => one.known && weekday(one) === weekday(day));
    const sums = sumsOf(same);
    return { score: sums.score / same.length, countedSeconds: sums.countedSeconds / same.length };
  });
  const meant = {
    score: round(
      earlier.reduce((sum, { score }) => sum + score, 0),
      2,
    ),
    countedSeconds: round(
      earlier.reduce((sum, { countedSeconds }) => sum + countedSeconds, 0),
      3,
    ),
  };
  return {
    employee,
    days,
    total: { ...sumsOf(known), knownDays: known.length, unknownDays: days.length - known.length },
    earlier: earlier.length === 0 || Number.isNaN(meant.score) ? null : meant,
  };
}

/** The middle of a team by the days of its people: on those that most know, of those who know all of these. */
export function plainMiddle(people: readonly PersonDaysView[], leastGroup: number): unknown {
  const knowing = people.filter(({ total }) => total.knownDays > 0);
  const places = (people[0]?.days ?? [])
    .map((_, at) => at)
    .filter((at) => knowing.filter(({ days }) => days[at]?.known).length > knowing.length / 2);
  const group = places.length === 0 ? [] : knowing.filter(({ days }) => places.every((at) => days[at]?.known === true));
  const figures = Object.fromEntries(
    NAMES.map((name) => {
      const all = group.map(({ days }) => sumsOf(places.map((at) => days[at]!))[name]).sort((a, b) => a - b);
      const [low, high] = [all[Math.ceil(all.length / 2) - 1] ?? 0, all[Math.floor(all.length / 2)] ?? 0];
      return [name, round((low + high) / 2, name === 'score' ? 2 : 3)];
    }),
  );
  const isTold = group.length >= leastGroup;
  return {
    figures: isTold ? figures : null,
    why: isTold ? null : 'too-few',
    people: group.length,
    days: places.length,
    leastGroup,
  };
}

function sumsOf(days: readonly PersonDayView[]): Sums {
  const sums: Sums = { score: 0, countedSeconds: 0, calls: 0, missed: 0 };
  for (const day of days) for (const name of NAMES) sums[name] += day[name] ?? 0;
  return { ...sums, score: round(sums.score, 2), countedSeconds: round(sums.countedSeconds, 3) };
}

const round = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;
