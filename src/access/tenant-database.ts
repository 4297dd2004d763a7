import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PHONE_SYSTEM_ORM, type PhoneSystemOrm, TENANT_FILTER } from '../storage/index.js';

/**
 * The one way to the tables. What it hands out is bound to a tenant: every query of an entity is filtered to that
 * tenant's rows. Raw SQL is not, so it names the tenant (or a connection of that tenant) in its own condition.
 */
@Injectable()
export class TenantDatabase {
  constructor(@Inject(PHONE_SYSTEM_ORM) private readonly orm: PhoneSystemOrm) {}

  /** A fresh entity manager for one tenant's work. */
  of(tenantId: string): SqlEntityManager {
    const em = this.orm.em.fork();
    em.setFilterParams(TENANT_FILTER, { tenantId });
    return em;
  }

  /**
   * One transaction of a tenant. Inside it use only the entity manager that is given: the embedded database has a
   * single connection, and anything else would wait for the transaction to end.
   */
  async transaction<T>(tenantId: string, work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return await this.of(tenantId).transactional(work);
  }

  /**
   * An entity manager that belongs to nobody, for the few questions that no tenant asks: which work is due. Entity
   * queries fail on it unless they switch the tenant filter off by name.
   */
  acrossTenants(): SqlEntityManager {
    return this.orm.em.fork();
  }
}
