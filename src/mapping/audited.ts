import type { AuditedAction } from '../access/index.js';
import type { ConnectionEntity } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { Problem } from '../support/problem.js';

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

export const erasedPerson = (): Problem =>
  new Problem(409, 'person_erased', 'What was stored of this person was erased, so they cannot be matched again.');
