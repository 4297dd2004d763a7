import { Injectable } from '@nestjs/common';
import { People, type Subject, type SubjectFinder, type Subordinate, unknownEmployee } from '../access/index.js';
import { type DayText, ScoredDays } from '../scoring/index.js';
import { isDay } from '../support/days.js';

/** A day, and whose it is. */
export interface OwnedDay {
  readonly day: DayText;
  readonly employees: readonly Subordinate[];
}

/**
 * An employee's `:day`, read together with whom it is about: opening a day is one question to the database. What is no
 * day is refused by the handler, once it is known who asks.
 */
@Injectable()
export class DaySubject implements SubjectFinder {
  constructor(
    private readonly scoredDays: ScoredDays,
    private readonly people: People,
  ) {}

  async find(
    tenantId: string,
    { employeeId = '', day = '' }: Readonly<Record<string, string>>,
  ): Promise<Subject<OwnedDay>> {
    const subject = isDay(day)
      ? await this.people.lookUp(tenantId, employeeId, () => this.scoredDays.dayOfEmployee(tenantId, employeeId, day))
      : await this.people
          .find(tenantId, employeeId)
          .then((employee) => employee && { thing: NO_DAY, employees: [employee] });
    if (subject === null) throw unknownEmployee();
    const { thing, employees } = subject;
    return { thing: { day: thing, employees }, employees };
  }
}

/** What is no day of the calendar, and is never answered. */
const NO_DAY: DayText = { text: '{}', listsExcluded: false, isOpen: false };
