import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { PhoneSystemOrm } from './phone-system-orm.js';

/** What to say of the role that `DATABASE_URL` names: null where the database keeps tenants apart for it, or is embedded. */
export async function roleWarning(orm: PhoneSystemOrm): Promise<string | null> {
  if (!(orm.driver instanceof PostgreSqlDriver)) return null;
  const [role] = await orm.em
    .fork()
    .execute<{ name: string; bypasses: boolean }[]>(
      `select rolname as name, rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user`,
    );
  if (role === undefined || !role.bypasses) return null;
  return (
    `The database role "${role.name}" of DATABASE_URL bypasses row-level security, so the second wall between tenants does not stand: ` +
    'use a role that is neither a superuser nor has BYPASSRLS, and that owns the schemas phone_system and phone_system_queue.'
  );
}
