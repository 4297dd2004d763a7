import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';

/** Whom the database takes us for. */
export interface DatabaseRole {
  readonly name: string;
  /** Whether row-level security lets this role past every policy. */
  readonly bypasses: boolean;
  /** The embedded database has this one user, and no other to choose. */
  readonly embedded: boolean;
}

/** Asks the database; so it is also the first question that it must answer. */
export async function readDatabaseRole(orm: MikroORM<AbstractSqlDriver, SqlEntityManager>): Promise<DatabaseRole> {
  const [role] = await orm.em
    .getConnection()
    .execute<{ name: string; bypasses: boolean }[]>(
      `select rolname as name, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`,
    );
  return {
    name: role?.name ?? '',
    bypasses: role?.bypasses ?? false,
    embedded: !(orm.driver instanceof PostgreSqlDriver),
  };
}

/** What to say of the role that `DATABASE_URL` names: null where the database keeps tenants apart for it, or is embedded. */
export const roleWarning = ({ name, bypasses, embedded }: DatabaseRole): string | null =>
  embedded || !bypasses
    ? null
    : `The database role "${name}" of DATABASE_URL bypasses row-level security, so the second wall between tenants does not stand: ` +
      'use a role that is neither a superuser nor has BYPASSRLS, and that owns the schemas phone_system and phone_system_queue.';
