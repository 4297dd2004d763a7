import type { SqlEntityManager } from '@mikro-orm/sql';
import { neverStorePlace } from '../../access/bounds-book.service.js';
import { erasureKeyPlace } from '../../access/erased-people.service.js';
import { secretPlace } from '../webhooks/webhook-subscriptions.service.js';

/** A column of sealed texts, and the place that each of its rows is sealed for. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column that names a row. */
  readonly key: string;
  readonly placeOf: (key: string) => string;
}

/** Every column that is sealed. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'connection', column: 'sealed_tokens', key: 'id', placeOf: (id) => id },
  { table: 'connection', column: 'sealed_webhook_secret', key: 'id', placeOf: secretPlace },
  { table: 'connect_attempt', column: 'sealed_verifier', key: 'state_hash', placeOf: (hash) => hash },
  { table: 'erasure_key', column: 'sealed_key', key: 'tenant_id', placeOf: erasureKeyPlace },
  { table: 'tenant', column: 'sealed_never_store', key: 'tenant_id', placeOf: neverStorePlace },
];

/** A sealed text and its row. */
export interface SealedText {
  readonly key: string;
  readonly sealed: string;
}

/** Sealed texts of a column in order of their rows' keys, after a row; those under one key are left out. */
export async function sealedTexts(
  em: SqlEntityManager,
  { table, column, key }: SealedColumn,
  { after, butUnder, atMost }: { readonly after: string; readonly butUnder: string; readonly atMost: number },
): Promise<readonly SealedText[]> {
  return await em.execute<SealedText[]>(
    `select ${key}::text as "key", ${column} as "sealed" from phone_system.${table}
     where ${column} is not null and split_part(${column}, '.', 2) <> ? and ${key}::text > ?
     order by ${key}::text limit ?`,
    [butUnder, after, atMost],
  );
}
