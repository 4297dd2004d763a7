import { Inject, Injectable } from '@nestjs/common';
import { type Subject, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { termsOn } from '../support/day-terms.js';
import { type Day, daysBetween, dayOf, type Zones } from '../support/days.js';
import { asciiJson } from '../support/json.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { callView, type CallView } from './call-view.js';
import { failureOf } from './changed-days.js';
import { fetchedDays, hasNoScore, type KnownOfDays, statesOf, type WhyUnknown, whyUnknown } from './day-states.js';
import {
  dayProblem,
  type DayText,
  type DayTotalView,
  type DayView,
  type Explanation,
  explanationView,
  NOT_KNOWN,
} from './scored-day-views.js';
import { objectionView } from './objection-view.js';
import { type OpenedDay, openingDays } from './opened-day.js';
import { keepsCalls, storedExplanation } from './stored-explanation.js';
import { dayTermsInWords } from './terms-in-words.js';

/**
 * What was scored, with its explanation: read as it was stored with the score, never computed a second time. What the
 * caller may see is decided before.
 */
@Injectable()
export class ScoredDays {
  private readonly open: ReturnType<typeof openingDays>;

  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: Pick<PhoneSystemSettings, 'longestCallHours'>,
  ) {
    this.open = openingDays(database);
  }

  /** One day with its calls. A day without any has a score of 0, and none where nobody knows whether there were any. */
  async day(tenantId: string, employeeId: string, day: Day): Promise<DayView> {
    const opened = await this.open({ tenantId, employeeId, day });
    const { text } = await this.answerOf(opened, tenantId, employeeId, day);
    return JSON.parse(text) as DayView;
  }

  /**
   * The same as JSON, with whose day it is; null where there is no such employee. The text is the one that was stored
   * with the score: reading it into objects and writing it again would be most of what opening a day costs.
   */
  async dayOfEmployee(tenantId: string, employeeId: string, day: Day): Promise<Subject<DayText> | null> {
    const opened = await this.open({ tenantId, employeeId, day });
    const { known, stored } = opened;
    if (!known.exists) return null;
    const { text, why } = await this.answerOf(opened, tenantId, employeeId, day);
    const isOpen = keepsCalls(stored) && why !== 'to-come' && why !== 'not-stored';
    // Within a title every quote is escaped. A day that waits may list what was excluded since.
    const listsExcluded = known.waiting.length > 0 || text.includes('"flagReason":"excluded"');
    return { thing: { text, listsExcluded, isOpen }, employees: [{ id: employeeId, managerId: known.managerId }] };
  }

  /** The totals of every day of a span, both ends included. */
  async days(tenantId: string, employeeId: string, from: Day, to: Day): Promise<{ items: readonly DayTotalView[] }> {
    const [row] = await this.database.ask<TotalsRow>(tenantId, 'total_days', employeeId, from, to);
    if (row === undefined) throw new Error('The database answered nothing, where it answers one row.');
    const zones: Zones = row.timeZone ?? (await this.terms.last(tenantId));
    const stateOf = this.statesOf(row, employeeId, zones);
    const totals = new Map(row.totals.map((total) => [total[0], totalOf(total)]));
    const today = dayOf(new Date(), zones);
    const items = daysBetween(from, to).map((day) => {
      const stored = totals.get(day) ?? NOTHING;
      const state = stateOf(day);
      const why = whyUnknown(day, today, state, stored.callsKept);
      const total = why === 'not-stored' ? NOTHING : stored;
      const figures = hasNoScore(why, total.inputs) ? { ...total, ...NOT_KNOWN } : total;
      return { day, ...figures, complete: state.complete, known: why === null, why };
    });
    return { items };
  }

  /** One call, with what it earned on each day; null where the tenant has none of this id. */
  async call(tenantId: string, callId: string): Promise<CallView | null> {
    return await callView(this.database.of(tenantId), tenantId, await this.terms.last(tenantId), callId);
  }

  private async answerOf(
    opened: OpenedDay,
    tenantId: string,
    employeeId: string,
    day: Day,
  ): Promise<{ readonly text: string; readonly why: WhyUnknown | null }> {
    const { known, stored } = opened;
    const terms = known.timeZone === null ? await this.terms.last(tenantId) : { ...known, timeZone: known.timeZone };
    const { timeZone } = termsOn(day, terms);
    const dayState = this.statesOf(known, employeeId, terms)(day);
    const callsKept = keepsCalls(stored);
    const why = whyUnknown(day, dayOf(new Date(), terms), dayState, callsKept);
    // Only a day that is marked can have failed: the others need not ask.
    const failedAt =
      known.waiting.length === 0 ? null : await failureOf(this.database.of(tenantId), tenantId, employeeId, day);
    const problem = failedAt && dayProblem(failedAt);
    const state = {
      employeeId,
      day,
      timeZone,
      terms: dayTermsInWords(day, terms),
      mapped: dayState.mapped,
      complete: dayState.complete,
      known: why === null,
      why,
      callsKept,
      problem,
      objections: (known.objections ?? []).map(objectionView),
    };
    return { text: `${asciiJson(state).slice(0, -1)},${explanationText(opened, why).slice(1)}`, why };
  }

  private statesOf(known: KnownOfDays, employeeId: string, zones: Zones): ReturnType<typeof statesOf> {
    return statesOf(known, employeeId, fetchedDays(known.reaches, zones, this.settings));
  }
}

function explanationText({ answer, stored }: OpenedDay, why: WhyUnknown | null): string {
  // What is to be taken out is told no more.
  if (why === 'not-stored') return asciiJson({ ...explanationView(null), ...NOT_KNOWN });
  if (answer !== null && !hasNoScore(why, 0)) return answer;
  const view =
    answer === null ? explanationView(stored && storedExplanation(stored)) : (JSON.parse(answer) as Explanation);
  return asciiJson(hasNoScore(why, view.inputs.length) ? { ...view, ...NOT_KNOWN } : view);
}

/** What a day comes to of which nothing is stored. */
const NOTHING = { score: 0, countedSeconds: 0, inputs: 0, flagged: 0, callsKept: true };

type WrittenTotal = readonly [
  day: Day,
  score: string,
  countedMs: number,
  inputs: number,
  flagged: number,
  frozen: boolean,
];

/** Counted in the database, which spares reading every explanation. */
interface TotalsRow extends KnownOfDays {
  readonly totals: readonly WrittenTotal[];
}

const totalOf = ([, score, countedMs, inputs, flagged, frozen]: WrittenTotal): Omit<
  DayTotalView,
  'day' | 'complete' | 'known' | 'why'
> => ({
  score: Number(score),
  countedSeconds: countedMs / 1000,
  inputs,
  flagged,
  callsKept: !frozen || inputs === 0,
});
