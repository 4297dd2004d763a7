import type { SqlEntityManager } from '@mikro-orm/sql';
import { plainName } from '../access/index.js';
import type { CallRecord } from '../contract/index.js';
import { type ApartKind, type ConnectionEntity, jsonLiteral } from '../storage/index.js';

type ConnectionKey = Pick<ConnectionEntity, 'id' | 'tenantId'>;

/** By what a call tells of somebody. */
export interface ToldOf {
  readonly kind: Exclude<ApartKind, 'person'>;
  /** As it is kept: a name in its plain form. */
  readonly what: string;
}

/** A time of which nothing is stored of something that calls tell; in milliseconds since 1970, null has no end. */
export type ApartTime = readonly [kind: ToldOf['kind'], what: string, fromMs: number | null, untilMs: number | null];

/** Of which times nothing is stored of what some calls tell. */
export class ApartTimes {
  private readonly times = new Map<string, ApartTime[]>();

  constructor(times: readonly ApartTime[]) {
    for (const time of times) {
      const key = keyOf({ kind: time[0], what: time[1] });
      this.times.set(key, [...(this.times.get(key) ?? []), time]);
    }
  }

  get isNone(): boolean {
    return this.times.size === 0;
  }

  has(told: ToldOf, at: Date): boolean {
    const ms = at.getTime();
    return (this.times.get(keyOf(told)) ?? []).some(
      ([, , from, until]) => (from === null || ms >= from) && (until === null || ms < until),
    );
  }
}

/** What calls tell of people: whose they are, who the other party is, and over which number. */
export const toldOf = ({ userExternalId, counterparty, viaNumber }: CallRecord): ToldOf[] => [
  ...[userExternalId, counterparty.userExternalId].flatMap((what) =>
    what == null ? [] : [{ kind: 'line' as const, what }],
  ),
  ...[counterparty.number, viaNumber].flatMap((what) => (what === null ? [] : [{ kind: 'number' as const, what }])),
  ...(counterparty.name === null ? [] : [{ kind: 'name' as const, what: plainName(counterparty.name) }]),
];

/**
 * The times of what is asked for, as a part of a statement; null where the tenant has nobody of whom nothing is stored for
 * a time. {@link askingApart} are its values.
 */
export const APART_TIMES = `case when exists (select from phone_system.apart_span where tenant_id = ?) then (
  select json_agg(json_build_array(a.kind, a.what, (extract(epoch from a.from_at) * 1000)::float8,
    (extract(epoch from a.until_at) * 1000)::float8))
  from jsonb_to_recordset(?::jsonb) as told (kind text, what text)
  cross join lateral (
    select * from phone_system.apart_span a
    where a.tenant_id = ? and a.kind = told.kind and a.what = told.what
      and (a.connection_id is null or a.connection_id = ?) offset 0) a) end`;

export function askingApart({ id, tenantId }: ConnectionKey, records: readonly CallRecord[]): readonly unknown[] {
  const told = new Map(records.flatMap(toldOf).map((one) => [keyOf(one), one]));
  return [tenantId, jsonLiteral([...told.values()]), tenantId, id];
}

/** The same by itself. */
export async function apartTimesOf(
  em: SqlEntityManager,
  connection: ConnectionKey,
  records: readonly CallRecord[],
): Promise<ApartTimes> {
  const [row] = await em.execute<{ readonly times: readonly ApartTime[] | null }[]>(`select ${APART_TIMES} as times`, [
    ...askingApart(connection, records),
  ]);
  return new ApartTimes(row?.times ?? []);
}

const keyOf = ({ kind, what }: ToldOf): string => `${kind} ${what}`;
