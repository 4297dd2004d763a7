import type { SqlEntityManager } from '@mikro-orm/sql';
import { ExclusionEntity } from '../storage/index.js';
import type { Zones } from '../support/days.js';
import { markTouched, TOUCHED } from './erase-mentions.js';
import { withoutPerson, type WrittenPerson } from './notes.js';

/**
 * Takes somebody out of the notes with which others excluded calls, and marks the days of the calls that change and of
 * those that `excludedBy` excluded, since the explanation says who.
 *
 * @param excludedBy null where the person excluded nothing
 * @returns the calls whose notes may mean them, or use a common word
 */
export async function eraseFromNotes(
  em: SqlEntityManager,
  { tenantId, terms }: { readonly tenantId: string; readonly terms: Zones },
  person: WrittenPerson,
  excludedBy: string | null,
): Promise<readonly { readonly callId: string; readonly words: readonly string[] }[]> {
  const changed: string[] = [];
  const doubtful: { callId: string; words: readonly string[] }[] = [];
  for (const exclusion of await em.find(ExclusionEntity, { note: { $ne: '' } }, { orderBy: { callId: 'asc' } })) {
    const { note, words } = withoutPerson(exclusion.note, person);
    if (words.length > 0) doubtful.push({ callId: exclusion.callId, words });
    if (note === exclusion.note) continue;
    exclusion.note = note;
    changed.push(exclusion.callId);
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
