import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { audit, type NotedTerms, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { ownersOfLines, phoneUsersOf } from '../mapping/index.js';
import { CallRecordEntity, DayScoreEntity, ExclusionEntity, isOutOfOrder } from '../storage/index.js';
import type { Day } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { daysOwned, entriesOf, lineOf, ownersOfCall } from './call-owners.js';
import { type EmployeeDay, restDay } from './changed-days.js';
import type { ScoringBasis } from './read-days.js';
import { scoreDays } from './score-days.js';
import { takeTurn } from './scoring-turn.js';
import { mayInclude, rightOf } from './who-includes.js';
import { findCall } from './stored-calls.js';

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
   * @param known the decision that whoever decides has read: when it was taken, or `none`; null decides whatever there is
   * @throws Problem 404 `unknown_call`, 412 `exclusion_changed` where that is no longer the one there is, or 403 `stays_excluded` where somebody excluded it about whose decision the caller
   * may not decide; see {@link mayInclude}
   */
  async set(caller: Caller, callId: string, choice: ExclusionChoice, known: string | null = null): Promise<void> {
    const { tenantId } = caller;
    await this.terms.last(tenantId);
    await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      await decideExclusion(em, caller, terms, callId, { ...choice, at: new Date() }, known);
    });
  }

  /** The calls of a stored day that are excluded and stay so for a caller: {@link set} would answer `stays_excluded`. */
  async staying(caller: Caller, employeeId: string, day: Day): Promise<readonly string[]> {
    const { tenantId } = caller;
    const zones = await this.terms.last(tenantId);
    const em = this.database.of(tenantId);
    const listed = await em.findOne(DayScoreEntity, { tenantId, employeeId, day });
    const callIds = (listed?.inputs ?? []).map(({ callId }) => callId);
    const exclusions = await em.find(ExclusionEntity, { callId: { $in: callIds } });
    const records = await em.find(CallRecordEntity, { id: { $in: exclusions.map(({ callId }) => callId) } });
    const lines = records.flatMap((record) => lineOf(record) ?? []);
    const ownerships = await ownersOfLines(em, tenantId, lines);
    const entriesFor = await entriesOf(em, tenantId, zones, ownerships, records);
    const ownersOf = new Map(
      records.map((record) => [record.id, ownersOfCall(ownerships, record, zones, entriesFor(record))]),
    );
    return exclusions
      .filter((exclusion) => !mayInclude(caller, exclusion, ownersOf.get(exclusion.callId) ?? [employeeId]))
      .map(({ callId }) => callId);
  }
}

/** {@link Exclusions.set} within a transaction that has the tenant's turn. */
export async function decideExclusion(
  em: SqlEntityManager,
  caller: Caller,
  terms: NotedTerms,
  callId: string,
  { excluded, note, at }: ExclusionChoice & { readonly at: Date },
  known: string | null = null,
): Promise<void> {
  const { tenantId, employeeId: by } = caller;
  const record = await findCall(em, callId);
  if (record === null) throw problem('unknown_call');
  const before = await em.findOne(ExclusionEntity, { callId });
  if (known !== null && known !== (before?.excludedAt.toISOString() ?? 'none')) throw exclusionChanged();
  if (before === null && !excluded) return;
  const line = lineOf(record);
  const ownerships = line === null ? [] : await ownersOfLines(em, tenantId, [line]);
  const entriesFor = await entriesOf(em, tenantId, terms, ownerships, [record]);
  const owners = ownersOfCall(ownerships, record, terms, entriesFor(record));
  if (before !== null && !mayInclude(caller, before, owners)) throw staysExcluded();
  if (excluded) {
    const how = { excludedBy: by, excludedAs: rightOf(caller), excludedAt: at };
    await em.upsert(ExclusionEntity, { callId, tenantId, ...how, note });
  } else {
    await em.nativeDelete(ExclusionEntity, { callId });
  }
  await audit(em, caller, { action: excluded ? 'exclude' : 'include', subject: record.id });
  const days = daysOwned(ownerships, record, terms);
  const employeeIds = [...new Set(days.map(({ employeeId }) => employeeId))];
  const basis = { terms, ownerships: await phoneUsersOf(em, tenantId, employeeIds) };
  await scoreOrRest(em, tenantId, basis, days);
}

const exclusionChanged = (): Problem => problem('exclusion_changed');

const staysExcluded = (): Problem => problem('stays_excluded');

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
