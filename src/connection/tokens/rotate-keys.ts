import type { TenantDatabase } from '../../access/tenant-database.js';
import { SealBroken, seal, unseal } from '../../support/sealed-box.js';
import type { TokenKey } from '../../support/token-keys.js';
import { SEALED_COLUMNS, type SealedColumn, sealedTexts } from './sealed-columns.js';

const ROWS_AT_ONCE = 200;

/** What a rotation did. */
export interface KeyRotation {
  /** Sealed texts that are under the first key now, and were under another one. */
  readonly resealed: number;
  /** Where texts do not open with any of the keys: `table.column`, and why. */
  readonly unopened: readonly { readonly where: string; readonly count: number; readonly why: string }[];
}

/**
 * Seals everything under the first key that is under another one. Hosts may run meanwhile: a text that one of them
 * changes is left to it. Ended anywhere, the next run goes on with what is left.
 *
 * @param keys the first seals, all open
 */
export async function rotateKeys(
  tenants: TenantDatabase,
  keys: readonly [TokenKey, ...TokenKey[]],
): Promise<KeyRotation> {
  let resealed = 0;
  const unopened: { where: string; count: number; why: string }[] = [];
  for (const column of SEALED_COLUMNS) {
    const outcome = await rotateColumn(tenants, column, keys);
    resealed += outcome.resealed;
    for (const [why, count] of outcome.unopened)
      unopened.push({ where: `${column.table}.${column.column}`, count, why });
  }
  return { resealed, unopened };
}

async function rotateColumn(
  tenants: TenantDatabase,
  column: SealedColumn,
  keys: readonly [TokenKey, ...TokenKey[]],
): Promise<{ readonly resealed: number; readonly unopened: ReadonlyMap<string, number> }> {
  const [first] = keys;
  const unopened = new Map<string, number>();
  let resealed = 0;
  let after = '';
  for (;;) {
    const page = { after, butUnder: first.id, atMost: ROWS_AT_ONCE };
    const texts = await sealedTexts(tenants.acrossTenants(), column, page);
    for (const { key, sealed } of texts) {
      after = key;
      const place = column.placeOf(key);
      try {
        const text = unseal(sealed, place, keys);
        if (await replace(tenants, column, key, sealed, seal(text, place, first))) resealed += 1;
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        unopened.set(error.message, (unopened.get(error.message) ?? 0) + 1);
      }
    }
    if (texts.length < ROWS_AT_ONCE) return { resealed, unopened };
  }
}

/** Only where the text is still the one that was opened: a host may have stored fresh tokens meanwhile. */
async function replace(
  tenants: TenantDatabase,
  { table, column, key: keyColumn }: SealedColumn,
  key: string,
  before: string,
  after: string,
): Promise<boolean> {
  const rows = await tenants
    .acrossTenants()
    .execute<object[]>(
      `update phone_system.${table} set ${column} = ? where ${keyColumn}::text = ? and ${column} = ? returning 1 as done`,
      [after, key, before],
    );
  return rows.length > 0;
}
