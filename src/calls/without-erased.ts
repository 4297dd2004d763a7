import type { SqlEntityManager } from '@mikro-orm/sql';
import { type ErasedPeople, type ErasureRegister, isErasedOn, type Mentions, plainName } from '../access/index.js';
import type { CallRecord } from '../contract/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import { dayOf, type Zones } from '../support/days.js';

/** A record as it was read. */
export interface ToldCall extends CallRecord {
  /** The conversation of which a reading brought it, where the list did not tell it itself. */
  readonly detailOf?: string;
}

/** A record as it may be stored. */
export interface AdmittedCall extends ToldCall {
  /** Whether it told an erased person's name or number, which is left out. */
  readonly mentionsErased: boolean;
}

/** Which connection records come over, where its tenant's days begin, and who was erased. */
export interface ErasureContext {
  readonly connection: Pick<ConnectionEntity, 'id' | 'tenantId' | 'providerKey' | 'accountExternalId'>;
  readonly timeZone: Zones;
  readonly erased: ErasedPeople;
  /** How the directories that were just read still name erased people; kept in memory only. */
  readonly mentions?: Mentions;
}

/**
 * Records as they may be stored: none of an erased person, and none that tells such a person's name or number. Whose
 * record it is and, of a colleague, who the other party is, the vendor tells by their ids. Where it tells only a number
 * or name, that is compared with the numbers by which somebody was erased, and with what the directories still say of
 * erased people.
 */
export async function withoutErased(
  em: SqlEntityManager,
  { connection, timeZone, mentions = NOBODY }: ErasureContext,
  register: ErasureRegister | null,
  records: readonly ToldCall[],
): Promise<readonly AdmittedCall[]> {
  if (register === null) return records.map(naming);
  const spansOf = await register.lookUp(
    connection,
    records.flatMap(({ userExternalId, counterparty }) => [userExternalId ?? '', counterparty.userExternalId ?? '']),
  );
  const isErased = (externalId: string | null, { startedAt }: CallRecord): boolean =>
    externalId !== null && isErasedOn(spansOf(externalId), dayOf(startedAt, timeZone));
  const toldNumbers = new Set(
    records.flatMap(({ counterparty, viaNumber }) => [counterparty.number ?? [], viaNumber ?? []].flat()),
  );
  const toldNames = new Set(records.flatMap(({ counterparty: { name } }) => (name === null ? [] : [plainName(name)])));
  const { names, numbers } = await notInUse(em, connection, {
    names: mentions.names.filter((name) => toldNames.has(name)),
    numbers: [
      ...mentions.numbers.filter((number) => toldNumbers.has(number)),
      ...(await register.erasedAmong([...toldNumbers])),
    ],
  });
  return records
    .filter((record) => !isErased(record.userExternalId, record))
    .map((record) => withoutMentions(record, (externalId) => isErased(externalId, record), names, numbers));
}

/** A record without what it tells of erased people: of the other party, and of the line. */
export function withoutMentions(
  record: ToldCall,
  isErased: (phoneUserId: string) => boolean,
  names: ReadonlySet<string>,
  numbers: ReadonlySet<string>,
): AdmittedCall {
  const { counterparty, viaNumber } = record;
  const { userExternalId } = counterparty;
  const other =
    userExternalId !== undefined && isErased(userExternalId)
      ? { number: null, name: null, internal: counterparty.internal }
      : hidden(counterparty, names, numbers);
  const via = viaNumber !== null && numbers.has(viaNumber) ? null : viaNumber;
  const mentionsErased = other.number !== counterparty.number || other.name !== counterparty.name || via !== viaNumber;
  return { ...record, counterparty: other, viaNumber: via, mentionsErased };
}

const NOBODY: Mentions = { names: [], numbers: [] };

const naming = (record: ToldCall): AdmittedCall => ({ ...record, mentionsErased: false });

/**
 * A number tells who somebody is, and so does the name of a colleague. A stranger who is only called the same keeps
 * their number, and a colleague whom the vendor names by an id is not the one who was erased.
 */
function hidden(
  counterparty: CallRecord['counterparty'],
  names: ReadonlySet<string>,
  numbers: ReadonlySet<string>,
): CallRecord['counterparty'] {
  const { number, name, internal, userExternalId } = counterparty;
  if (userExternalId !== undefined) return counterparty;
  const byNumber = number !== null && numbers.has(number);
  const byName = name !== null && names.has(plainName(name));
  return {
    number: byNumber || (byName && internal) ? null : number,
    name: byNumber || byName ? null : name,
    internal,
  };
}

/** A number passes to a successor, and people share a name: then it tells of them, and of nobody who was erased. */
async function notInUse(
  em: SqlEntityManager,
  { id, tenantId }: ErasureContext['connection'],
  { names, numbers }: Mentions,
): Promise<{ readonly names: ReadonlySet<string>; readonly numbers: ReadonlySet<string> }> {
  if (names.length + numbers.length === 0) return { names: new Set(), numbers: new Set() };
  return {
    names: unused(names, names.length === 0 ? [] : (await namesInUse(em, id, tenantId)).map(plainName)),
    numbers: unused(numbers, numbers.length === 0 ? [] : await numbersInUse(em, id, tenantId, numbers)),
  };
}

const unused = (texts: readonly string[], inUse: readonly string[]): ReadonlySet<string> => {
  const taken = new Set(inUse);
  return new Set(texts.filter((text) => !taken.has(text)));
};

async function namesInUse(em: SqlEntityManager, connectionId: string, tenantId: string): Promise<string[]> {
  const rows = await em.execute<{ name: string }[]>(
    `select display_name as name from phone_system.phone_user
     where tenant_id = ? and connection_id = ? and status <> 'departed'
     union select name from phone_system.employee where tenant_id = ? and active`,
    [tenantId, connectionId, tenantId],
  );
  return rows.map(({ name }) => name);
}

async function numbersInUse(
  em: SqlEntityManager,
  connectionId: string,
  tenantId: string,
  numbers: readonly string[],
): Promise<string[]> {
  const rows = await em.execute<{ e164: string }[]>(
    `select line ->> 'e164' as e164 from phone_system.phone_user u, jsonb_array_elements(u.numbers) line
     where u.tenant_id = ? and u.connection_id = ? and u.status <> 'departed'
       and line ->> 'e164' in (select jsonb_array_elements_text(?::jsonb))`,
    [tenantId, connectionId, JSON.stringify(numbers)],
  );
  return rows.map(({ e164 }) => e164);
}
