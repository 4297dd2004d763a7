import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { leastGroupOf, type NotedTerms, TenantDatabase, TenantTermsBook } from '../access/index.js';
import { type ListedPerson, listPeople, type PeopleAsked, type PeopleList } from '../mapping/index.js';
import { PHONE_SYSTEM_SETTINGS } from '../storage/index.js';
import { addDays, type Day, dayOf, daysBetween } from '../support/days.js';
import { problem } from '../support/problems.js';
import type { PhoneSystemSettings } from '../support/settings.js';
import { inOrderOf, isRanking, type PeopleSort } from './people-order.js';
import { type PeopleRow, type Sheet, sheetsOf, termsIn } from './people-sheets.js';
import { EARLIER_DAYS, middleOf, type MiddleView, personDays, type PersonDaysView } from './team-figures.js';

/** Whose days are asked for, and which. */
export interface PeopleDaysAsked extends PeopleAsked {
  /** Both included. */
  readonly from: Day;
  readonly to: Day;
  readonly sort: PeopleSort;
}

/** A page of people with their days. */
export interface PeopleDaysView {
  readonly timeZone: string;
  /** The tenant's own day when this was read, and the instant. */
  readonly today: Day;
  readonly readAt: string;
  /** How many people fit the search, on all pages together. */
  readonly found: number;
  /** Whether the tenant lets people be put in the order of a figure. */
  readonly ranking: boolean;
  /** Of the whole team, whatever is sought. */
  readonly middle: MiddleView;
  readonly items: readonly PersonDaysView[];
  readonly nextPage: number | null;
}

const PEOPLE_A_PAGE = 100;
/** Of all people on a page together. */
const DAYS_A_PAGE = 6_200;
/** More days of people are not looked through for one answer. */
const MOST_DAYS = 200_000;

/**
 * The days of many people at once: read as they were stored with their scores, a hundred people a statement. Who may see
 * them is decided before.
 */
