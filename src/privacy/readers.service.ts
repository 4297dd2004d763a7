import { Injectable } from '@nestjs/common';
import { TenantDatabase, TenantTermsBook } from '../access/index.js';
import { LookEntity } from '../storage/index.js';
import { type Day, dayOf, dayBounds, startOf } from '../support/days.js';
import { Looks } from './looks.service.js';
import { type ReaderView, readerViews } from './reader-view.js';

const LOOKS_A_PAGE = 50;

/** Of which days looks are asked for, both included; null is without an end. */
export interface ReadersSpan {
  readonly from: Day | null;
  readonly to: Day | null;
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
    return {
      items: await readerViews(em, tenantId, rows.slice(0, LOOKS_A_PAGE)),
      nextPage: rows.length > LOOKS_A_PAGE ? page + 1 : null,
    };
  }
}
