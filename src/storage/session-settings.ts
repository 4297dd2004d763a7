import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';
import type { MikroORM } from '@mikro-orm/core';

/**
 * What every session relies on and sets for itself, whatever the server, the database or the role is set to: how values
 * are written and read, that a query sees all that its policies allow, and that nothing but we end a statement.
 */
const SET_BY_US = {
  client_encoding: 'UTF8',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  row_security: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_session_timeout: '0',
} as const;

/**
 * What makes a session quick, and no answer different. A statement of a few milliseconds that the planner believes to be a
 * long one is compiled first, which takes up to a second each of the first five times.
 */
const SET_FOR_SPEED = { jit: 'off' } as const;

/** What only whoever runs the server sets. */
const SET_BY_OTHERS = {
  server_encoding: 'UTF8',
  session_replication_role: 'origin',
  transaction_read_only: 'off',
} as const;

const NEEDED: Readonly<Record<string, string>> = { ...SET_BY_US, ...SET_BY_OTHERS };

const REMEDIES: Readonly<Record<string, string>> = {
  server_encoding: 'give a database that was made with encoding UTF8',
  session_replication_role:
    'take that setting back from the database or its role, for without triggers data would be lost',
  transaction_read_only: 'give the server that takes writes, and no copy of it that only reads',
};
const PASSED_ON =
  'let what stands in front of the server, such as PgBouncer, pass on the parameter "options", or set it there with ALTER DATABASE';

/** As PostgreSQL reads it when a session begins: a backslash stands before each space. */
const AT_START = Object.entries({ ...SET_BY_US, ...SET_FOR_SPEED })
  .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ');

/**
 * The address of a server, with which every session begins as it must. What the address itself sets comes behind, and so
 * holds, but for the name.
 *
 * @param url `postgres://…`
 * @param name what the sessions call themselves
 */
export function sessionUrl(url: string, name: string): string {
  const [address = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const own = parameters.get('options');
  parameters.set('options', own === null ? AT_START : `${AT_START} ${own}`);
  parameters.set('application_name', name);
  return `${address}?${parameters}`;
}

/** @throws Error that names the first setting with which nothing would work */
export async function checkSession(orm: MikroORM<AbstractSqlDriver, SqlEntityManager>): Promise<void> {
  const names = Object.keys(NEEDED);
  const rows = await orm.em
    .getConnection()
    .execute<{ name: string; value: string }[]>(
      `select name, current_setting(name) as value from unnest(array[${names.map(() => '?').join(', ')}]) as name`,
      names,
    );
  const wrong = wrongSetting(rows);
  if (wrong !== undefined) throw wrong;
}

/** A database is set so that nothing would work. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';

  constructor(
    setting: string,
    value: string,
    readonly remedy: string,
  ) {
    super(`its ${setting} is "${value}", and must be "${NEEDED[setting] ?? ''}"`);
  }
}

/** The first setting of a session that is not as it must be. */
export function wrongSetting(
  settings: readonly { readonly name: string; readonly value: string }[],
): WrongSetting | undefined {
  const wrong = settings.find(({ name, value }) => value !== NEEDED[name]);
  return wrong && new WrongSetting(wrong.name, wrong.value, REMEDIES[wrong.name] ?? PASSED_ON);
}
