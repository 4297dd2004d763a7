import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TenantDatabase } from '../../src/access/tenant-database.js';
import { TokenVault } from '../../src/connection/tokens/token-vault.service.js';
import { type Employee, Secret, type TenantTerms } from '../../src/contract/index.js';
import { PhoneSystemModule } from '../../src/phone-system.module.js';
import { ConnectionEntity, PHONE_SYSTEM_ORM, type PhoneSystemOrm } from '../../src/storage/index.js';
import type { PhoneSystemOptions } from '../../src/support/settings.js';
import type { BenchClient } from '../support/simulated-dialpad.js';
import { BenchDialpadModule, type Pace } from './bench-dialpad.js';

const TENANT = 'bench';
const TERMS: TenantTerms = {
  domains: ['bench.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};
const LOOK_AGAIN_MS = 100;

/** A round as its row tells it. */
export interface RoundTimes {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly pages: number;
  readonly records: number;
}

/** The whole product without a web server: scheduler, queue, fetching, scoring. */
export class House {
  private readonly connectionId = randomUUID();

  private constructor(
    private readonly app: INestApplicationContext,
    private readonly client: BenchClient,
  ) {}

  /** @param employees how many people of the simulated company work at the tenant, and so are matched and scored */
  static async open(client: BenchClient, pace: Pace, employees: number, database: PhoneSystemOptions): Promise<House> {
    const people = Array.from({ length: employees }, (_, index): Employee => ({
      id: `e${index + 1}`,
      name: `Person ${index + 1}`,
      emails: [`person${index + 1}@bench.example`],
      phones: [],
      managerId: null,
      active: true,
    }));
    const house = PhoneSystemModule.forRoot({
      employees: { useFactory: () => ({ listEmployees: () => onePage(people) }) },
      policy: { useFactory: () => ({ termsOf: () => Promise.resolve(TERMS) }) },
      access: { useFactory: () => ({ whoIs: () => Promise.resolve(null) }) },
      scores: { useFactory: () => ({ publish: () => Promise.resolve() }) },
      tokenKeys: `bench:${randomBytes(32).toString('base64')}`,
      ...database,
    });
    const app = await NestFactory.createApplicationContext(
      { module: class BenchModule {}, imports: [house, BenchDialpadModule.of(client, pace)] },
      { logger: ['error', 'warn'] },
    );
    return new House(app, client);
  }

  get orm(): PhoneSystemOrm {
    return this.app.get(PHONE_SYSTEM_ORM, { strict: false });
  }

  /** Connects as a callback of the vendor would, and waits until everything since then is there. */
  async fetchHistory(from: number): Promise<RoundTimes> {
    const { accessToken, refreshToken, expiresIn } = this.client;
    const tokens = {
      access: new Secret(accessToken),
      refresh: refreshToken === null ? null : new Secret(refreshToken),
      expiresAt: new Date(Date.now() + expiresIn * 1000),
    };
    await this.tenants
      .of(TENANT)
      .persist(
        Object.assign(new ConnectionEntity(), {
          id: this.connectionId,
          tenantId: TENANT,
          providerKey: 'dialpad',
          status: 'connected',
          accountExternalId: '7001',
          accountName: 'Bench',
          accountDomains: ['bench.example'],
          connectedBy: 'e1',
          connectedAt: new Date(),
          historyFrom: new Date(from),
          ...this.app.get(TokenVault, { strict: false }).sealed(this.connectionId, tokens),
        }),
      )
      .flush();
    return await this.finished('history', new Date(0));
  }

  /** Waits until all is quiet after the history: the far round that follows it. */
  async untilSteady(): Promise<void> {
    await this.finished('far', new Date(0));
  }

  async nearRound(): Promise<RoundTimes> {
    const [last] = await this.query<{ at: Date | null }>(
      `select max(started_at) as at from phone_system.round where kind = 'near'`,
    );
    await this.query('update phone_system.connection set next_near_at = null where id = ?', [this.connectionId]);
    return await this.finished('near', last?.at ?? new Date(0));
  }

  async storedCalls(): Promise<number> {
    const [row] = await this.query<{ stored: number }>('select count(*)::int as stored from phone_system.call_record');
    return row?.stored ?? NaN;
  }

  async close(): Promise<void> {
    await this.app.close();
  }

  /** The round that began last, once it is done: one that began after `after`. */
  private async finished(kind: string, after: Date): Promise<RoundTimes> {
    for (;;) {
      const [round] = await this.query<RoundTimes & { problem: string | null }>(
        `select (extract(epoch from started_at) * 1000)::float8 as "startedAt",
           (extract(epoch from finished_at) * 1000)::float8 as "finishedAt",
           (select sum(pages)::int from phone_system.fetch_window where round_id = round.id) as pages,
           (select sum(records)::int from phone_system.fetch_window where round_id = round.id) as records
         from phone_system.round where kind = ? and outcome = 'done' and started_at > ?
         order by started_at desc limit 1`,
        [kind, after],
      );
      if (round !== undefined) return round;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return await this.tenants.acrossTenants().execute<T[]>(sql, values);
  }

  private get tenants(): TenantDatabase {
    return this.app.get(TenantDatabase, { strict: false });
  }
}

async function* onePage(people: readonly Employee[]): AsyncGenerator<readonly Employee[]> {
  yield await Promise.resolve(people);
}
