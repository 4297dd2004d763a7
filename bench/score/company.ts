import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ErasedPeople, TenantDatabase, TenantTermsBook, TokenKeys } from '../../src/access/index.js';
import { writeCalls } from '../../src/calls/call-writer.js';
import type { CallRecord, TenantTerms } from '../../src/contract/index.js';
import { DayScorer } from '../../src/scoring/index.js';
import { ConnectionEntity, openOrm, type PhoneSystemOrm } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { readPhoneSystemSettings } from '../../src/support/settings.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { boundsBook } from '../../test/support/stage.js';

export const TENANT = 'bench';
export const FIRST_DAY = '2026-10-01';
export const DAYS = 30;
export const TERMS: TenantTerms = {
  domains: ['bench.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

/** Nobody was ever erased here, which the writer looks up all the same. */
const ERASED = new ErasedPeople(
  new TokenKeys(readPhoneSystemSettings(() => undefined, { dataDir: 'memory://' }).settings),
);

/** When somebody talked. */
export interface TalkRow {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** A company with a database of its own, all of whose records are scored. */
export class Company {
  readonly scorer: DayScorer;

  private constructor(
    readonly people: number,
    readonly database: TestDatabase,
    private readonly orm: PhoneSystemOrm,
    private readonly tenants: TenantDatabase,
    private readonly connection: ConnectionEntity,
  ) {
    this.scorer = new DayScorer(
      tenants,
      new TenantTermsBook({ termsOf: () => Promise.resolve(TERMS) }, tenants, boundsBook),
    );
  }

  static async found(records: number, people: number): Promise<Company> {
    const database = await createTestDatabase();
    const orm = await openOrm(database.location);
    await migrate(orm);
    const tenants = new TenantDatabase(orm);
    const connection = Object.assign(new ConnectionEntity(), {
      id: randomUUID(),
      tenantId: TENANT,
      providerKey: 'example-phone',
      // Nobody fetches: what is measured is alone.
      status: 'disconnected' as const,
      accountExternalId: '1',
      accountName: 'Bench',
      accountDomains: ['bench.example'],
      connectedBy: 'e1',
      connectedAt: new Date(),
      historyFrom: new Date('2026-09-01T00:00:00Z'),
      completeUntil: new Date('2026-12-01T00:00:00Z'),
    });
    const company = new Company(people, database, orm, tenants, connection);
    await company.em.persist(connection).flush();
    await company.em.transactional((em) => company.fill(em, records));
    await company.em.execute('vacuum analyze');
    return company;
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    await this.database.drop();
  }

  get em(): SqlEntityManager {
    return this.tenants.of(TENANT);
  }

  /** @returns how many days were scored */
  async score(): Promise<number> {
    return await this.scorer.scoreChanged(TENANT, new AbortController().signal);
  }

  /** The talk of every record. */
  async talks(): Promise<readonly TalkRow[]> {
    return await this.em.execute<TalkRow[]>(`select line, "from"::float8, "to"::float8 from talk`);
  }

  /** Lets one answered record of somebody last a second longer: as a later version of it that was fetched. */
  async changeOne(): Promise<void> {
    const line = 1 + Math.floor(Math.random() * this.people);
    const [row] = await this.em.execute<{ externalId: string; startedAt: string; endedAt: string; revision: number }[]>(
      `select external_id as "externalId", started_at::text as "startedAt", ended_at::text as "endedAt", revision::int
       from phone_system.call_record where connection_id = ? and user_external_id = ? and outcome = 'answered'
       order by md5(external_id || ?) limit 1`,
      [this.connection.id, `u${line}`, randomUUID()],
    );
    if (row === undefined) throw new Error('This person has no record.');
    const record: CallRecord = {
      externalId: row.externalId,
      relatedIds: [],
      userExternalId: `u${line}`,
      direction: 'inbound',
      outcome: 'answered',
      startedAt: new Date(row.startedAt),
      connectedAt: new Date(Date.parse(row.startedAt) + 5_000),
      endedAt: new Date(Date.parse(row.endedAt) + 1_000),
      counterparty: { number: '+14155550111', name: null, internal: false },
      viaNumber: null,
      group: null,
      transferred: false,
      recorded: false,
      labels: [],
      revision: row.revision + 1,
    };
    await this.tenants.transaction(TENANT, (em) =>
      writeCalls(em, { connection: this.connection, timeZone: TERMS.timeZone, erased: ERASED, toldBy: 'list' }, [
        record,
      ]),
    );
  }

  /** Each person's days have the same number of records, in nine hours of work. */
  private async fill(em: SqlEntityManager, records: number): Promise<void> {
    const { id } = this.connection;
    await em.execute('select setseed(0.5)');
    await em.execute(`insert into phone_system.tenant (tenant_id, terms, read_at) values (?, ?::jsonb, now())`, [
      TENANT,
      JSON.stringify(TERMS),
    ]);
    await em.execute(
      `insert into phone_system.employee (tenant_id, id, name, emails, phones, manager_id, active)
       select ?, 'e' || n, 'Person ' || n, '[]', '[]', null, true from generate_series(1, ?::int) n`,
      [TENANT, this.people],
    );
    await em.execute(
      `insert into phone_system.mapping (id, tenant_id, connection_id, employee_id, phone_user_id, source)
       select gen_random_uuid(), ?, ?, 'e' || n, 'u' || n, 'manual' from generate_series(1, ?::int) n`,
      [TENANT, id, this.people],
    );
    await em.execute(
      `create table talk as select n, 1 + n % ?::int as line, at as "from", at + (random() * 900000)::int8 as "to"
       from (select n, (extract(epoch from (?::date + (n / ?::int) % ?::int + time '13:00') at time zone 'UTC') * 1000
           + floor(random() * 32400000))::int8 as at
         from generate_series(0, ?::int - 1) n) begun`,
      [this.people, FIRST_DAY, this.people, DAYS, records],
    );
    await em.execute(
      `insert into phone_system.call_record (id, tenant_id, connection_id, external_id, related_ids, conversation_id,
         user_external_id, direction, outcome, started_at, connected_at, ended_at, counterparty_number,
         counterparty_name, internal, transferred, recorded, labels, revision, stored_at)
       select gen_random_uuid(), ?, ?, (5550000000000000 + n)::text, '[]', gen_random_uuid(), 'u' || line,
         case when n % 2 = 0 then 'inbound' else 'outbound' end, 'answered', to_timestamp(("from" - 5000) / 1000.0),
         to_timestamp("from" / 1000.0), to_timestamp("to" / 1000.0), '+1415555' || lpad((n % 10000)::text, 4, '0'),
         case when n % 3 = 0 then 'Customer ' || n % 1000 end, n % 5 = 0, false, false, '[]', 1, now()
       from talk`,
      [TENANT, id],
    );
    await em.execute(
      `insert into phone_system.changed_employee_day (tenant_id, employee_id, day, changes)
       select ?, 'e' || n, ?::date + d, 1 from generate_series(1, ?::int) n, generate_series(0, ?::int - 1) d`,
      [TENANT, FIRST_DAY, this.people, DAYS],
    );
  }
}
