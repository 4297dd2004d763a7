import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AuditedAction } from '../access/index.js';
import { type ConnectionEntity, jsonLiteral } from '../storage/index.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import type { Choice } from './choose.js';
import type { MappingRow } from './mapping-row.js';
import { daysThatPass } from './operations.js';

/** By what the audit trail names phone users: not by the vendor's id, which is erased with the person, while the trail stays. */
export type TrailIds = ReadonlyMap<string | null, string>;

export async function trailIdsOf(
  em: SqlEntityManager,
  { id, tenantId }: Pick<ConnectionEntity, 'id' | 'tenantId'>,
  choices: readonly Pick<Choice, 'phoneUserId'>[],
): Promise<TrailIds> {
  // A statement with an update in it sees the rows as they were: those that it names are not among the named.
  const rows = await em.execute<{ readonly phoneUserId: string; readonly trailId: string }[]>(
    `with chosen as (
       select external_id, trail_id from phone_system.phone_user
       where tenant_id = ? and connection_id = ? and external_id = any(array(select jsonb_array_elements_text(?::jsonb)))),
     named as (
       update phone_system.phone_user u set trail_id = gen_random_uuid() from chosen
       where u.tenant_id = ? and u.connection_id = ? and u.external_id = chosen.external_id and u.trail_id is null
       returning u.external_id, u.trail_id)
     select external_id as "phoneUserId", trail_id::text as "trailId" from chosen where trail_id is not null
     union all select external_id, trail_id::text from named`,
    [tenantId, id, jsonLiteral(choices.flatMap(({ phoneUserId }) => phoneUserId ?? [])), tenantId, id],
  );
  return new Map(rows.map(({ phoneUserId, trailId }) => [phoneUserId, trailId]));
}

/** How the audit trail tells of a choice. */
export const mapped = (
  { providerKey: system }: Pick<ConnectionEntity, 'providerKey'>,
  { employeeId, phoneUserId, from }: Choice,
  to: 'phone-user' | 'nobody' | 'automatic',
  trailIds: TrailIds,
): AuditedAction => {
  const phoneUser = trailIds.get(phoneUserId);
  return { action: 'map', subject: employeeId, details: { system, to, from, ...(phoneUser && { phoneUser }) } };
};

/** How it tells of those who lose days of a line to somebody for whom it was chosen. */
export function passedOn(
  { providerKey: system }: Pick<ConnectionEntity, 'providerKey'>,
  choices: readonly Choice[],
  before: readonly MappingRow[],
  after: readonly MappingRow[],
  trailIds: TrailIds,
): AuditedAction[] {
  const choiceOf = new Map(choices.map((choice) => [choice.phoneUserId, choice]));
  const losses = daysThatPass(before, after).flatMap(({ employeeId: subject, phoneUserId }) => {
    const choice = choiceOf.get(phoneUserId);
    if (choice === undefined || choice.employeeId === subject) return [];
    const phoneUser = trailIds.get(phoneUserId);
    const passed = { system, to: 'passed-on', from: choice.from, passedTo: choice.employeeId };
    const details = { ...passed, ...(phoneUser && { phoneUser }) };
    return [[`${subject} ${phoneUserId}`, { action: 'map', subject, details }] as const];
  });
  return [...new Map(losses).values()];
}

export const erasedPerson = (): Problem => problem('person_erased');
