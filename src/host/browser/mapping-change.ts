import type { MappingChoice } from '../views/settings/model.js';
import type { SurfaceMapping } from '../views/shared/surface.js';

/** What to send for a choice. */
export interface MappingRequest {
  readonly method: 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: { readonly phoneUserId: string | null };
}

export function mappingRequest(base: string, employeeId: string, choice: MappingChoice): MappingRequest {
  const path = `${base}/mappings/${encodeURIComponent(employeeId)}`;
  if (choice.kind === 'automatic') return { method: 'DELETE', path };
  return { method: 'PUT', path, body: { phoneUserId: choice.kind === 'none' ? null : choice.externalId } };
}

/** The choice that leads back to how an employee is matched now. */
export function choiceToday({ source, phoneUser }: SurfaceMapping): MappingChoice {
  if (source !== 'manual') return { kind: 'automatic' };
  return phoneUser === null ? { kind: 'none' } : { kind: 'phoneUser', externalId: phoneUser.externalId };
}

/** What was done, in a sentence. */
export function mappingWords({ employee }: SurfaceMapping, choice: MappingChoice): string {
  if (choice.kind === 'automatic') return `${employee.name} is matched automatically again.`;
  if (choice.kind === 'none') return `${employee.name} has no line; their days are scored again.`;
  return `The match of ${employee.name} was saved; their days are scored again.`;
}
