import type { INestApplication, LoggerService, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { NestFactory } from '@nestjs/core';
import { PhoneSystemModule } from '../../src/phone-system.module.js';
import { DialpadModule } from '../../src/providers/dialpad/index.js';
import type { DialpadSimulator } from '../../src/testing/index.js';
import { freePort } from './host-process.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** Who works at `acme`: Dana alone, whom the host knows by a header. */
export const DANA = {
  id: 'e1',
  name: 'Dana Reyes',
  emails: ['dana@acme.example'],
  phones: [],
  managerId: null,
  active: true,
};
export const AS_DANA = { 'x-employee': DANA.id };

const TERMS = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

/** A host with the README's two lines and whatever it has of its own, in this process, on a database of its own. */
export interface BareHost {
  readonly url: string;
  readonly app: INestApplication;
  close(): Promise<void>;
}

/** What a host has of its own. */
export interface OfTheHost extends Pick<ModuleMetadata, 'imports' | 'providers' | 'controllers'> {
  /** The Dialpad that it connects; else it has a client that no Dialpad knows. */
  readonly dialpad?: Pick<DialpadSimulator, 'baseUrl' | 'clientId' | 'clientSecret'>;
  readonly adapter?: AbstractHttpAdapter;
  readonly logger?: LoggerService;
  /** Dropped with the host; absent: one of its own. */
  readonly database?: TestDatabase;
  /** What its `main.ts` does before it listens. */
  readonly prepare?: (app: INestApplication) => void;
  /** Whether the phone systems stand before or after the host's own modules. */
  readonly own?: 'first' | 'last';
}

export async function openBareHost(ours: OfTheHost = {}): Promise<BareHost> {
  const { dialpad, imports = [], providers = [], controllers = [], adapter, prepare, own = 'first' } = ours;
  const [database, port] = await Promise.all([ours.database ?? createTestDatabase(), freePort()]);
  const url = `http://localhost:${port}`;
  const phoneSystems = [
    PhoneSystemModule.forRoot({
      employees: { useFactory: () => ({ listEmployees: () => onePage([DANA]) }) },
      policy: { useFactory: () => ({ termsOf: () => Promise.resolve(TERMS) }) },
      access: { useFactory: () => ({ whoIs: (request) => Promise.resolve(callerOf(request)) }) },
      scores: { useFactory: () => ({ publish: () => Promise.resolve() }) },
      publicUrl: url,
      historyDays: 1,
      ...database.options,
    }),
    DialpadModule.forRoot(dialpad ?? { clientId: 'client', clientSecret: 'secret' }),
  ];
  class AppModule {}
  Module({
    imports: own === 'first' ? [...imports, ...phoneSystems] : [...phoneSystems, ...imports],
    providers,
    controllers,
  })(AppModule);
  const options: NestApplicationOptions = {
    logger: ours.logger ?? ['error', 'warn'],
    abortOnError: false,
    forceCloseConnections: true,
  };
  const app = adapter
    ? await NestFactory.create(AppModule, adapter, options)
    : await NestFactory.create(AppModule, options);

  prepare?.(app);
  await app.listen(port);

  return {
    url,
    app,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

function callerOf(request: unknown): { tenantId: string; employeeId: string; role: 'admin' } | null {
  const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
  return headers['x-employee'] === DANA.id ? { tenantId: 'acme', employeeId: DANA.id, role: 'admin' } : null;
}

async function* onePage<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  await Promise.resolve();
  yield items;
}
