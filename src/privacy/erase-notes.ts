import type { SqlEntityManager } from '@mikro-orm/sql';
import { ExclusionEntity, ObjectionEntity } from '../storage/index.js';
import type { Day, Zones } from '../support/days.js';
import { markTouched, TOUCHED } from './erase-mentions.js';
import { withoutPerson, type WrittenPerson } from './notes.js';

/** A note that is left as it is, although it may mean somebody. */
export interface DoubtfulNote {
  /** The call that it is about; null where it is an objection to a whole day. */
  readonly callId: string | null;
  /** The day that an objection is about; null where the note says why a call was excluded. */
  readonly day: Day | null;
  readonly words: readonly string[];
}

/**
 * Takes somebody out of the notes with which others excluded calls, and of objections and their answers, and marks the days of the calls that change and of
 * those that `excludedBy` excluded, since the explanation says who.
 *
 * @param excludedBy null where the person excluded nothing
 * @returns the notes that may mean them, or use a common word
 */
export async function eraseFromNotes(
  em: SqlEntityManager,
  { tenantId, terms }: { readonly tenantId: string; readonly terms: Zones },
  person: WrittenPerson,
  excludedBy: string | null,
): Promise<readonly DoubtfulNote[]> {
  const changed: string[] = [];
  const doubtful: DoubtfulNote[] = [];
  for (const exclusion of await em.find(ExclusionEntity, { note: { $ne: '' } }, { orderBy: { callId: 'asc' } })) {
    const { note, words } = withoutPerson(exclusion.note, person);
    if (words.length > 0) doubtful.push({ callId: exclusion.callId, day: null, words });
    if (note === exclusion.note) continue;
    exclusion.note = note;
    changed.push(exclusion.callId);
  }
  for (const objection of await em.find(ObjectionEntity, { tenantId }, { orderBy: { objectedAt: 'asc', id: 'asc' } })) {
    const said = withoutPerson(objection.text, person);
    const answered = withoutPerson(objection.answerText ?? '', person);
    const words = [...new Set([...said.words, ...answered.words])];
    if (words.length > 0) doubtful.push({ callId: objection.callId, day: objection.day, words });
    objection.text = said.note;
    if (objection.answerText !== null) objection.answerText = answered.note;
  }
  await em.flush();
  const touched = await em.execute<Parameters<typeof markTouched>[3][number][]>(
    `select ${TOUCHED} from phone_system.exclusion e join phone_system.call_record r on r.id = e.call_id
     where e.tenant_id = ? and (e.excluded_by = ? or e.call_id in (select value::uuid from jsonb_array_elements_text(?::jsonb)))`,
    [tenantId, excludedBy, JSON.stringify(changed)],
  );
  await markTouched(em, tenantId, terms, touched);
  return doubtful;
}