@Injectable()
export class PeopleDays {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: Pick<PhoneSystemSettings, 'longestCallHours'>,
  ) {}

  /** Who stands on a page, by name, and of how many. */
  async list(tenantId: string, asked: PeopleDaysAsked, page: number): Promise<PeopleList> {
    const take = peopleAPage(asked);
    return await listPeople(this.database, tenantId, asked, { skip: (page - 1) * take, take });
  }

  /** Whether an answer looks through more people than stand on its page. */
  looksFurther({ sort }: PeopleDaysAsked, { all, people }: PeopleList): boolean {
    return sort !== 'name' || people.length < all;
  }

  /**
   * The days of those who are listed, or who stand on this page in another order than that of names.
   *
   * @throws Problem 403 `no_ranking`, 400 `too_many_days` where that order cannot be had
   */
  async page(tenantId: string, asked: PeopleDaysAsked, list: PeopleList, page: number): Promise<PeopleDaysView> {
    const now = new Date();
    const span = daysBetween(asked.from, asked.to);
    await this.checkOrder(tenantId, asked, list);
    const isTooMany = list.all * span.length > MOST_DAYS;
    const team = this.looksFurther(asked, list) && !isTooMany ? await this.teamSheets(tenantId, asked, now) : null;
    const people =
      asked.sort === 'name' || team === null ? list.people : await this.ordered(tenantId, asked, team, page);
    const { terms, sheets } = await this.read(tenantId, people, withEarlier(asked), now);
    const leastGroup = leastGroupOf(terms);
    const whole = team ?? (people.length < list.all ? null : sheets.map(withoutEarlier));
    return {
      timeZone: terms.timeZone,
      today: dayOf(now, terms),
      readAt: now.toISOString(),
      found: list.found,
      ranking: terms.ranking ?? false,
      middle:
        whole === null
          ? { figures: null, why: 'too-many', people: list.all, days: span.length, leastGroup }
          : middleOf(whole, leastGroup),
      items: sheets.map((sheet) => personDays(sheet, span)),
      nextPage: page * peopleAPage(asked) < list.found ? page + 1 : null,
    };
  }

  /** The days of everybody who fits, in the order that is asked for, some people at a time; refused as a page would be. */
  async everybody(tenantId: string, asked: PeopleDaysAsked): Promise<AsyncIterable<readonly PersonDaysView[]>> {
    const list = await listPeople(this.database, tenantId, asked, EVERYBODY);
    await this.checkOrder(tenantId, asked, list);
    const people =
      asked.sort === 'name'
        ? list.people
        : inOrderOf(asked.sort, await this.teamSheets(tenantId, asked, new Date()), list.people);
    return this.inParts(tenantId, asked, people);
  }

  private async *inParts(
    tenantId: string,
    asked: PeopleDaysAsked,
    people: readonly ListedPerson[],
  ): AsyncGenerator<readonly PersonDaysView[]> {
    const span = daysBetween(asked.from, asked.to);
    for (const part of partsOf(people, peopleAPage(asked))) {
      const { sheets } = await this.read(tenantId, part, withEarlier(asked), new Date());
      yield sheets.map((sheet) => personDays(sheet, span));
    }
  }

  private async checkOrder(tenantId: string, { sort, from, to }: PeopleDaysAsked, { all }: PeopleList): Promise<void> {
    if (isRanking(sort) && (await this.terms.last(tenantId)).ranking !== true) {
      throw problem('no_ranking');
    }
    const days = daysBetween(from, to).length;
    if (sort === 'name' || all * days <= MOST_DAYS) return;
    throw problem('too_many_days', days, all, Math.floor(MOST_DAYS / days));
  }

  /** The span's days of a whole team, whatever is sought. Others have their turn in between. */
  private async teamSheets(tenantId: string, asked: PeopleDaysAsked, now: Date): Promise<readonly Sheet[]> {
    const { people } = await listPeople(this.database, tenantId, { ...asked, search: '' }, EVERYBODY);
    const all: Sheet[] = [];
    for (const part of partsOf(people, peopleAPage(asked))) {
      all.push(...(await this.read(tenantId, part, asked, now)).sheets);
      await nextTurn();
    }
    return all;
  }

  /** Who stands on a page in another order than that of names. */
  private async ordered(
    tenantId: string,
    asked: PeopleDaysAsked,
    team: readonly Sheet[],
    page: number,
  ): Promise<readonly ListedPerson[]> {
    const { people } = await listPeople(this.database, tenantId, asked, EVERYBODY);
    const size = peopleAPage(asked);
    return inOrderOf(asked.sort, team, people).slice((page - 1) * size, page * size);
  }

  private async read(
    tenantId: string,
    people: readonly ListedPerson[],
    { from, to }: Pick<PeopleDaysAsked, 'from' | 'to'>,
    now: Date,
  ): Promise<{ readonly terms: NotedTerms; readonly sheets: readonly Sheet[] }> {
    const ids = JSON.stringify(people.map(({ id }) => id));
    const [row] = await this.database.ask<PeopleRow>(tenantId, 'total_people_days', ids, from, to);
    if (row === undefined) throw new Error('The database answered nothing, where it answers one row.');
    const terms = termsIn(row) ?? (await this.terms.last(tenantId));
    return { terms, sheets: sheetsOf(row, people, daysBetween(from, to), { terms, now, settings: this.settings }) };
  }
}

const EVERYBODY = { skip: 0, take: 1_000_000 };

/** A longer span has fewer of them. */
const peopleAPage = ({ from, to }: Pick<PeopleDaysAsked, 'from' | 'to'>): number =>
  Math.max(1, Math.min(PEOPLE_A_PAGE, Math.floor(DAYS_A_PAGE / daysBetween(from, to).length)));

const withEarlier = <Span extends Pick<PeopleDaysAsked, 'from'>>(span: Span): Span => ({
  ...span,
  from: addDays(span.from, -EARLIER_DAYS),
});

const withoutEarlier = ({ person, days }: Sheet): Sheet => ({ person, days: days.slice(EARLIER_DAYS) });

function* partsOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
