import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { openOrm, type PhoneSystemOrm, pendingMigrations } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { migrations } from '../../src/storage/migrations/index.js';
import { insertRows, lastRelease, missedIn, readRows, readSchema, record } from './release.js';

/** `RECORD_RELEASE=name@commit` writes the present schema down as the last release's. */
const RECORD = process.env['RECORD_RELEASE'];

describe('an upgrade while copies of the last release run', () => {
  const release = lastRelease();
  let database: TestDatabase;
  let copies: PhoneSystemOrm[];

  beforeEach(async () => {
    database = await createEmptyDatabase();
    copies = [await openOrm(database.location)];
    if (database.location.kind === 'server') {
      copies.push(await openOrm(database.location), await openOrm(database.location));
    }
  });

  afterEach(async () => {
    for (const orm of copies) await orm.close(true);
    await database.drop();
  });

  /** An entity manager beside all copies' own work, past the second wall. */
  const em = () => {
    const fork = copies[0]!.em.fork();
    fork.setSessionContext({ variables: { 'phone_system.across_tenants': 'on' } });
    return fork;
  };
  const upToRelease = async (): Promise<void> => {
    await copies[0]!.migrator.up({ to: release.migration });
  };

  it('begins with the schema that the release had: what it migrated is never written anew', async () => {
    if (RECORD !== undefined) {
      const [name = '', commit = ''] = RECORD.split('@');
      await migrate(copies[0]!);
      record({ name, commit, migration: migrations.at(-1)?.name ?? '', ...(await readSchema(em())) });
      return;
    }
    await upToRelease();
    const { columns, functions } = release;
    expect(await readSchema(em())).toEqual({ columns, functions });
  });

  it('is done once, by whichever copy comes first, loses no row, and takes what the release writes meanwhile', async () => {
    await upToRelease();
    await insertRows(em(), release, 1);
    const before = await readRows(em(), release);

    let migrated = false;
    let written = 1;
    const oldCopy = async (): Promise<void> => {
      do await insertRows(em(), release, ++written);
      while (!migrated);
    };
    const upgrade = async (): Promise<void> => {
      await Promise.all(copies.map((orm) => migrate(orm)));
      migrated = true;
    };
    // The embedded database has one copy: nobody else writes while it migrates.
    await (copies.length === 1 ? upgrade().then(oldCopy) : Promise.all([upgrade(), oldCopy()]));

    for (const orm of copies) expect(await pendingMigrations(orm)).toEqual([]);
    expect(await copies[0]!.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
    await insertRows(em(), release, ++written);
    const after = await readRows(em(), release);
    for (const [table, rows] of Object.entries(before)) {
      expect([table, after[table]]).toEqual([table, expect.arrayContaining(rows)]);
      expect([table, after[table]?.length]).toEqual([table, written]);
    }
  });

  it('takes calls that an erasure emptied before for emptied, so that later rounds leave them so', async () => {
    await upToRelease();
    for (const number of [1, 2, 3]) await insertRows(em(), release, number);
    await em().execute(
      `update phone_system.call_record set counterparty_number = null, counterparty_name = null
       where external_id in ('text-1', 'text-3')`,
    );
    await em().execute(`delete from phone_system.erasure_key where tenant_id = 'text-3'`);
    await migrate(copies[0]!);
    const calls = await em().execute<{ id: string; emptied: boolean }[]>(
      `select external_id as id, mentions_erased as emptied from phone_system.call_record order by external_id`,
    );
    expect(calls.map(({ id, emptied }) => [id, emptied])).toEqual([
      ['text-1', true],
      ['text-2', false],
      ['text-3', false],
    ]);
  });

  it('takes over what the last comparison of each connection found', async () => {
    await upToRelease();
    for (const number of [1, 2, 3]) await insertRows(em(), release, number);
    await em().execute(
      `update phone_system.round set kind = 'reconciliation', outcome = 'done' where tenant_id <> 'text-2'`,
    );
    await migrate(copies[0]!);
    const found = await em().execute<{ difference: number | null }[]>(
      'select last_difference as difference from phone_system.connection order by id',
    );
    expect(found.map(({ difference }) => difference)).toEqual([1, null, 3]);
  });

  it('leaves everything that the release looks for, and would be refused here if it did not', async () => {
    await migrate(copies[0]!);
    expect(missedIn(await readSchema(em()), release)).toEqual([]);
    const exclusion = 'alter table phone_system.exclusion';
    for (const [change, complaint] of [
      [`${exclusion} drop column note`, 'exclusion.note is gone'],
      [`${exclusion} alter column note type varchar(20)`, 'exclusion.note was text and is character varying(20)'],
      ['drop function phone_system.read_day_totals(text, text, date, date)', 'is gone, or another one'],
    ] as const) {
      const missed = await undone(async (within) => {
        await within.execute(change);
        return missedIn(await readSchema(within), release);
      });
      expect(missed).toEqual([expect.stringContaining(complaint)]);
    }
    await em().execute(`${exclusion} add column reason text not null`);
    await expect(insertRows(em(), release, 1)).rejects.toThrow(/"reason"/);
  });

  /** Does something in a transaction that is rolled back. */
  async function undone<T>(work: (within: ReturnType<typeof em>) => Promise<T>): Promise<T> {
    let result: { readonly value: T } | undefined;
    const rollback = new Error('undone');
    await em()
      .transactional(async (within) => {
        result = { value: await work(within) };
        throw rollback;
      })
      .catch((error: unknown) => {
        if (error !== rollback) throw error;
      });
    if (result === undefined) throw new Error('Nothing came out.');
    return result.value;
  }
});
