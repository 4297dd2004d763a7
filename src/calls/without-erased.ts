import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  type ErasedPeople,
  type ErasureRegister,
  isErasedNow,
  isErasedOn,
  nameIdentity,
  numberIdentity,
  phoneUserIdentity,
} from '../access/index.js';
import type { CallRecord } from '../contract/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { dayOf } from '../support/days.js';

/** Which connection records come over, and where its tenant's days begin. */
export interface ErasureContext {
  readonly connection: Pick<ConnectionEntity, 'id' | 'tenantId' | 'providerKey' | 'accountExternalId'>;
  readonly timeZone: string;
  readonly erased: ErasedPeople;
}

/** {@link withoutErased} for who has not asked yet whether the tenant ever erased anybody. */
export async function lookUpWithoutErased(
  em: SqlEntityManager,
  context: ErasureContext,
  records: readonly CallRecord[],
): Promise<readonly CallRecord[]> {
  return await withoutErased(em, context, await context.erased.registerOf(em, context.connection.tenantId), records);
}

/**
 * Records as they may be stored: none of an erased person, and none that tells such a person's name or number. What
 * the vendor lists again is refused again.
 */
export async function withoutErased(
  em: SqlEntityManager,
  { connection, timeZone }: ErasureContext,
  register: ErasureRegister | null,
  records: readonly CallRecord[],
): Promise<readonly CallRecord[]> {
  if (register === null) return records;
  const spansOf = await register.lookUp(
    records.flatMap(({ userExternalId }) =>
      userExternalId === null ? [] : [phoneUserIdentity(connection, userExternalId)],
    ),
  );
  const admitted = records.filter(
    ({ userExternalId, startedAt }) =>
      userExternalId === null ||
      !isErasedOn(spansOf(phoneUserIdentity(connection, userExternalId)), dayOf(startedAt, timeZone)),
  );
  return await withoutTheirNames(em, connection, register, admitted);
}

async function withoutTheirNames(
  em: SqlEntityManager,
  connection: ErasureContext['connection'],
  register: ErasureRegister,
  records: readonly CallRecord[],
): Promise<readonly CallRecord[]> {
  const names = distinct(records.map(({ counterparty }) => counterparty.name));
  const numbers = distinct(records.flatMap(({ counterparty, viaNumber }) => [counterparty.number, viaNumber]));
  const spansOf = await register.lookUp([...names.map(nameIdentity), ...numbers.map(numberIdentity)]);
  const theirNames = new Set(names.filter((name) => isErasedNow(spansOf(nameIdentity(name)))));
  const theirNumbers = new Set(numbers.filter((number) => isErasedNow(spansOf(numberIdentity(number)))));
  if (theirNames.size + theirNumbers.size === 0) return records;
  // A number passes to a successor: then it tells of them, and of nobody who was erased.
  for (const number of await numbersInUse(em, connection, [...theirNumbers])) theirNumbers.delete(number);
  return records.map((record) => ({
    ...record,
    counterparty: hidden(record.counterparty, theirNames, theirNumbers),
    viaNumber: record.viaNumber !== null && theirNumbers.has(record.viaNumber) ? null : record.viaNumber,
  }));
}

/**
 * A number tells who somebody is, and so does the name of a colleague. A stranger who is only called the same keeps
 * their number.
 */
function hidden(
  { number, name, internal }: CallRecord['counterparty'],
  names: ReadonlySet<string>,
  numbers: ReadonlySet<string>,
): CallRecord['counterparty'] {
  const byNumber = number !== null && numbers.has(number);
  const byName = name !== null && names.has(name);
  return {
    number: byNumber || (byName && internal) ? null : number,
    name: byNumber || byName ? null : name,
    internal,
  };
}

async function numbersInUse(
  em: SqlEntityManager,
  { id, tenantId }: ErasureContext['connection'],
  numbers: readonly string[],
): Promise<readonly string[]> {
  if (numbers.length === 0) return [];
  const rows = await em.execute<{ number: string }[]>(
    `select distinct line ->> 'e164' as "number"
     from phone_system.phone_user u, jsonb_array_elements(u.numbers) line
     where u.tenant_id = ? and u.connection_id = ? and u.status <> 'departed'
       and line ->> 'e164' in (select jsonb_array_elements_text(?::jsonb))`,
    [tenantId, id, JSON.stringify(numbers)],
  );
  return rows.map(({ number }) => number);
}

const distinct = (texts: readonly (string | null)[]): string[] =>
  [...new Set(texts.filter((text) => text !== null && text !== ''))] as string[];
