import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { audit, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { RulesVersionEntity } from '../storage/index.js';
import { type Day, dayOf, startOf, type Zones } from '../support/days.js';
import { problem } from '../support/problems.js';
import { defaultRules, type RulesVersion, type ScoringRules } from './rules.js';
import { rulesVersionsOf, type SavedRules } from './rules-versions.js';
import { takeTurn } from './scoring-turn.js';

/** The rules that were saved last, with every version. */
export interface CurrentRules extends ScoringRules {
  /** Before any call where nothing was saved yet: then the defaults hold. */
  readonly effectiveFrom: Day;
  /** In order of the day from which they hold. */
  readonly versions: readonly SavedRules[];
  /** Another one after every change: whoever saves can say of which versions they know. */
  readonly revision: string;
}

const SINCE_EVER: Day = '1970-01-01';

/** What tenants count, and for how much: versions, each from a day on. */
@Injectable()
export class RulesBook {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
  ) {}

  /** The rules that were saved last: not those of today, where others hold from a later day on. */
  async current(tenantId: string): Promise<CurrentRules> {
    const versions = await rulesVersionsOf(this.database.of(tenantId), tenantId);
    const revision = revisionOf(versions);
    const last = versions.reduce<SavedRules | null>((a, b) => (a !== null && a.savedAt > b.savedAt ? a : b), null);
    if (last === null) return { effectiveFrom: SINCE_EVER, ...defaultRules, versions, revision };
    const { savedBy: _by, savedAt: _at, ...rules } = last;
    return { ...rules, versions, revision };
  }

  /**
   * Saves rules from a day on; those of the same day are replaced. Marks the days that they touch in the same
   * transaction.
   *
   * @param rules a validated document
   * @param known the revision that whoever saves has read; null saves whatever there is
   * @throws Problem 412 `rules_changed` where that is no longer the one there is
   */
  async save(caller: Caller, { effectiveFrom, ...rules }: RulesVersion, known: string | null = null): Promise<void> {
    const { tenantId, employeeId: savedBy } = caller;
    await this.terms.last(tenantId);
    await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      await mustBeAsRead(em, tenantId, known);
      const document = documentOf(rules);
      await em.upsert(RulesVersionEntity, { tenantId, effectiveFrom, document, savedBy, savedAt: new Date() });
      const { weights, ...values } = document;
      await audit(em, caller, { action: 'rules', subject: effectiveFrom, details: { ...values, ...weights } });
      const next = (await rulesVersionsOf(em, tenantId)).find((version) => version.effectiveFrom > effectiveFrom);
      await markDaysUnder(em, tenantId, effectiveFrom, next?.effectiveFrom ?? null, terms);
    });
  }

  /**
   * Takes back rules that hold on no day yet.
   *
   * @param known as in {@link save}
   * @throws Problem 404 `unknown_rules`, 409 `rules_began` where they hold today or held before, or 412 `rules_changed`
   */
  async withdraw(caller: Caller, effectiveFrom: Day, known: string | null = null): Promise<void> {
    const { tenantId } = caller;
    await this.terms.last(tenantId);
    await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      await mustBeAsRead(em, tenantId, known);
      const version = await em.findOne(RulesVersionEntity, { tenantId, effectiveFrom });
      if (version === null) {
        throw problem('unknown_rules', effectiveFrom);
      }
      if (effectiveFrom <= dayOf(new Date(), terms)) {
        throw problem('rules_began', effectiveFrom);
      }
      await em.remove(version).flush();
      await audit(em, caller, { action: 'rules', subject: effectiveFrom, details: { withdrawn: true } });
    });
  }
}

/** @throws Problem 412 where rules are no longer those that somebody has read */
async function mustBeAsRead(em: SqlEntityManager, tenantId: string, known: string | null): Promise<void> {
  if (known === null || known === revisionOf(await rulesVersionsOf(em, tenantId))) return;
  throw problem('rules_changed');
}

/** Saving and withdrawing both change it, whatever a copy's clock says. */
const revisionOf = (versions: readonly SavedRules[]): string =>
  createHash('sha256').update(JSON.stringify(versions)).digest('base64url').slice(0, 16);

/** Named one by one: what else an input carries is not stored. */
const documentOf = (rules: ScoringRules): ScoringRules => ({
  pointsPerMinute: rules.pointsPerMinute,
  weights: { inbound: rules.weights.inbound, outbound: rules.weights.outbound, internal: rules.weights.internal },
  pointsPerCall: rules.pointsPerCall,
  shortestTalkSeconds: rules.shortestTalkSeconds,
  dailyCap: rules.dailyCap,
  overlap: rules.overlap,
});

/**
 * Marks the scored days on which rules hold. A call is flagged by the rules of the day on which its talk begins, so days
 * of the next rules are touched as well where they list a call that began before. A day without a score lists nothing
 * that rules could change, or it is marked already. In the order in which mapping marks as well, so that two who mark the
 * same days wait for each other in turn.
 */
async function markDaysUnder(
  em: SqlEntityManager,
  tenantId: string,
  from: Day,
  until: Day | null,
  zones: Zones,
): Promise<void> {
  const end = startOf(until, zones)?.toISOString() ?? null;
  await em.execute(
    `insert into phone_system.changed_employee_day as changed (tenant_id, employee_id, day, changes)
     select score.tenant_id, score.employee_id, score.day, 1 from phone_system.day_score score
     where score.tenant_id = ? and score.day >= ?::date and (?::date is null or score.day < ?::date or exists (
       select 1 from jsonb_array_elements(score.inputs) input
       join phone_system.call_record call on call.id = (input ->> 'callId')::uuid
       where call.started_at < ?::timestamptz))
     order by score.employee_id collate "C", score.day
     on conflict (tenant_id, employee_id, day) do update set changes = changed.changes + 1`,
    [tenantId, from, until, until, end],
  );
}
