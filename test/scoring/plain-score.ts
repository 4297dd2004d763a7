import type { DayInput } from '../../src/scoring/score-day.js';
import { type RulesVersion, type ScoringRules, defaultRules } from '../../src/scoring/rules.js';
import type { ScoredCall } from '../../src/scoring/scored-call.js';

/**
 * The counting rules once more, as plainly as they can be said and sharing nothing with the real ones: time is cut into
 * pieces so small that everything is the same throughout a piece, and each piece is asked who gets it.
 *
 * It relies on the worlds: changes of clocks, midnights and shifts fall on quarters of an hour, shifts begin and end
 * when no clock changes, and numbers in rules have at most three decimals.
 */
export interface PlainDay {
  /** Counted milliseconds by call. */
  readonly counted: Record<string, number>;
  readonly listed: string[];
  readonly flagged: string[];
  /** In 1/60,000,000,000 points. */
  readonly points: bigint;
  readonly score: string;
}

type World = Omit<DayInput, 'day'>;
const quarter = 15 * 60_000;
const unit = 60_000n * 1_000_000n;

export function plainDay(world: World, day: string): PlainDay {
  const rules = plainRules(world.rulesVersions, day);
  const flagged = world.records.filter((call) => isFlagged(world, call));
  const talking = world.records.filter((call) => talks(call) && !flagged.includes(call));
  const inOrder = talking.sort(inOrderOfCredit);
  const counted: Record<string, number> = {};
  for (const piece of piecesOf(world.records)) {
    const wall = wallClock(piece.from, world);
    if (wall.day !== day || !inShift(world, wall)) continue;
    const takers = inOrder.filter((call) => start(call) <= piece.from && piece.to <= end(call));
    const scopes = new Set(takers.map((call) => (rules.overlap === 'employee' ? '' : call.conversationId)));
    for (const scope of scopes) {
      const taker = takers.find((call) => rules.overlap === 'employee' || call.conversationId === scope)!;
      counted[taker.callId] = (counted[taker.callId] ?? 0) + piece.to - piece.from;
    }
  }
  const listed = world.records.filter((call) =>
    talks(call)
      ? piecesOf([call]).some((piece) => wallClock(piece.from, world).day === day)
      : wallClock(call.startedAt.getTime(), world).day === day,
  );
  let points = 0n;
  for (const call of talking) {
    const weight = call.counterparty.internal ? rules.weights.internal : rules.weights[call.direction];
    points += BigInt(counted[call.callId] ?? 0) * thousandths(rules.pointsPerMinute) * thousandths(weight);
  }
  const beginning = (call: ScoredCall): string => wallClock(start(call), world).day;
  const begun = [
    ...world.before.filter((call) => talks(call) && !isFlagged(world, call) && beginning(call) < day),
    ...talking.filter((call) => beginning(call) === day),
  ];
  const answered = new Set<string>();
  for (const call of begun.sort(inOrderOfCredit)) {
    const inside = piecesOf([call]).some((p) => inShift(world, wallClock(p.from, world)));
    if (!inside || answered.has(call.conversationId)) continue;
    answered.add(call.conversationId);
    if (beginning(call) === day) points += (thousandths(rules.pointsPerCall) * unit) / 1000n;
  }
  if (rules.dailyCap !== null) {
    const cap = (thousandths(rules.dailyCap) * unit) / 1000n;
    if (points > cap) points = cap;
  }
  return {
    counted,
    listed: ids(listed),
    flagged: ids(listed.filter((it) => flagged.includes(it))),
    points,
    score: cents(points),
  };
}

