import { Injectable } from '@nestjs/common';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { SOMEBODY_GONE } from '../scoring/index.js';
import { EmployeeEntity, type LookedAs, type LookedAt, LookEntity } from '../storage/index.js';
import { type Day, dayOf, dayBounds, startOf } from '../support/days.js';
import { Looks } from './looks.service.js';

const LOOKS_A_PAGE = 50;

/** Of which days looks are asked for, both included; null is without an end. */
export interface ReadersSpan {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** That somebody looked, in an hour. */
export interface ReaderView {
  readonly readerId: string;
  /** As the directory has it now. */
  readonly name: string;
  readonly role: LookedAs;
  readonly what: LookedAt;
  /** When they did so first in the hour. */
  readonly at: string;
}

/** Some looks, newest first. */
export interface ReadersPage {
  readonly items: readonly ReaderView[];
  readonly nextPage: number | null;
}

/** Who looked at somebody's days, calls and data. */
@Injectable()
export class Readers {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly looks: Looks,
  ) {}

  /** Who looked at what is an employee's, a page at a time; what this copy has not written down yet as well. */
  async page(tenantId: string, employeeId: string, { from, to }: ReadersSpan, page: number): Promise<ReadersPage> {
    await this.looks.write();
    const terms = await this.terms.last(tenantId);
    const begin = startOf(from, terms);
    // Nobody looks tomorrow.
    const end = to === null || to >= dayOf(new Date(), terms) ? null : dayBounds(to, terms).to;
    const em = this.database.of(tenantId);
    const rows = await em.find(
      LookEntity,
      {
        ...{ tenantId, employeeId },
        ...(begin === null ? {} : { lookedAt: { $gte: begin } }),
        ...(end === null ? {} : { $and: [{ lookedAt: { $lt: end } }] }),
      },
      {
        orderBy: { hour: 'desc', lookedAt: 'desc', readerId: 'asc', what: 'asc' },
        offset: (page - 1) * LOOKS_A_PAGE,
        limit: LOOKS_A_PAGE + 1,
      },
    );
    const shown = rows.slice(0, LOOKS_A_PAGE);
    const ids = [...new Set(shown.map(({ readerId }) => readerId))];
    const people = ids.length === 0 ? [] : await em.find(EmployeeEntity, { tenantId, id: { $in: ids } });
    const nameOf = new Map(people.map(({ id, name }) => [id, name]));
    return {
      items: shown.map(({ readerId, lookedAs, what, lookedAt }) => ({
        readerId,
        name: nameOf.get(readerId) ?? SOMEBODY_GONE,
        role: lookedAs,
        what,
        at: lookedAt.toISOString(),
      })),
      nextPage: rows.length > LOOKS_A_PAGE ? page + 1 : null,
    };
  }
}
