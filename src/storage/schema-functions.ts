import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';

/** Asks a function of the schema that reads: one round trip. */
export type AskFunction = <Row>(name: string, values: readonly string[]) => Promise<Row[]>;

/**
 * On a server the question is prepared once for each connection: to understand it anew each time cost the server as much
 * as answering it. Where something between us and the server loses what was prepared, nothing is prepared any more.
 */
export function functionsOf({ driver }: MikroORM<AbstractSqlDriver, SqlEntityManager>): AskFunction {
  if (!(driver instanceof PostgreSqlDriver)) {
    return (name, values) =>
      driver.getConnection().execute(
        callOf(name, values, () => '?'),
        [...values],
      );
  }
  const connection = driver.getConnection();
  let prepares = true;
  return async <Row>(name: string, values: readonly string[]) => {
    const pool = await connection.getNativeClient();
    const question = { text: callOf(name, values, (place) => `$${place}`), values: [...values] };
    if (prepares) {
      try {
        return (await pool.query<Row & object>({ ...question, name: `phone_system.${name}` })).rows;
      } catch (error) {
        if (!isOfPreparing(error)) throw error;
        prepares = false;
      }
    }
    return (await pool.query<Row & object>(question)).rows;
  };
}

const callOf = (name: string, values: readonly string[], placeOf: (place: number) => string): string =>
  `select * from phone_system.${name}(${values.map((_, index) => placeOf(index + 1)).join(', ')})`;

/** No such statement, one of this name already, and one whose answer has other columns since. */
const OF_PREPARING: readonly unknown[] = ['26000', '42P05', '0A000'];

const isOfPreparing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && OF_PREPARING.includes(error.code);
