import { isDeepStrictEqual } from 'node:util';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Explain, Explained, NeverStore, TenantPolicy, TenantTerms } from '../contract/index.js';
import { TenantEntity } from '../storage/index.js';
import { type PastTerms, pastAfter } from '../support/day-terms.js';
import { addDays, type Day, dayOf } from '../support/days.js';
import { BoundsBook } from './bounds-book.service.js';
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

/** For how long another copy of the host may go by terms that changed, where only what is told hangs on them. */
const FRESH_MS = 10_000;

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
  private readonly explained = new Map<string, { readonly explain: Promise<Explain>; readonly since: number }>();

  constructor(
    @Inject(TENANT_POLICY) private readonly policy: TenantPolicy,
    private readonly database: TenantDatabase,
    private readonly bounds: BoundsBook,
  ) {}

  /**
   * Asks the host. Terms that were noted before stay as they are: who only looks must not swallow a change that
   * {@link readAgain} has yet to notice.
   */
  async read(tenantId: string): Promise<TenantTerms> {
    const { neverStore, ...terms } = await this.ask(tenantId);
    const sealedNeverStore = this.bounds.seal(tenantId, neverStore);
    await this.database
      .of(tenantId)
      .upsert(TenantEntity, { tenantId, terms, sealedNeverStore, readAt: new Date() }, { onConflictAction: 'ignore' });
    return terms;
  }

  /**
   * Asks the host and notes the answer.
   *
   * @param whenChanged called where the answer differs from the noted one; what it throws leaves the old one noted
   */
  async readAgain(tenantId: string, whenChanged?: WhenTermsChange): Promise<TermsReading> {
    const { neverStore, ...terms } = await this.ask(tenantId);
    const noted = await this.database.of(tenantId).findOne(TenantEntity, { tenantId });
    if (noted !== null && isDeepStrictEqual(noted.terms, terms) && !this.storesOtherwise(noted, terms, neverStore)) {
      return { terms: notedIn(noted), before: notedIn(noted) };
    }
    return await this.database
      .transaction(tenantId, async (em) => {
        const row = await em.findOne(TenantEntity, { tenantId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const before = row && notedIn(row);
        const isBoundOtherwise = row !== null && this.storesOtherwise(row, terms, neverStore);
        const isChanged = isBoundOtherwise || !isDeepStrictEqual(row?.terms, terms);
        const pastTerms = before === null ? [] : pastAfter(before, terms, dayOf(new Date(), before));
        const sealedNeverStore =
          row === null || isBoundOtherwise ? this.bounds.seal(tenantId, neverStore) : row.sealedNeverStore;
        const due = isBoundOtherwise ? { boundsDueSince: new Date(), boundedTo: null, bounded: 0 } : {};
        await em.upsert(TenantEntity, { tenantId, terms, pastTerms, sealedNeverStore, ...due, readAt: new Date() });
        const reading = { terms: notedIn({ terms, pastTerms }), before };
        if (isChanged) await whenChanged?.(em, reading);
        return reading;
      })
      .finally(() => this.explained.delete(tenantId));
  }

  /** The terms that were noted last, without asking the host; where there are none it is asked. */
  async last(tenantId: string): Promise<NotedTerms> {
    const row = await this.database.of(tenantId).findOne(TenantEntity, { tenantId });
    return row === null ? await this.read(tenantId) : notedIn(row);
  }

  /** How much of the counting a caller is told. Opening a day asks it, so it is remembered for some seconds. */
  async explainedTo({ tenantId, role }: Caller): Promise<Explained> {
    let known = this.explained.get(tenantId);
    if (known === undefined || performance.now() - known.since >= FRESH_MS) {
      const explain = this.last(tenantId).then((terms) => terms.explain ?? {});
      known = { explain, since: performance.now() };
      this.explained.set(tenantId, known);
      explain.catch(() => this.explained.delete(tenantId));
    }
    return (await known.explain)[role] ?? 'points';
  }

  /** Whether these terms let other things be stored than those that are noted. */
  private storesOtherwise(noted: TenantEntity, terms: TenantTerms, neverStore: NeverStore | undefined): boolean {
    const before = this.bounds.open(noted.tenantId, noted.sealedNeverStore);
    const now = neverStore === undefined || neverStore.numbers.length === 0 ? null : neverStore;
    const isReadOtherwise = now !== null && noted.terms.region !== terms.region;
    return (
      (noted.terms.counterparties ?? 'full') !== (terms.counterparties ?? 'full') ||
      isReadOtherwise ||
      !isDeepStrictEqual(before, now)
    );
  }

  private async ask(tenantId: string): Promise<TenantTerms> {
    return readTerms(await this.policy.termsOf(tenantId), tenantId);
  }
}
