import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ProviderDescriptor } from '../../contract/index.js';
import { TenantDatabase } from '../../access/tenant-database.js';
import { AccountRequests } from './account-requests.js';
import { LeaseTable } from './lease-table.js';

/** Keeps the requests of each account under its vendor's limits, over all copies of the host. */
@Injectable()
export class RequestBudget implements OnModuleDestroy {
  private readonly accounts = new Map<string, AccountRequests>();
  private readonly table: LeaseTable;

  constructor(tenants: TenantDatabase) {
    this.table = new LeaseTable(tenants);
  }

  /** Other copies go on at once. Afterwards the database may be closed: a lease that was not given back lapses. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.accounts.values()].map((requests) => requests.end()));
  }

  /** @param account the vendor's account, such as `dialpad:123` */
  of(account: string, { budgets }: ProviderDescriptor): AccountRequests {
    const known = this.accounts.get(account) ?? new AccountRequests(account, budgets, this.table);
    this.accounts.set(account, known);
    return known;
  }
}
