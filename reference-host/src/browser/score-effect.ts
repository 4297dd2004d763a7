import { amount, daysAfter, scoreText, span } from '../views/shared/format.js';
import { isolated } from '../views/shared/isolated.js';
import { ask } from './surface.js';
import type { SurfaceDayTotals } from '../views/shared/surface.js';

/** Somebody whose scores a change may touch. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** An employee's last thirty days. */
interface Standing {
  readonly person: Person;
  readonly explain: SurfaceDayTotals['explain'];
  readonly score: number;
  readonly countedSeconds: number;
  /** Days on which everything was known and scored. */
  readonly settled: readonly string[];
}

const DAYS = 30;
const LOOK_MS = 1_000;
const LOOKS = 20;

/**
 * What a change did to scores: it is asked before and after, until the days that were settled before are so again.
 *
 * @param today the tenant's own day
 */
export class ScoreEffect {
  private constructor(
    private readonly today: string,
    private readonly before: readonly Standing[],
  ) {}

  static async before(people: readonly Person[], today: string): Promise<ScoreEffect> {
    return new ScoreEffect(today, await Promise.all(people.map((person) => standing(person, today))));
  }

  /** The change in a sentence; null where it could not be seen in good time. */
  async inWords(): Promise<string | null> {
    for (let look = 0; look < LOOKS; look++) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const after = await Promise.all(this.before.map(({ person }) => standing(person, this.today)));
      if (this.before.every(({ settled }, at) => settled.every((day) => after[at]?.settled.includes(day)))) {
        return this.before.map((was, at) => effectWords(was, after[at] ?? was)).join(' ');
      }
    }
    return null;
  }
}

async function standing(person: Person, today: string): Promise<Standing> {
  const span = `from=${daysAfter(today, 1 - DAYS)}&to=${today}`;
  const path = `/phone-systems/employees/${encodeURIComponent(person.id)}/days?${span}`;
  const { items, explain } = await ask<SurfaceDayTotals>('GET', path);
  return {
    person,
    explain,
    countedSeconds: items.reduce((sum, { countedSeconds }) => sum + (countedSeconds ?? 0), 0),
    score: items.reduce((sum, { score }) => sum + (score ?? 0), 0),
    settled: items.filter(({ complete }) => complete).map(({ day }) => day),
  };
}

function effectWords({ person, score: old, countedSeconds }: Standing, after: Standing): string {
  const { score } = after;
  if (after.explain === 'minutes') {
    const [from, to] = [span(countedSeconds), span(after.countedSeconds)];
    const change = from === to ? `stays ${to}` : `went from ${from} to ${to}`;
    return `${isolated(person.name)}’s counted time of the last ${DAYS} days ${change}.`;
  }
  const change = Math.round((score - old) * 100) / 100;
  if (change === 0) return `${isolated(person.name)}’s score of the last ${DAYS} days stays ${scoreText(score)}.`;
  const sign = change > 0 ? '+' : '−';
  return `${isolated(person.name)}’s score of the last ${DAYS} days went from ${scoreText(old)} to ${scoreText(score)} (${sign}${amount(Math.abs(change))}).`;
}
