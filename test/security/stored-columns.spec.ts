import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, type Stage } from '../support/stage.js';

interface Manifest {
  readonly data: { readonly columns: Readonly<Record<string, readonly string[]>> };
}

const { data } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'plugin.manifest.json'), 'utf8'),
) as Manifest;

/** What a phone system knows and this package shall not keep. */
const CONTENT =
  /recording|transcript|summary|message|voicemail|breadcrumb|csat|mos_score|custom_data|link|url|password/;

describe('what is stored', () => {
  let stage: Stage;
  let columns: Record<string, string[]>;

  beforeAll(async () => {
    stage = await openStage();
    const rows = await stage.orm.em.fork().execute<{ table: string; column: string }[]>(
      `select table_name as "table", column_name as "column" from information_schema.columns
       where table_schema = 'phone_system' and table_name <> 'migration'
       order by table_name collate "C", column_name collate "C"`,
    );
    columns = {};
    for (const { table, column } of rows) (columns[table] ??= []).push(column);
  });

  afterAll(() => stage.close());

  it('is what the manifest lists, column by column, and nothing else', () => {
    expect(columns).toEqual(data.columns);
  });

  it('holds, but for the sentence of an alert, nothing that is named like the content of calls', () => {
    const names = Object.entries(columns).flatMap(([table, all]) => all.map((column) => `${table}.${column}`));
    expect(names.filter((name) => CONTENT.test(name.split('.')[1] ?? ''))).toEqual(['alert.message']);
  });
});
