import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  type AskFunction,
  functionsOf,
  PHONE_SYSTEM_ORM,
  type PhoneSystemOrm,
  TENANT_FILTER,
} from '../storage/index.js';

/** The functions of the schema that answer for a tenant, which is their first argument. */
export type TenantQuestion = 'open_days' | 'total_days' | 'total_people_days';

/**
 * The one way to the tables. What it hands out is bound to a tenant, twice: every query of an entity is filtered to that
 * tenant's rows, and on a server every transaction tells the database whose it is, which then shows and takes no other
 * rows, whatever the query says. Raw SQL names the tenant (or a connection of that tenant) all the same: the embedded
 * database and a role that may bypass row-level security have the first wall only.
 */
@Injectable()
export class TenantDatabase {
  private askFunction?: AskFunction;

  constructor(@Inject(PHONE_SYSTEM_ORM) private readonly orm: PhoneSystemOrm) {}

  /** A fresh entity manager for one tenant's work. */
  of(tenantId: string): SqlEntityManager {
    const em = this.orm.em.fork();
    em.setFilterParams(TENANT_FILTER, { tenantId });
    return this.telling(em, { 'phone_system.tenant': tenantId });
  }

  /**
   * One transaction of a tenant. Inside it use only the entity manager that is given: the embedded database has a
   * single connection, and anything else would wait for the transaction to end.
   */
  async transaction<T>(tenantId: string, work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return await this.of(tenantId).transactional(work);
  }

  /**
   * Asks one of the schema's functions that tell the database by themselves whose rows they read (migration 0082): one
   * round trip, with the second wall in place.
   */
  async ask<Row>(tenantId: string, question: TenantQuestion, ...values: readonly string[]): Promise<Row[]> {
    this.askFunction ??= functionsOf(this.orm);
    return await this.askFunction<Row>(question, [tenantId, ...values]);
  }

  /**
   * An entity manager that belongs to nobody, for the few questions that no tenant asks: which work is due. Entity
   * queries fail on it unless they switch the tenant filter off by name. Nothing else goes past the second wall.
   */
  acrossTenants(): SqlEntityManager {
    return this.telling(this.orm.em.fork(), { 'phone_system.across_tenants': 'on' });
  }

  /** A role that is let past every policy is told nothing: it would cost three round trips a query, and change nothing. */
  private telling(em: SqlEntityManager, variables: Record<string, string>): SqlEntityManager {
    if (!this.orm.role.bypasses) em.setSessionContext({ variables });
    return em;
  }
}
