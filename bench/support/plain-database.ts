import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database as production should have it: its role is shown one tenant's rows at a time. */
export interface PlainDatabase {
  /** For the host. */
  readonly url: string;
  /** For whoever looks at all rows. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** @throws Error where `DATABASE_URL` names no server, or a role that may not make others */
export async function createPlainDatabase(): Promise<PlainDatabase> {
  const server = process.env['DATABASE_URL'];
  if (!server) throw new Error('This needs a PostgreSQL server: set DATABASE_URL.');
  const name = `phone_system_simulate_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create role ${name} login password 'plain'`, `create database ${name} owner ${name}`);
  const adminUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const url = Object.assign(new URL(adminUrl), { username: name, password: 'plain' }).href;
  const drop = (): Promise<void> => administer(server, `drop database ${name} with (force)`, `drop role ${name}`);
  return { url, adminUrl, drop };
}

async function administer(server: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
