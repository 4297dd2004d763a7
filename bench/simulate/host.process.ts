import { randomBytes, randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TenantDatabase } from '../../src/access/tenant-database.js';
import { TokenVault } from '../../src/connection/tokens/token-vault.service.js';
import { type Employee, Secret, type TenantTerms } from '../../src/contract/index.js';
import { PhoneSystemModule } from '../../src/phone-system.module.js';
import { ConnectionEntity } from '../../src/storage/index.js';
import type { IssuedTokens } from '../../src/testing/index.js';
import { BenchDialpadModule } from '../fetch/bench-dialpad.js';
import { answerQuestions } from '../support/helper-process.js';
import { type HostWanted, tenantIdOf, type Usage } from './host.js';
import { domainOf, emailOf } from './vendor.js';

const HOUR_MS = 3_600_000;

let app: INestApplicationContext | undefined;

async function start(wanted: HostWanted): Promise<void> {
  const { client, people, timeZone, databaseUrl } = wanted;
  const phoneSystems = PhoneSystemModule.forRoot({
    employees: { useFactory: () => ({ listEmployees: (tenantId: string) => staffOf(numberOf(tenantId), people) }) },
    policy: { useFactory: () => ({ termsOf: (tenantId: string) => Promise.resolve(termsOf(tenantId, timeZone)) }) },
    access: { useFactory: () => ({ whoIs: () => Promise.resolve(null) }) },
    scores: { useFactory: () => ({ publish: () => Promise.resolve() }) },
    tokenKeys: `simulate:${randomBytes(32).toString('base64')}`,
    // The vendor cannot reach it: events are not delivered, and rounds alone bring the calls.
    publicUrl: 'http://host.invalid',
    databaseUrl,
  });
  const dialpad = BenchDialpadModule.of(client, 'limited');
  app = await NestFactory.createApplicationContext(
    { module: class SimulatedHost {}, imports: [phoneSystems, dialpad] },
    { logger: ['error', 'warn'] },
  );
  for (const [tenant, grant] of client.grants.entries()) await connect(app, wanted, tenant, grant);
}

/** As a callback of the vendor would. */
async function connect(
  host: INestApplicationContext,
  { historyHours }: HostWanted,
  tenant: number,
  { accessToken, refreshToken, expiresIn }: IssuedTokens,
): Promise<void> {
  const id = randomUUID();
  const tenantId = tenantIdOf(tenant);
  const now = Date.now();
  const tokens = {
    access: new Secret(accessToken),
    refresh: refreshToken === null ? null : new Secret(refreshToken),
    expiresAt: new Date(now + expiresIn * 1_000),
  };
  const connection = Object.assign(new ConnectionEntity(), {
    id,
    tenantId,
    providerKey: 'dialpad',
    status: 'connected',
    accountExternalId: String(1_000_000 + tenant),
    accountName: `Tenant ${tenant}`,
    accountDomains: [domainOf(tenant)],
    connectedBy: 'e1',
    connectedAt: new Date(),
    historyFrom: new Date(now - historyHours * HOUR_MS),
    ...host.get(TokenVault, { strict: false }).sealed(id, tokens),
  });
  await host.get(TenantDatabase, { strict: false }).of(tenantId).persist(connection).flush();
}

const numberOf = (tenantId: string): number => Number(tenantId.slice(tenantIdOf(0).length - 1));

const termsOf = (tenantId: string, timeZone: string): TenantTerms => ({
  domains: [domainOf(numberOf(tenantId))],
  phoneSystemLicence: true,
  timeZone,
  region: 'US',
  workShift: null,
});

async function* staffOf(tenant: number, people: number): AsyncGenerator<readonly Employee[]> {
  yield await Promise.resolve(
    Array.from({ length: people }, (_, index) => ({
      id: `e${index + 1}`,
      name: `Person ${index + 1} of ${tenant}`,
      emails: [emailOf(tenant, index + 1)],
      phones: [],
      managerId: null,
      active: true,
    })),
  );
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, memoryMebibytes: process.memoryUsage.rss() / 2 ** 20 };
}

answerQuestions({ start, usage }, async () => await app?.close());
