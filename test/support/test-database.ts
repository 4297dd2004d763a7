import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DatabaseLocation } from '../../src/storage/index.js';

/** A database that nobody else uses: on the server of DATABASE_URL where that is set, else embedded and in memory. */
export interface TestDatabase {
  readonly location: DatabaseLocation;
  /** As options of `PhoneSystemModule.forRoot`. */
  readonly options: { readonly databaseUrl?: string; readonly dataDir: string };
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  if (!server) {
    const dataDir = 'memory://';
    return { location: { kind: 'embedded', dataDir }, options: { dataDir }, drop: () => Promise.resolve() };
  }
  const name = `phone_system_test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    location: { kind: 'server', url: url.href },
    options: { databaseUrl: url.href, dataDir: 'memory://' },
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
