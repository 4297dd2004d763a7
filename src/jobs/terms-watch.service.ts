import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { retentionDaysOf, TenantDatabase, TenantTermsBook, type TermsReading } from '../access/index.js';
import { domainsFit, holdRounds, releaseRounds, termsRefusal, wakeUp } from '../connection/index.js';
import type { TenantTerms } from '../contract/index.js';
import { markTenantDays } from '../mapping/index.js';
import { ConnectionEntity, PHONE_SYSTEM_SETTINGS, type StoredProblem, TenantEntity } from '../storage/index.js';
import { firstDifference } from '../support/day-terms.js';
import type { PhoneSystemSettings } from '../support/settings.js';

/**
 * Looks whether a tenant's terms still allow its connection, and what has changed in them. A lost licence or domain
 * stops the connection and pauses its rounds; when it is back, fetching resumes where it stopped.
 */
@Injectable()
export class TermsWatch {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly terms: TenantTermsBook,
    @Inject(PHONE_SYSTEM_SETTINGS) private readonly settings: PhoneSystemSettings,
  ) {}

  /** @returns the terms, or null where they stop this connection */
  async check(connection: ConnectionEntity): Promise<TenantTerms | null> {
    const terms = await this.note(connection.tenantId);
    const problem = problemWith(terms, connection);
    const stoppedByTerms = connection.status === 'stopped' && TERMS_KINDS.has(connection.problem?.kind ?? '');
    if (problem === null) {
      if (stoppedByTerms) await this.update(connection, { status: 'connected', problem: null, nextNearAt: null }, 0);
      return connection.status === 'connected' || stoppedByTerms ? terms : null;
    }
    if (connection.status === 'connected' || stoppedByTerms) {
      await this.update(connection, { status: 'stopped', problem }, this.settings.fetchEverySeconds * 1000);
    }
    return null;
  }

  /** Asks the host for a tenant's terms; what changed ones touch is scored again, or deleted, at the next tick. */
  async note(tenantId: string): Promise<TenantTerms> {
    const { terms } = await this.terms.readAgain(tenantId, async (em, reading) => {
      // Numbers are read by the tenant's region. It also waits for pages that are being written by what held before: so their
      // calls are marked as well, and whoever writes one later reads what holds now.
      await em.nativeUpdate(ConnectionEntity, { status: { $ne: 'disconnected' } }, { matchDue: true });
      await markChangedDays(em, tenantId, reading);
      await sweepWhatIsOver(em, tenantId, reading);
    });
    return terms;
  }

  /**
   * Changes what still is as it was read. The connection's row comes first: whoever commits for a round holds it as well.
   */
  private async update(
    { id, tenantId, status, fence }: ConnectionEntity,
    change: Pick<ConnectionEntity, 'status' | 'problem'> & Partial<Pick<ConnectionEntity, 'nextNearAt'>>,
    lookAgainMs: number,
  ): Promise<void> {
    await this.tenants.transaction(tenantId, async (em) => {
      if ((await em.nativeUpdate(ConnectionEntity, { id, status, fence }, change)) === 0) return;
      if (change.problem === null) await releaseRounds(em, { id });
      else await holdRounds(em, { id }, change.problem);
      await wakeUp(em, { id, tenantId }, lookAgainMs);
    });
  }
}

const TERMS_KINDS: ReadonlySet<string> = new Set(['no_licence', 'wrong_domain']);

function problemWith(terms: TenantTerms, { accountDomains, accountName }: ConnectionEntity): StoredProblem | null {
  const refusal = termsRefusal(terms) ?? (domainsFit(accountDomains, terms.domains) ? null : ('wrong_domain' as const));
  switch (refusal) {
    case null:
      return null;
    case 'no_licence':
      return {
        kind: refusal,
        message: 'The phone-system licence has ended, so no calls are fetched. Fetching goes on when it is renewed.',
        action: 'ask-operator',
      };
    case 'wrong_domain':
      return {
        kind: refusal,
        message: `The domain of ${accountName} is no longer registered, so no calls are fetched. Fetching goes on when it is registered again.`,
        action: 'ask-operator',
      };
  }
}

/** Days begin and end elsewhere, or other hours count: the stored days from the first that differs are scored again. */
async function markChangedDays(em: SqlEntityManager, tenantId: string, { terms, before }: TermsReading): Promise<void> {
  if (before === null) return;
  const since = firstDifference(before, terms);
  if (since !== null) await markTenantDays(em, tenantId, [before, terms], since);
}

/** A tenant that keeps its calls for less time than before does not wait for its daily sweep. */
async function sweepWhatIsOver(em: SqlEntityManager, tenantId: string, { terms, before }: TermsReading): Promise<void> {
  if (before === null || retentionDaysOf(terms) >= retentionDaysOf(before)) return;
  await em.nativeUpdate(TenantEntity, { tenantId }, { sweptAt: null });
}
