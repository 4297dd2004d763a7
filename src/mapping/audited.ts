import type { AuditedAction } from '../access/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { Problem } from '../support/problem.js';
import type { Choice } from './choose.js';
import type { MappingRow } from './mapping-row.js';
import { daysThatPass } from './operations.js';

/**
 * How the audit trail tells of a choice. Which phone user it was is not written down: that id is erased with the
 * person, and the trail stays.
 */
export const mapped = (
  { providerKey: system }: Pick<ConnectionEntity, 'providerKey'>,
  employeeId: string,
  to: 'phone-user' | 'nobody' | 'automatic',
  from: Day | null,
): AuditedAction => ({ action: 'map', subject: employeeId, details: { system, to, from } });

/** How it tells of those who lose days of a line to somebody for whom it was chosen. */
export function passedOn(
  { providerKey: system }: Pick<ConnectionEntity, 'providerKey'>,
  choices: readonly Choice[],
  before: readonly MappingRow[],
  after: readonly MappingRow[],
): AuditedAction[] {
  const choiceOf = new Map(choices.map((choice) => [choice.phoneUserId, choice]));
  const losses = daysThatPass(before, after).flatMap(({ employeeId: subject, phoneUserId }) => {
    const choice = choiceOf.get(phoneUserId);
    if (choice === undefined || choice.employeeId === subject) return [];
    const details = { system, to: 'passed-on', from: choice.from, passedTo: choice.employeeId };
    return [[`${subject} ${phoneUserId}`, { action: 'map', subject, details }] as const];
  });
  return [...new Map(losses).values()];
}

export const erasedPerson = (): Problem =>
  new Problem(409, 'person_erased', 'What was stored of this person was erased, so they cannot be matched again.');