/** Two places, half up. */
function cents(points: bigint): string {
  const hundredths = (points * 200n + unit) / (2n * unit);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

function isFlagged(world: World, call: ScoredCall): boolean {
  if (world.exclusions.some((it) => it.callId === call.callId)) return true;
  if (call.outcome === 'voicemail') return true;
  if (call.outcome !== 'answered') return false;
  const began = talks(call) ? start(call) : call.startedAt.getTime();
  const rules = plainRules(world.rulesVersions, wallClock(began, world).day);
  return (talks(call) ? end(call) - start(call) : 0) < rules.shortestTalkSeconds * 1000;
}

function plainRules(versions: readonly RulesVersion[], day: string): ScoringRules {
  const sofar = versions.filter((it) => it.effectiveFrom <= day);
  return sofar.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0] ?? defaultRules;
}

function piecesOf(calls: readonly ScoredCall[]): { from: number; to: number }[] {
  const talking = calls.filter(talks);
  if (talking.length === 0) return [];
  const cuts = new Set(talking.flatMap((call) => [start(call), end(call)]));
  const last = Math.max(...cuts);
  for (let at = Math.ceil(Math.min(...cuts) / quarter) * quarter; at < last; at += quarter) cuts.add(at);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => ({ from: sorted[i]!, to }));
}

interface Wall {
  readonly day: string;
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const walls = new Map<string, Wall>();

/** An old zone's days hold until the first of the next one's; what lies between belongs to that first day. */
function wallClock(ms: number, { timeZone, past = [] }: Pick<World, 'timeZone' | 'past'>): Wall {
  let first = '';
  for (const spell of past) {
    const wall = wallIn(ms, spell.timeZone);
    const day = wall.day < first ? first : wall.day;
    if (day < spell.until) return { ...wall, day };
    first = spell.until;
  }
  const wall = wallIn(ms, timeZone);
  return { ...wall, day: wall.day < first ? first : wall.day };
}

/** What calendar and clock on the wall show, to the quarter of an hour, by the platform's own zone data. */
function wallIn(ms: number, timeZone: string): Wall {
  const at = Math.floor(ms / quarter) * quarter;
  const key = `${timeZone} ${at}`;
  let wall = walls.get(key);
  if (wall === undefined) {
    let format = formats.get(timeZone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      formats.set(timeZone, format);
    }
    const [day, clock] = format.format(at).split(' ') as [string, string];
    wall = { day, minutes: minutesOf(clock) };
    walls.set(key, wall);
  }
  return wall;
}

/** It relies on the worlds: where the zone changes, there is no shift. */
function inShift(world: World, { day, minutes }: Wall): boolean {
  const today = new Date(`${day}T00:00:00Z`);
  const yesterday = new Date(today.getTime() - 86_400_000);
  const shift = shiftOf(world, today);
  if (shift === null) return true;
  const isOfToday = shift.days.includes(today.getUTCDay() || 7) && minutes >= minutesOf(shift.from);
  const last = shiftOf(world, yesterday);
  return (
    (isOfToday && (isOverMidnight(shift) || minutes < minutesOf(shift.to))) ||
    (last !== null &&
      isOverMidnight(last) &&
      last.days.includes(yesterday.getUTCDay() || 7) &&
      minutes < minutesOf(last.to))
  );
}

function shiftOf({ workShift, past = [] }: World, day: Date): World['workShift'] {
  const held = past.filter(({ until }) => day.getTime() < Date.parse(`${until}T00:00:00Z`));
  return held.length === 0 ? workShift : held[0]!.workShift;
}

const isOverMidnight = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  minutesOf(to) <= minutesOf(from);

const talks = (call: ScoredCall): boolean =>
  call.outcome === 'answered' && call.connectedAt !== null && call.connectedAt < call.endedAt;
const inOrderOfCredit = (a: ScoredCall, b: ScoredCall): number =>
  start(a) - start(b) || end(a) - end(b) || (a.externalId < b.externalId ? -1 : 1);
const start = (call: ScoredCall): number => call.connectedAt!.getTime();
const end = (call: ScoredCall): number => call.endedAt.getTime();
const ids = (calls: readonly ScoredCall[]): string[] => calls.map((it) => it.callId).sort();
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
const thousandths = (value: number): bigint => BigInt(Math.round(value * 1000));
