import type { MappingChoice, PickerOption } from '../views/settings/model.js';
import { linesOf } from '../views/settings/mapping-past.js';
import { longDay } from '../views/shared/format.js';
import { isolated } from '../views/shared/isolated.js';
import type { SurfaceMapping, SurfaceMappings } from '../views/shared/surface.js';

/** One request that changes the mapping. */
export interface MappingRequest {
  readonly method: 'PUT' | 'DELETE' | 'POST';
  readonly path: string;
  readonly body?: { readonly phoneUserId: string | null; readonly from?: string };
  /** What was chosen for the employee until then: where that is no longer so, nothing is changed. */
  readonly known?: string;
}

/** @param known the revision of what was chosen for the employee until then */
export function mappingRequest(base: string, employeeId: string, choice: MappingChoice, known: string): MappingRequest {
  const path = `${base}/mappings/${encodeURIComponent(employeeId)}`;
  if (choice.kind === 'automatic') return { method: 'DELETE', path, known };
  const phoneUserId = choice.kind === 'none' ? null : choice.externalId;
  return {
    method: 'PUT',
    path,
    known,
    body: choice.from === null ? { phoneUserId } : { phoneUserId, from: choice.from },
  };
}

/** Somebody before a choice, and what is chosen for them since. */
export interface Chosen {
  readonly before: SurfaceMapping;
  readonly revision: string;
}

/**
 * What takes a choice back.
 *
 * @param choice what was chosen
 * @param chosen for whom
 * @param holder who had the line; null where nobody had it
 */
export function undoRequests(
  base: string,
  choice: MappingChoice,
  { before, revision }: Chosen,
  holder: Chosen | null,
): MappingRequest[] {
  const held = choiceThatHeld(before);
  const { id } = before.employee;
  const back = mappingRequest(base, id, held, revision);
  if (holder === null) {
    return reachesFurther(choice, held)
      ? [mappingRequest(base, id, AUTOMATIC, revision), mappingRequest(base, id, held, NOTHING_CHOSEN)]
      : [back];
  }
  const theirs = choiceThatHeld(holder.before);
  return theirs.kind === 'automatic'
    ? [back, { method: 'POST', path: `${base}/mappings/auto` }]
    : [back, mappingRequest(base, holder.before.employee.id, theirs, holder.revision)];
}

const AUTOMATIC: MappingChoice = { kind: 'automatic' };
const NOTHING_CHOSEN = 'automatic';

/** A choice for all time would stay on the days before the one that held from a day on. */
const reachesFurther = (choice: MappingChoice, held: MappingChoice): boolean =>
  choice.kind !== 'automatic' && choice.from === null && held.kind !== 'automatic' && held.from !== null;

function choiceThatHeld({ source, phoneUser, since: from }: SurfaceMapping): MappingChoice {
  if (source !== 'manual') return { kind: 'automatic' };
  if (phoneUser === null) return { kind: 'none', from };
  const { externalId, displayName } = phoneUser;
  return { kind: 'phoneUser', externalId, displayName, from };
}

/** What was done, in a sentence. */
export function mappingWords({ employee }: SurfaceMapping, choice: MappingChoice, system: string): string {
  const name = isolated(employee.name);
  if (choice.kind === 'automatic') return `${name} is matched automatically again.`;
  const since = choice.from === null ? '' : ` from ${longDay(choice.from)} on`;
  if (choice.kind === 'none') return `${name} has no line in ${system}${since}.`;
  return `${name} is ${isolated(choice.displayName)} in ${system}${since}.`;
}

/**
 * Who can be chosen for an employee: what fits first, then lines that nobody has, then those that somebody has.
 *
 * @param answer what the surface found for the text that was typed
 * @param suggested whether to begin with what fits: while nothing was typed
 */
export function pickerOptions(mapping: SurfaceMapping, answer: SurfaceMappings, suggested: boolean): PickerOption[] {
  const fitting = suggested
    ? mapping.candidates.map(({ on, takenBy, ...phoneUser }): PickerOption => {
        return { phoneUser, fits: FITS[on] ?? 'fits', holder: takenBy };
      })
    : [];
  const free = answer.unmatchedPhoneUsers.map((phoneUser): PickerOption => ({ phoneUser, fits: null, holder: null }));
  const taken = suggested
    ? []
    : answer.items.flatMap((item): PickerOption[] => {
        const { id, name } = item.employee;
        return id === mapping.employee.id
          ? []
          : linesOf(item).map((line) => ({ phoneUser: line, fits: null, holder: { id, name } }));
      });
  const all = [...fitting, ...free, ...taken];
  const first = new Map(all.toReversed().map((option) => [option.phoneUser.externalId, option]));
  return all.filter((option) => first.get(option.phoneUser.externalId) === option);
}

const FITS: Readonly<Record<string, string>> = { email: 'same e-mail', phone: 'same number', name: 'same name' };
