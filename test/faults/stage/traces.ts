import type { ReadRows } from './rows.js';

/** Every row, of whichever table, that holds one of these texts. */
export async function tracesOf(read: ReadRows, texts: readonly string[]): Promise<string[]> {
  const tables = await read<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const traces: string[] = [];
  for (const { name } of tables) {
    for (const row of await read<object>(`select * from ${name}`)) {
      const text = JSON.stringify(row);
      if (texts.some((one) => text.includes(one))) traces.push(`${name}: ${text}`);
    }
  }
  return traces;
}
