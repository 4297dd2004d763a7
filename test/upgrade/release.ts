import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';

const FILE = join(import.meta.dirname, 'last-release.json');

/** What copies of the last release know of the database. */
export interface Schema {
  /** Type, `null` or `not null`, and `default` where there is one; by table and column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** With what they take and answer. */
  readonly functions: readonly string[];
}

/** As it was written down when it was made. */
export interface Release extends Schema {
  readonly name: string;
  /** Where its copies are built from. */
  readonly commit: string;
  /** The last migration that it knows. */
  readonly migration: string;
}

export const lastRelease = (): Release => JSON.parse(readFileSync(FILE, 'utf8')) as Release;

/** Writes the present schema down as a release's: done when one is made, and never for a test that fails. */
export function record(release: Release): void {
  writeFileSync(FILE, `${JSON.stringify(release, null, 2)}\n`);
}

export async function readSchema(em: SqlEntityManager): Promise<Schema> {
  const rows = await em.execute<{ table: string; name: string; type: string; needed: boolean; filled: boolean }[]>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as needed, a.atthasdef as filled
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'phone_system'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
       and a.attnum > 0 and not a.attisdropped
     order by c.relname collate "C", a.attnum`,
  );
  const columns: Record<string, Record<string, string>> = {};
  for (const { table, name, type, needed, filled } of rows) {
    (columns[table] ??= {})[name] = `${type} ${needed ? 'not null' : 'null'}${filled ? ' default' : ''}`;
  }
  const functions = await em.execute<{ text: string }[]>(
    `select p.proname || '(' || pg_get_function_arguments(p.oid) || '): ' || pg_get_function_result(p.oid) as text
     from pg_proc p where p.pronamespace = 'phone_system'::regnamespace order by 1`,
  );
  return { columns, functions: functions.map(({ text }) => text) };
}

/** What copies of a release would look for in vain in a schema, as sentences. */
export function missedIn(present: Schema, release: Schema): string[] {
  const columns = Object.entries(release.columns).flatMap(([table, known]) =>
    Object.entries(known).flatMap(([name, kind]) => {
      const now = present.columns[table]?.[name];
      if (now === undefined) return [`${table}.${name} is gone`];
      return typeOf(now) === typeOf(kind) ? [] : [`${table}.${name} was ${typeOf(kind)} and is ${typeOf(now)}`];
    }),
  );
  const functions = release.functions.filter((text) => !present.functions.includes(text));
  return [...columns, ...functions.map((text) => `${text} is gone, or another one`)];
}

const typeOf = (kind: string): string => kind.replace(/ (not null|null)( default)?$/, '');

/** Rows as copies of a release write them: every column that it knows, and no other. */
export async function insertRows(em: SqlEntityManager, release: Schema, number: number): Promise<void> {
  for (const [table, columns] of Object.entries(release.columns)) {
    // What the database counts for itself is left to it.
    const written = Object.entries(columns).filter(([name, kind]) => !(name === 'id' && kind.includes('default')));
    const names = written.map(([name]) => `"${name}"`).join(', ');
    const values = written.map(([, kind]) => valueOf(typeOf(kind), number)).join(', ');
    await em.execute(`insert into phone_system."${table}" (${names}) values (${values})`);
  }
}

function valueOf(type: string, number: number): string {
  if (type === 'uuid') return `'00000000-0000-4000-8000-${String(number).padStart(12, '0')}'`;
  if (type === 'date') return `date '2026-11-01' + ${number}`;
  if (type.startsWith('timestamp')) return `timestamptz '2026-11-01T10:00:00Z' + ${number} * interval '1 hour'`;
  if (type === 'jsonb') return `'[]'`;
  if (type === 'boolean') return 'false';
  if (type === 'integer' || type === 'bigint') return String(number);
  if (type === 'text') return `'text-${number}'`;
  throw new Error(`Rows with a ${type} are not made up here yet: say what one looks like.`);
}

/** What stands in the columns that a release knows. */
export async function readRows(em: SqlEntityManager, release: Schema): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const [table, columns] of Object.entries(release.columns)) {
    const names = Object.keys(columns).map((name) => `"${name}"`);
    rows[table] = await em.execute(
      `select ${names.join(', ')} from phone_system."${table}" t order by to_jsonb(t) ->> '${Object.keys(columns)[0]}'`,
    );
  }
  return rows;
}
