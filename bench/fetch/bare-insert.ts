import { PgliteConnection } from '@mikro-orm/pglite';
import pg from 'pg';
import type { PhoneSystemOrm } from '../../src/storage/index.js';

type Run = (sql: string, values: unknown[]) => Promise<unknown>;
type Row = Record<string, unknown>;

/**
 * What the database itself needs for the stored calls: empties their table and writes the same rows into it again, as
 * long pages, each in one bare `INSERT … ON CONFLICT` without anything around it.
 *
 * @param rowsAPage what a page of the vendor brought in the mean
 * @returns seconds
 */
export async function bareInsertSeconds(
  orm: PhoneSystemOrm,
  databaseUrl: string | undefined,
  rowsAPage: number,
): Promise<number> {
  const { run, close } = await bareConnection(orm, databaseUrl);
  try {
    const { rows } = (await run('select * from phone_system.call_record order by stored_at, external_id', [])) as {
      rows: Row[];
    };
    const pages = pagesOf(rows, rowsAPage);
    await run('truncate phone_system.call_record', []);
    const from = performance.now();
    for (const page of pages) await run(insertOf(page), page.flatMap(valuesOf));
    return (performance.now() - from) / 1000;
  } finally {
    await close();
  }
}

const pagesOf = (rows: readonly Row[], rowsAPage: number): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAPage) }, (_, page) =>
    rows.slice(page * rowsAPage, (page + 1) * rowsAPage),
  );

/** Lists and objects go as JSON, as both drivers want them. */
const valuesOf = (row: Row): unknown[] =>
  Object.values(row).map((value) => (Array.isArray(value) ? JSON.stringify(value) : value));

function insertOf(page: readonly Row[]): string {
  const columns = Object.keys(page[0] ?? {});
  const rows = page.map(
    (_, row) => `(${columns.map((_name, column) => `$${row * columns.length + column + 1}`).join()})`,
  );
  return `insert into phone_system.call_record (${columns.join()}) values ${rows.join()}
    on conflict (connection_id, external_id) do update
    set ${columns.map((name) => `${name} = excluded.${name}`).join()}`;
}

async function bareConnection(
  orm: PhoneSystemOrm,
  databaseUrl: string | undefined,
): Promise<{ readonly run: Run; readonly close: () => Promise<void> }> {
  const connection = orm.em.getDriver().getConnection();
  if (connection instanceof PgliteConnection) {
    const embedded = await connection.getNativeClient();
    return { run: (sql, values) => embedded.query(sql, values), close: () => Promise.resolve() };
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return { run: (sql, values) => client.query(sql, values), close: () => client.end() };
}
