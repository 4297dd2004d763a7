import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { PgBoss } from 'pg-boss';
import { TenantDatabase } from '../../src/access/tenant-database.js';
import { WebhookInbox } from '../../src/calls/webhook-inbox.service.js';
import { ConnectAttempts } from '../../src/connection/sign-in/connect-attempts.service.js';
import { ConnectService } from '../../src/connection/sign-in/connect.service.js';
import { Connections } from '../../src/connection/life/connections.service.js';
import { type DayScore, type PhoneSystemAlert, Secret, type TenantTerms } from '../../src/contract/index.js';
import { FetchJob } from '../../src/jobs/fetch.job.js';
import { Ticker } from '../../src/jobs/ticker.service.js';
import { PhoneSystemModule } from '../../src/phone-system.module.js';
import { Queue, QUEUE_SCHEMA } from '../../src/queue/index.js';
import {
  type ConnectionEntity,
  openOrm,
  PHONE_SYSTEM_ORM,
  type PhoneSystemOrm,
  SCHEMA,
} from '../../src/storage/index.js';
import type { PhoneSystemOptions } from '../../src/support/settings.js';
import { Problem } from '../../src/support/problem.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { TwoClocks } from '../support/two-clocks.js';
import { type CompanySize, CompanyVendor, deliveryOf, emailOf } from './company-vendor.js';

const TENANT = 'acme';
const ADMIN = { tenantId: TENANT, employeeId: 'e0' };
const DAY_MS = 86_400_000;

/** What a company is like. */
export interface CompanyWanted extends CompanySize {
  readonly begin: Date;
  /** Whether the vendor tells of calls as they end. */
  readonly tells: boolean;
  readonly retentionDays?: number;
  readonly options?: PhoneSystemOptions;
}

/** Rows and bytes of a table. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * One company on the whole product (scheduler, queue, fetching, scoring, retention, alerts, without a web server), with
 * both clocks in hand: a day takes as long as its work.
 */
export class CompanyInTime {
  readonly published: DayScore[] = [];
  readonly alerts: PhoneSystemAlert[] = [];

  private constructor(
    readonly vendor: CompanyVendor,
    readonly clocks: TwoClocks,
    private readonly wanted: CompanyWanted,
    private readonly database: TestDatabase,
    private readonly clockKeeper: PhoneSystemOrm | null,
  ) {}

  private app: INestApplicationContext;

  static async found(wanted: CompanyWanted): Promise<CompanyInTime> {
    const vendor = new CompanyVendor(wanted, wanted);
    const clocks = new TwoClocks(wanted.begin.getTime());
    const database = await createTestDatabase();
    // On a server every connection has the clock from the first on, the queue's as well.
    const keeper = database.location.kind === 'server' ? await openOrm(database.location) : null;
    if (keeper !== null) await clocks.takeFrom(keeper);
    const company = new CompanyInTime(vendor, clocks, wanted, database, keeper);
    await company.start();
    return company;
  }

  /** @returns how it ended, as a callback of the vendor would be told */
  async connect(): Promise<string> {
    const attempt = { ...ADMIN, providerKey: this.vendor.descriptor.key, returnTo: '/settings', verifier: null };
    const expiresAt = new Date(this.clocks.now + 4_000 * DAY_MS);
    const tokens = { access: new Secret('access'), refresh: null, expiresAt };
    return await this.get(ConnectService).complete(attempt, this.vendor, tokens, '/api');
  }

  async disconnect(): Promise<void> {
    await this.get(Connections).disconnect(ADMIN, this.vendor.descriptor.key, { erase: false });
  }

  /** Somebody goes to the vendor and never comes back. */
  async beginConnecting(): Promise<void> {
    const caller = { ...ADMIN, role: 'admin' as const };
    await this.get(ConnectAttempts).begin(caller, this.vendor.descriptor.key, '/settings', 'browser', undefined);
  }

  /** Time passes, and it is looked so often whether something is due. A host looks each second. */
  async live(ms: number, lookMs: number): Promise<void> {
    for (const until = this.clocks.now + ms; this.clocks.now < until;) {
      const before = this.clocks.now;
      await this.clocks.pass(lookMs);
      if (this.wanted.tells) await this.deliver(before, this.clocks.now);
      await this.tick();
    }
  }

  /** Everything that is due now is done. */
  async tick(): Promise<void> {
    await this.get(Ticker).tick();
    while (await this.isAtWork()) await sleep(2);
  }

  /** One turn of fetching, as the queue would begin it. */
  async fetchTurn(): Promise<void> {
    const connection = await this.connection();
    await this.get(FetchJob).work({ connectionId: connection.id }, new AbortController().signal, () =>
      Promise.resolve(false),
    );
  }

