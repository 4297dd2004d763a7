import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Day } from '../support/days.js';

/** A part of a statement, with the values of its placeholders in their order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Puts a statement together: whatever is no part of one is a value. */
export function sql(parts: TemplateStringsArray, ...inserted: readonly unknown[]): Sql {
  let text = parts[0] ?? '';
  const values: unknown[] = [];
  inserted.forEach((one, at) => {
    const part = isSql(one) ? one : { text: '?', values: [one] };
    text += part.text + (parts[at + 1] ?? '');
    values.push(...part.values);
  });
  return { text, values };
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'text' in value && 'values' in value;

/** Runs a statement. */
export const run = async <Row>(em: SqlEntityManager, { text, values }: Sql): Promise<Row[]> =>
  await em.execute<Row[]>(text, [...values]);

/** Whose mapping is asked for, and as of which day. */
export interface Asked {
  readonly tenantId: string;
  readonly connectionId: string;
  /** In the tenant's time zone. */
  readonly today: Day;
}

/** The connection's mapping rows `m`. */
export const isMine = ({ tenantId, connectionId }: Asked): Sql =>
  sql`m.connection_id = ${connectionId} and m.tenant_id = ${tenantId}`;

/** Of those, the ones that hold today. */
export const holdsToday = (asked: Asked): Sql => sql`${isMine(asked)}
  and (m.from_day is null or m.from_day <= ${asked.today}) and (m.until_day is null or m.until_day > ${asked.today})`;

/** Of those, the ones that hold today or on a later day. */
export const isStillHeld = (asked: Asked): Sql =>
  sql`${isMine(asked)} and (m.until_day is null or m.until_day > ${asked.today})`;
