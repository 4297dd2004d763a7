import { setTimeout } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TenantDatabase } from '../access/index.js';
import type { PhoneNumber } from '../contract/index.js';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import { nameKeyOf } from '../support/name-order.js';
import { searchTextOf } from './search-text.js';

interface Unread {
  readonly id: string;
  readonly name: string;
  readonly texts: readonly string[];
}

/** Whose names, addresses and numbers are listed and searched. */
interface Listed {
  readonly table: 'employee' | 'phone_user';
  readonly owner: 'tenant_id' | 'connection_id';
  readonly id: 'id' | 'external_id';
  unread(em: SqlEntityManager, owner: string): Promise<Unread[]>;
}

/** So many are read and written at once: the loop goes on in between. */
const AT_ONCE = 500;
const WAIT_MS = 20;
const MOST_WAITS = 100;

/**
 * Sees to it that everybody can be listed and searched: new people, those of whom something changed, and after an update
 * all. Who is just being written by somebody else is waited for.
 */
export async function readUnread(
  database: TenantDatabase,
  { id: connectionId, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
): Promise<void> {
  const em = database.of(tenantId);
  if (await isAnyUnread(em, EMPLOYEES, tenantId)) await readUnreadEmployees(database, tenantId);
  if (await isAnyUnread(em, PHONE_USERS, connectionId)) await readAll(database, tenantId, PHONE_USERS, connectionId);
}

/** The same of employees alone, where some are known to be unread. */
export const readUnreadEmployees = (database: TenantDatabase, tenantId: string): Promise<void> =>
  readAll(database, tenantId, EMPLOYEES, tenantId);

async function readAll(database: TenantDatabase, tenantId: string, listed: Listed, owner: string): Promise<void> {
  let waits = 0;
  for (;;) {
    const read = await database.transaction(tenantId, (em) => readSome(em, tenantId, listed, owner));
    if (read === AT_ONCE) continue;
    if (waits++ === MOST_WAITS || !(await isAnyUnread(database.of(tenantId), listed, owner))) return;
    await setTimeout(WAIT_MS);
  }
}

async function isAnyUnread(em: SqlEntityManager, { table, owner: column }: Listed, owner: string): Promise<boolean> {
  const [row] = await em.execute<{ unread: boolean }[]>(
    `select exists (select from phone_system.${table} where ${column} = ? and name_key is null) as unread`,
    [owner],
  );
  return row?.unread ?? false;
}

async function readSome(em: SqlEntityManager, tenantId: string, listed: Listed, owner: string): Promise<number> {
  const unread = await listed.unread(em, owner);
  if (unread.length === 0) return 0;
  const rows = unread.map(({ id, name, texts }) => ({ id, key: nameKeyOf(name), text: searchTextOf(texts) }));
  await em.execute(
    `update phone_system.${listed.table} as stored set name_key = row.key, search_text = row.text
     from jsonb_to_recordset(?::jsonb) as row (id text, key text, text text)
     where stored.tenant_id = ? and stored.${listed.owner} = ? and stored.${listed.id} = row.id`,
    [jsonLiteral(rows), tenantId, owner],
  );
  // Whoever changed them may be a copy of the last release, which knows no lists.
  await em.execute(
    `update phone_system.mapping_count set version = -1 where tenant_id = ? and ${listed.owner} = ? and version <> -1`,
    [tenantId, owner],
  );
  return unread.length;
}

const EMPLOYEES: Listed = {
  table: 'employee',
  owner: 'tenant_id',
  id: 'id',
  async unread(em, owner) {
    const rows = await em.execute<{ id: string; name: string; emails: string[]; phones: string[] }[]>(
      `select id, name, emails, phones from phone_system.employee
       where tenant_id = ? and name_key is null limit ${AT_ONCE} for no key update skip locked`,
      [owner],
    );
    return rows.map(({ id, name, emails, phones }) => ({ id, name, texts: [name, ...emails, ...phones] }));
  },
};

const PHONE_USERS: Listed = {
  table: 'phone_user',
  owner: 'connection_id',
  id: 'external_id',
  async unread(em, owner) {
    const rows = await em.execute<{ id: string; name: string; emails: string[]; numbers: PhoneNumber[] }[]>(
      `select external_id as id, display_name as name, emails, numbers from phone_system.phone_user
       where connection_id = ? and name_key is null limit ${AT_ONCE} for no key update skip locked`,
      [owner],
    );
    return rows.map(({ id, name, emails, numbers }) => ({
      ...{ id, name },
      texts: [name, ...emails, ...numbers.flatMap(({ e164, extension }) => [e164 ?? [], extension ?? []].flat())],
    }));
  },
};
