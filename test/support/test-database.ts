import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseLocation } from '../../src/storage/index.js';

/**
 * A database that nobody else uses, to which migrations are still to be applied or, where it is embedded, have been: on
 * the server of DATABASE_URL where that is set, else in a folder of its own.
 */
export interface TestDatabase {
  readonly location: DatabaseLocation;
  /** As options of `PhoneSystemModule.forRoot`. */
  readonly options: { readonly databaseUrl?: string; readonly dataDir: string };
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  return server ? await onServer(server) : embeddedIn(await newDataDir());
}

/** The same without any schema. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  return server ? await onServer(server) : embeddedIn(await emptyDir());
}

const embeddedIn = (dataDir: string): TestDatabase => ({
  location: { kind: 'embedded', dataDir },
  options: { dataDir },
  drop: () => remove(dataDir),
});

async function onServer(server: string): Promise<TestDatabase> {
  const dataDir = await emptyDir();
  const name = `phone_system_test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    location: { kind: 'server', url: url.href },
    options: { databaseUrl: url.href, dataDir },
    drop: async () => {
      await administer(server, `drop database if exists ${name} with (force)`);
      await remove(dataDir);
    },
  };
}

/** A folder for an embedded database, with one in it that has the present schema and no rows. */
export async function newDataDir(): Promise<string> {
  const dataDir = await emptyDir();
  const image = process.env['EMBEDDED_IMAGE'];
  if (image !== undefined) await cp(image, dataDir, { recursive: true });
  return dataDir;
}

const emptyDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'phone-systems-'));

const remove = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true });

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
