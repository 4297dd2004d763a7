import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../access/tenant-database.js';
import { TokenKeys } from '../../access/token-keys.service.js';
import { SealBroken } from '../../support/sealed-box.js';
import { SEALED_COLUMNS } from './sealed-columns.js';

/** Stops the start where the keys do not open what is stored: later, each connection would fail for itself. */
@Injectable()
export class TokenKeyCheck implements OnModuleInit {
  constructor(
    private readonly tenants: TenantDatabase,
    private readonly keys: TokenKeys,
  ) {}

  /** @throws Error with a sentence where a key is missing, or is another one under the same id */
  async onModuleInit(): Promise<void> {
    for (const { table, column, key, placeOf } of SEALED_COLUMNS) {
      const samples = await this.tenants.acrossTenants().execute<{ keyId: string; row: string; sealed: string }[]>(
        `select distinct on (1) split_part(${column}, '.', 2) as "keyId", ${key}::text as "row", ${column} as "sealed"
         from phone_system.${table} where ${column} is not null order by 1`,
      );
      for (const { keyId, row, sealed } of samples) this.check(keyId, sealed, placeOf(row));
    }
  }

  private check(keyId: string, sealed: string, place: string): void {
    try {
      this.keys.unseal(sealed, place);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new Error(
        this.keys.has(keyId)
          ? `The key "${keyId}" of TOKEN_KEYS does not open what is stored under this id: it is another key. Put the right one back.`
          : `TOKEN_KEYS lacks the key "${keyId}", under which tokens are stored: put it behind the first one, and run rotate-keys before it is taken away.`,
        { cause: error },
      );
    }
  }
}
