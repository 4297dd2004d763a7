import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ErasedPeople, ErasureRegister, Mentions, NotedTerms } from '../access/index.js';
import { endPlaces, holdConnections } from '../connection/index.js';
import { takeTurn } from '../scoring/index.js';
import { ApartSpanEntity, ConnectionEntity } from '../storage/index.js';
import { eraseLine } from './erase-line.js';
import { eraseDeliveredMentions, eraseMentions } from './erase-mentions.js';
import type { Line } from './lines.js';

/** An erasure under way, in its transaction. */
export interface Erasing {
  readonly em: SqlEntityManager;
  readonly tenantId: string;
  readonly terms: NotedTerms;
  readonly register: ErasureRegister;
}

/**
 * Begins an erasure: nobody scores or writes calls of the tenant until its end, and whatever turn of fetching began before
 * it commits nothing more. So what it finds is all that there is, and what it takes out stays out.
 */
export async function beginErasing(em: SqlEntityManager, tenantId: string, erased: ErasedPeople): Promise<Erasing> {
  const terms = await takeTurn(em, tenantId);
  await holdConnections(em, tenantId);
  await endPlaces(em, tenantId);
  // Whoever shared an address or a number with them may be told apart now.
  await em.nativeUpdate(ConnectionEntity, { tenantId }, { matchDue: true });
  return { em, tenantId, terms, register: await erased.beginRegister(em, tenantId) };
}

/** Erases lines for their days, and takes those who go with them out of what others' calls tell. */
export async function eraseLines(
  { em, tenantId, terms, register }: Erasing,
  lines: readonly Line[],
  mentions: Mentions,
): Promise<void> {
  for (const line of lines) await register.add(line.connection, line.phoneUserId, line);
  for (const line of lines) await eraseLine(em, tenantId, terms, line);
  await eraseMentions(em, tenantId, terms, mentions);
  await eraseDeliveredMentions(em, lines, mentions);
  await forgetSpans(em, tenantId, lines, mentions);
}

/** What is kept of when nothing is stored of them names them. What others have in common with them is noted again. */
async function forgetSpans(
  em: SqlEntityManager,
  tenantId: string,
  lines: readonly Line[],
  { names, numbers }: Mentions,
): Promise<void> {
  await em.nativeDelete(ApartSpanEntity, {
    tenantId,
    $or: [
      { kind: 'name', what: { $in: [...names] } },
      { kind: 'number', what: { $in: [...numbers] } },
      ...lines.map(({ connection, phoneUserId }) => ({ connectionId: connection.id, what: phoneUserId })),
    ],
  });
}
