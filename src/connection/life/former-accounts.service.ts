import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isUUID } from 'class-validator';
import { type Actor, audit } from '../../access/audit-trail.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { ACCOUNT_IS_KEPT, ConnectionEntity } from '../../storage/index.js';
import type { Problem } from '../../support/problem.js';
import { problem } from '../../support/problems.js';
import { eraseConnection } from './erase-connection.js';
import { FormerAccountData } from './former-account-data.js';

type Present = Pick<ConnectionEntity, 'id' | 'providerKey'>;

/** What is kept of accounts that a tenant had connected before the present one, or before the one that it had last. */
@Injectable()
export class FormerAccounts {
  constructor(private readonly tenants: TenantDatabase) {}

  /** @returns those of the same phone system, the latest first */
  async list(tenantId: string, present: Present): Promise<readonly ConnectionEntity[]> {
    return await formerOf(this.tenants.of(tenantId), present);
  }

  /**
   * Opens what is kept of one of them, for whoever takes it along.
   *
   * @throws Problem 404 `unknown_account` where there is no such former account
   */
  async open(tenantId: string, present: Present, connectionId: string): Promise<FormerAccountData> {
    const former = (await this.list(tenantId, present)).find(({ id }) => id === connectionId);
    if (former === undefined) throw unknownAccount();
    return new FormerAccountData(this.tenants, former);
  }

  /**
   * Erases what came from one of them; the present connection stays as it is.
   *
   * @throws Problem 404 `unknown_account` where there is no such former account
   */
  async erase(by: Actor, present: Present, connectionId: string): Promise<void> {
    await this.tenants.transaction(by.tenantId, async (em) => {
      if (!isUUID(connectionId)) throw unknownAccount();
      // Nobody connects it again meanwhile. What is told of the present one is stored beside the erasure.
      await em.execute('select id from phone_system.connection where id = ? and tenant_id = ? for update', [
        connectionId,
        by.tenantId,
      ]);
      const former = (await formerOf(em, present)).find(({ id }) => id === connectionId);
      if (former === undefined) throw unknownAccount();
      await eraseFormer(em, by, former);
    });
  }
}

/** Erases all of them, within the transaction that erases the present one. */
export async function eraseAllFormer(em: SqlEntityManager, by: Actor, present: Present): Promise<void> {
  for (const former of await formerOf(em, present)) await eraseFormer(em, by, former);
}

async function eraseFormer(em: SqlEntityManager, by: Actor, former: ConnectionEntity): Promise<void> {
  await eraseConnection(em, former);
  await audit(em, by, {
    action: 'erase',
    subject: former.id,
    details: { what: 'account', system: former.providerKey },
  });
}

async function formerOf(em: SqlEntityManager, { id, providerKey }: Present): Promise<ConnectionEntity[]> {
  return await em.find(
    ConnectionEntity,
    {
      providerKey,
      id: { $ne: id },
      status: 'disconnected',
      ...ACCOUNT_IS_KEPT,
    },
    { orderBy: { connectedAt: 'desc', id: 'asc' }, disableIdentityMap: true },
  );
}

const unknownAccount = (): Problem => problem('unknown_account');
