import { isDeepStrictEqual } from 'node:util';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import type { TenantPolicy, TenantTerms } from '../contract/index.js';
import { TenantEntity } from '../storage/index.js';
import { type PastTerms, pastAfter } from '../support/day-terms.js';
import { addDays, type Day, dayOf } from '../support/days.js';
import { readTerms } from './host-answers.js';
import { TENANT_POLICY } from './host-ports.js';
import { TenantDatabase } from './tenant-database.js';

const DEFAULT_RETENTION_DAYS = 400;

/** For how many days a tenant's calls are kept: no longer than the vendor keeps them, where the tenant wants that. */
export const retentionDaysOf = ({
  retentionDays = DEFAULT_RETENTION_DAYS,
  vendorRetentionDays = Infinity,
}: Pick<TenantTerms, 'retentionDays' | 'vendorRetentionDays'>): number => Math.min(retentionDays, vendorRetentionDays);

/** The first day of which calls are kept. */
export const firstKeptDay = (terms: NotedTerms, now: Date): Day => addDays(dayOf(now, terms), -retentionDaysOf(terms));

/** For how many days an objection may wait, where the terms do not say. */
export const DEFAULT_OBJECTION_DAYS = 7;

const DEFAULT_LEAST_GROUP = 5;

/** Of how many people a figure of a group must be at least. */
export const leastGroupOf = ({ leastGroup }: Pick<TenantTerms, 'leastGroup'>): number =>
  leastGroup ?? DEFAULT_LEAST_GROUP;

/** A tenant's terms with what held on earlier days; `past` is left out where the same zone and shift hold on all. */
export interface NotedTerms extends TenantTerms {
  readonly past?: readonly PastTerms[];
}

/** The terms that stand in a tenant's row. */
export const notedIn = ({ terms, pastTerms: past }: Pick<TenantEntity, 'terms' | 'pastTerms'>): NotedTerms =>
  past.length === 0 ? terms : { ...terms, past };

/** Terms as they are now, and as they were noted before; null where they never were. */
export interface TermsReading {
  readonly terms: NotedTerms;
  readonly before: NotedTerms | null;
}

/** What follows from changed terms, done in the transaction that notes them: neither happens without the other. */
export type WhenTermsChange = (em: SqlEntityManager, reading: TermsReading) => Promise<void>;

/** What the tenants have agreed with the host, and the last of it that was acted upon. */
@Injectable()
export class TenantTermsBook {
  constructor(
    @Inject(TENANT_POLICY) private readonly policy: TenantPolicy,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * Asks the host. Terms that were noted before stay as they are: who only looks must not swallow a change that
   * {@link readAgain} has yet to notice.
   */
  async read(tenantId: string): Promise<TenantTerms> {
    const terms = await this.ask(tenantId);
    await this.database
      .of(tenantId)
      .upsert(TenantEntity, { tenantId, terms, readAt: new Date() }, { onConflictAction: 'ignore' });
    return terms;
  }

  /**
   * Asks the host and notes the answer.
   *
   * @param whenChanged called where the answer differs from the noted one; what it throws leaves the old one noted
   */
  async readAgain(tenantId: string, whenChanged?: WhenTermsChange): Promise<TermsReading> {
    const terms = await this.ask(tenantId);
    const noted = await this.database.of(tenantId).findOne(TenantEntity, { tenantId });
    if (noted !== null && isDeepStrictEqual(noted.terms, terms)) {
      return { terms: notedIn(noted), before: notedIn(noted) };
    }
    return await this.database.transaction(tenantId, async (em) => {
      const row = await em.findOne(TenantEntity, { tenantId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const before = row && notedIn(row);
      const isChanged = !isDeepStrictEqual(row?.terms, terms);
      const pastTerms = before === null ? [] : pastAfter(before, terms, dayOf(new Date(), before));
      await em.upsert(TenantEntity, { tenantId, terms, pastTerms, readAt: new Date() });
      const reading = { terms: notedIn({ terms, pastTerms }), before };
      if (isChanged) await whenChanged?.(em, reading);
      return reading;
    });
  }

  /** The terms that were noted last, without asking the host; where there are none it is asked. */
  async last(tenantId: string): Promise<NotedTerms> {
    const row = await this.database.of(tenantId).findOne(TenantEntity, { tenantId });
    return row === null ? await this.read(tenantId) : notedIn(row);
  }

  private async ask(tenantId: string): Promise<TenantTerms> {
    return readTerms(await this.policy.termsOf(tenantId), tenantId);
  }
}
