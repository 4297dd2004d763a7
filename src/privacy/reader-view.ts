import type { SqlEntityManager } from '@mikro-orm/sql';
import { SOMEBODY_GONE } from '../scoring/index.js';
import { EmployeeEntity, type LookedAs, type LookedAt, type LookEntity } from '../storage/index.js';

/** That somebody looked, in an hour. */
export interface ReaderView {
  readonly readerId: string;
  /** As the directory has it now. */
  readonly name: string;
  readonly role: LookedAs;
  readonly what: LookedAt;
  /** When they did so first in the hour. */
  readonly at: string;
}

/** Looks with the names of who looked, in the order in which they are given. */
export async function readerViews(
  em: SqlEntityManager,
  tenantId: string,
  looks: readonly LookEntity[],
): Promise<ReaderView[]> {
  const ids = [...new Set(looks.map(({ readerId }) => readerId))];
  const people = ids.length === 0 ? [] : await em.find(EmployeeEntity, { tenantId, id: { $in: ids } });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return looks.map(({ readerId, lookedAs, what, lookedAt }) => ({
    readerId,
    name: nameOf.get(readerId) ?? SOMEBODY_GONE,
    role: lookedAs,
    what,
    at: lookedAt.toISOString(),
  }));
}
