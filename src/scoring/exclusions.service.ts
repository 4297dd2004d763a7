import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { audit, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { employeeOf, ownersOfLines, phoneUsersOf } from '../mapping/index.js';
import { ExclusionEntity, isOutOfOrder } from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { type EmployeeDay, restDay } from './changed-days.js';
import type { ScoringBasis } from './read-days.js';
import { scoreDays } from './score-days.js';
import { daysListing } from './scored-call.js';
import { takeTurn } from './scoring-turn.js';
import { mayInclude, rightOf } from './who-includes.js';
import { findCall, scoredCallOf } from './stored-calls.js';

/** A manager's decision about one call. */
export interface ExclusionChoice {
  readonly excluded: boolean;
  /** Why, in their words; may be empty. */
  readonly note: string;
}

/** Managers' decisions that calls do not count. */
@Injectable()
export class Exclusions {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /**
   * Lets a call not count, or count again. The days that list it are scored in the same transaction: whoever looks next
   * sees what was decided and what follows from it.
   *
   * @throws Problem 404 `unknown_call`, or 403 `stays_excluded` where somebody excluded it about whose decision the caller
   * may not decide; see {@link mayInclude}
   */
  async set(caller: Caller, callId: string, choice: ExclusionChoice): Promise<void> {
    const { tenantId, employeeId: by } = caller;
    await this.terms.last(tenantId);
    await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      const record = await findCall(em, callId);
      if (record === null) throw new Problem(404, 'unknown_call', 'There is no such call here.');
      const { connectionId, userExternalId: phoneUserId } = record;
      const line = phoneUserId === null ? null : { connectionId, phoneUserId };
      const owners = line === null ? [] : await ownersOfLines(em, tenantId, [line]);
      const days = daysListing(scoredCallOf(record), terms).flatMap((day) => {
        const employeeId = line && employeeOf(owners, line, day);
        return employeeId === null ? [] : [{ employeeId, day }];
      });
      const employeeIds = [...new Set(days.map(({ employeeId }) => employeeId))];
      const before = await em.findOne(ExclusionEntity, { callId });
      if (before !== null && !mayInclude(caller, before, employeeIds)) throw staysExcluded();
      if (choice.excluded) {
        const { note } = choice;
        const how = { excludedBy: by, excludedAs: rightOf(caller), excludedAt: new Date() };
        await em.upsert(ExclusionEntity, { callId, tenantId, ...how, note });
      } else {
        await em.nativeDelete(ExclusionEntity, { callId });
      }
      await audit(em, caller, { action: choice.excluded ? 'exclude' : 'include', subject: record.id });
      const ownerships = await phoneUsersOf(em, tenantId, employeeIds);
      await scoreOrRest(em, tenantId, { terms, ownerships }, days);
    });
  }
}

const staysExcluded = (): Problem =>
  new Problem(
    403,
    'stays_excluded',
    'The call stays excluded, as it was. Who excluded it decides who may change that: the same right or a higher one, and nobody for a call of their own. Ask whoever excluded it, or an administrator.',
  );

/** What was decided holds also where its days cannot be scored: they wait until they can. */
async function scoreOrRest(
  em: SqlEntityManager,
  tenantId: string,
  basis: ScoringBasis,
  days: readonly EmployeeDay[],
): Promise<void> {
  try {
    await em.transactional((savepoint) => scoreDays(savepoint, tenantId, basis, days));
  } catch (error) {
    if (isOutOfOrder(error)) throw error;
    for (const day of days) await restDay(em, tenantId, day);
  }
}
