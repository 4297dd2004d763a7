import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type NotedTerms, notedIn } from '../access/index.js';
import { TenantEntity } from '../storage/index.js';

/**
 * Waits until nobody else scores this tenant, changes its rules or notes other terms, and keeps the turn until the
 * transaction ends. So two scorings of a day follow each other, and each sees the rules and terms that hold.
 *
 * @returns the terms; they were noted before, or nothing of this tenant could be scored
 */
export async function takeTurn(em: SqlEntityManager, tenantId: string): Promise<NotedTerms> {
  return notedIn(await holdTenant(em, tenantId));
}

/** The same, for who changes something of the tenant itself. */
export const holdTenant = (em: SqlEntityManager, tenantId: string): Promise<TenantEntity> =>
  em.findOneOrFail(TenantEntity, { tenantId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
