import { longDay } from '../shared/format.js';
import { isolated } from '../shared/isolated.js';
import type { SurfaceMapping, SurfacePhoneUser, SurfacePlan } from '../shared/surface.js';
import type { MappingChoice } from './model.js';

/** Whether an employee has, had or will have anything that a choice takes away: then it asks from which day. */
export const hasPast = ({ source, earlier, planned }: SurfaceMapping): boolean =>
  source !== 'none' || earlier || planned !== null;

/**
 * What a choice does to the past, in sentences that are true before it as after it.
 *
 * @param holderName who had the line until now; null where nobody did
 * @returns nothing where nothing was there before
 */
export function pastWords(
  mapping: SurfaceMapping,
  choice: MappingChoice,
  holderName: string | null,
  today: string,
): string {
  if (!hasPast(mapping) && holderName === null) return '';
  const { employee } = mapping;
  const [dropped] = plansDropped(choice, mapping);
  const name = isolated(employee.name);
  const from = firstDayOf(choice);
  const sentences = [
    reachWords(choice, name, today),
    from !== null && holderName !== null ? `${isolated(holderName)} keeps the line’s days before.` : '',
    dropped === undefined ? '' : `What was planned from ${longDay(dropped.from)} on is dropped.`,
    isUndoable(mapping, choice, today) ? '' : 'This page cannot undo it.',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function reachWords(choice: MappingChoice, name: string, today: string): string {
  if (choice.kind === 'automatic') {
    return `All that was chosen by hand for ${name} is taken back, for the past as well: automatic matching decides about those days.`;
  }
  const { from } = choice;
  if (from !== null && from > today) return `Until ${longDay(from)} everything stays as it is.`;
  if (from !== null) return `Days before ${longDay(from)} stay as they are, with their scores.`;
  return choice.kind === 'none'
    ? `This holds for the past as well: no call counts for ${name} on any day.`
    : `This holds for the past as well: what ${name} was matched to before is taken away, and the calls of this line count on all days.`;
}

/** Whether what was there before the choice can be brought back by choosing it again. */
export function isUndoable(mapping: SurfaceMapping, choice: MappingChoice, today: string): boolean {
  const { source, earlier, planned, until } = mapping;
  return (
    planned === null &&
    (until === null || source !== 'manual') &&
    (!earlier || (source === 'manual' && !cutsEarlier(choice, mapping, today)))
  );
}

/** Whether whoever had the line can have it again as they had it. */
export const canBeGivenBack = (holder: SurfaceMapping | null, choice: MappingChoice, today: string): boolean =>
  holder === null || (holder.planned === null && holder.until === null && !cutsEarlier(choice, holder, today));

/** Whether a choice reaches further back than what holds today, into days of which this page knows nothing. */
function cutsEarlier(choice: MappingChoice, { earlier, since }: SurfaceMapping, today: string): boolean {
  const from = firstDayOf(choice);
  return earlier && (from === null || from < (since ?? today));
}

/** All that is planned for an employee, in order of days. */
export const plansOf = ({ planned, plannedLater }: SurfaceMapping): readonly SurfacePlan[] =>
  planned === null ? [] : [planned, ...plannedLater];

/** The lines that an employee has, or is to have. */
export const linesOf = (mapping: SurfaceMapping): readonly SurfacePhoneUser[] =>
  [mapping, ...plansOf(mapping)].flatMap(({ phoneUser }) => phoneUser ?? []);

function plansDropped(choice: MappingChoice, mapping: SurfaceMapping): readonly SurfacePlan[] {
  const from = firstDayOf(choice);
  return plansOf(mapping).filter((plan) => from === null || from <= plan.from);
}

const firstDayOf = (choice: MappingChoice): string | null => (choice.kind === 'automatic' ? null : choice.from);
