import { QUEUE_SCHEMA } from './queue/index.js';
import { type PhoneSystemOrm, SCHEMA } from './storage/index.js';

/** What of this package lies in a database. */
export interface Installation {
  readonly database: string;
  /** Of the package's schemas, those that are there. */
  readonly schemas: readonly string[];
  /** How many tables they have. */
  readonly tables: number;
  /** Views and tables of the host that were built on them. */
  readonly leaning: readonly string[];
}

const OURS = [SCHEMA, QUEUE_SCHEMA];

/** Looks, and changes nothing. */
export async function findInstallation(orm: PhoneSystemOrm): Promise<Installation> {
  const ask = async (sql: string, ...values: readonly unknown[]): Promise<string[]> => {
    const rows = await orm.em.fork().execute<{ name: string }[]>(sql, [...values]);
    return rows.map(({ name }) => name);
  };
  const [database = ''] = await ask('select current_database() as name');
  const schemas = await ask('select nspname as name from pg_namespace where nspname in (?, ?) order by 1', ...OURS);
  const tables = await ask('select tablename as name from pg_tables where schemaname in (?, ?)', ...OURS);
  const leaning = await ask(LEANING, ...OURS, ...OURS, ...OURS, ...OURS);
  return { database, schemas, tables: tables.length, leaning };
}

/** Drops the schemas, all of them or, where that fails, none. What leans on them would fall with them: look first. */
export async function dropInstallation(orm: PhoneSystemOrm): Promise<void> {
  await orm.em.fork().execute(`drop schema if exists ${OURS.join(', ')} cascade`);
}

/** Views that read the package's tables, and tables with a foreign key to them, in other schemas. */
const LEANING = `
  select distinct view_schema || '.' || view_name as name from information_schema.view_table_usage
  where table_schema in (?, ?) and view_schema not in (?, ?)
  union
  select distinct foreign_table.relnamespace::regnamespace || '.' || foreign_table.relname
  from pg_constraint
  join pg_class as foreign_table on foreign_table.oid = conrelid
  join pg_class as own_table on own_table.oid = confrelid
  where contype = 'f'
    and own_table.relnamespace::regnamespace::text in (?, ?)
    and foreign_table.relnamespace::regnamespace::text not in (?, ?)
  order by 1`;