  async query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return await this.get(TenantDatabase).acrossTenants().execute<T[]>(sql, values);
  }

  /** Every table of the product and of its queue, once the queue has cleared away; a table's parts for single days are one. */
  async tables(): Promise<readonly TableSize[]> {
    await (Reflect.get(this.get(Queue), 'boss') as PgBoss).supervise();
    const names = await this.query<{ table: string; bytes: number }>(
      `select format('%I.%I', schemaname, relname) as table, pg_total_relation_size(relid)::float8 as bytes
       from pg_stat_user_tables where schemaname in (?, ?) order by 1`,
      [SCHEMA, QUEUE_SCHEMA],
    );
    const sizes = new Map<string, TableSize>();
    for (const { table, bytes } of names) {
      const [row] = await this.query<{ rows: number }>(`select count(*)::int as rows from ${table}`);
      const name = table.replace(/_\d{8}$/, '');
      const { rows, bytes: others } = sizes.get(name) ?? { rows: 0, bytes: 0 };
      sizes.set(name, { table: name, rows: rows + (row?.rows ?? NaN), bytes: bytes + others });
    }
    return [...sizes.values()];
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.clockKeeper?.close(true);
    this.clocks.giveBack();
    await this.database.drop();
  }

  private async connection(): Promise<ConnectionEntity> {
    const found = await this.get(Connections).find(TENANT, this.vendor.descriptor.key);
    if (found === null) throw new Error('Nothing was ever connected.');
    return found;
  }

  private get<T>(type: abstract new (...given: never[]) => T): T {
    return this.app.get(type, { strict: false });
  }

  private get orm(): PhoneSystemOrm {
    return this.app.get(PHONE_SYSTEM_ORM, { strict: false });
  }

  private async start(): Promise<void> {
    const staff = Array.from({ length: this.wanted.people }, (_, index) => ({
      id: `e${index}`,
      name: `Person ${index}`,
      emails: [emailOf(index)],
      phones: [],
      managerId: null,
      active: true,
    }));
    const { retentionDays, options } = this.wanted;
    const terms: TenantTerms = { ...TERMS, ...(retentionDays !== undefined && { retentionDays }) };
    const phoneSystems = PhoneSystemModule.forRoot({
      employees: { useFactory: () => ({ listEmployees: () => onePage(staff) }) },
      policy: { useFactory: () => ({ termsOf: () => Promise.resolve(terms) }) },
      access: { useFactory: () => ({ whoIs: () => Promise.resolve(null) }) },
      scores: { useFactory: () => ({ publish: (scores) => Promise.resolve(void this.published.push(...scores)) }) },
      alerts: { useFactory: () => ({ deliver: (alert) => Promise.resolve(void this.alerts.push(alert)) }) },
      tokenKeys: `year:${randomBytes(32).toString('base64')}`,
      publicUrl: 'https://host.example',
      ...this.database.options,
      ...options,
    });
    this.app = await NestFactory.createApplicationContext(companyModule(phoneSystems, this.vendor), {
      logger: ['error'],
    });
    if (this.clockKeeper === null) await this.clocks.takeFrom(this.orm);
    // The queue has a clock of its own, which only its function asks.
    await this.query(
      `create or replace function ${QUEUE_SCHEMA}.job_now() returns timestamptz language sql stable as
       'select clock_in_hand.now()'`,
    );
    // Time passes where the test says so, and nowhere else.
    const intervals = this.get(SchedulerRegistry);
    for (const name of intervals.getIntervals()) intervals.deleteInterval(name);
  }

  private async deliver(from: number, until: number): Promise<void> {
    const ended = this.vendor
      .calls(from - DAY_MS, until)
      .filter(({ endedAt }) => endedAt.getTime() > from && endedAt.getTime() <= until);
    if (ended.length === 0) return;
    const connection = await this.connection();
    for (const call of ended) {
      try {
        await this.get(WebhookInbox).receive(this.vendor.descriptor.key, connection.id, deliveryOf(call));
      } catch (error) {
        // What is no longer connected refuses.
        if (!(error instanceof Problem)) throw error;
      }
    }
  }

  private async isAtWork(): Promise<boolean> {
    const [row] = await this.query<{ busy: boolean }>(
      `select exists (select 1 from ${QUEUE_SCHEMA}.job where state in ('created', 'retry', 'active')) as busy`,
    );
    return row?.busy ?? false;
  }
}

/** Beside the product, the vendor that it finds by its decorator. */
function companyModule(phoneSystems: DynamicModule, vendor: CompanyVendor): DynamicModule {
  @Module({ providers: [{ provide: CompanyVendor, useValue: vendor }] })
  class VendorModule {}
  return { module: class HostModule {}, imports: [phoneSystems, VendorModule] };
}

async function* onePage<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  await Promise.resolve();
  yield items;
}

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};
