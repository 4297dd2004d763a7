import { randomUUID } from 'node:crypto';
import type { TenantDatabase } from '../../access/tenant-database.js';
import type { StoredWindow } from './limit-window.js';

/** Who sends for an account, and what was sent under each of its limits. */
export interface LeaseRow {
  /** Another one with each change. */
  readonly version: string;
  readonly holder: string | null;
  /** Who waits for it. */
  readonly wanted: string | null;
  /** For how long it is held; negative where that is over. */
  readonly leftMs: number;
  readonly used: Readonly<Record<string, StoredWindow>>;
  /** How long ago that was written. */
  readonly agoMs: number;
}

const MS = (interval: string): string => `(extract(epoch from ${interval}) * 1000)::float8`;

/** The rows of leases. No two clocks are compared, only the database's with itself. */
export class LeaseTable {
  /** As which others know this copy of the host. */
  readonly copy: string = randomUUID();

  constructor(private readonly tenants: TenantDatabase) {}

  async read(account: string): Promise<LeaseRow> {
    const [row] = await this.run<LeaseRow & { readonly stored: string }>(
      `select xmin::text as version, holder, wanted, used::text as stored, ${MS('holds_until - clock_timestamp()')} as "leftMs",
         ${MS('clock_timestamp() - used_at')} as "agoMs" from phone_system.request_lease where account = ?`,
      [account],
    );
    if (row !== undefined) return { ...row, used: JSON.parse(row.stored) as LeaseRow['used'] };
    await this.run(
      `insert into phone_system.request_lease (account, holds_until, used_at)
       values (?, clock_timestamp(), clock_timestamp()) on conflict do nothing`,
      [account],
    );
    return await this.read(account);
  }

  /** @returns false where the row has changed since it was read */
  async hold(account: string, { version }: LeaseRow, ms: number, used: LeaseRow['used']): Promise<boolean> {
    const written = await this.run<object>(
      `update phone_system.request_lease set holder = ?, wanted = nullif(wanted, ?), used = ?, used_at = clock_timestamp(),
         holds_until = clock_timestamp() + ?::float8 * interval '1 millisecond'
       where account = ? and xmin::text = ? returning account`,
      [this.copy, this.copy, JSON.stringify(used), ms, account, version],
    );
    return written.length > 0;
  }

  async ask(account: string): Promise<void> {
    const sql = 'update phone_system.request_lease set wanted = ? where account = ? and wanted is null';
    await this.run(sql, [this.copy, account]);
  }

  private async run<T>(sql: string, values: unknown[]): Promise<T[]> {
    return await this.tenants.acrossTenants().execute<T[]>(sql, values);
  }
}
