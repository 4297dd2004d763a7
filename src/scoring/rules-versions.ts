import type { SqlEntityManager } from '@mikro-orm/sql';
import { RulesVersionEntity } from '../storage/index.js';
import type { RulesVersion, ScoringRules } from './rules.js';

/** A version of the rules, with who saved it and when. */
export interface SavedRules extends RulesVersion {
  /** An employee's id. */
  readonly savedBy: string;
  readonly savedAt: string;
}

/** All of a tenant's rules, in order of the day from which they hold. */
export async function rulesVersionsOf(em: SqlEntityManager, tenantId: string): Promise<readonly SavedRules[]> {
  const rows = await em.find(RulesVersionEntity, { tenantId }, { orderBy: { effectiveFrom: 'asc' } });
  return rows.map(({ effectiveFrom, document, savedBy, savedAt }) => ({
    ...(document as ScoringRules),
    effectiveFrom,
    savedBy,
    savedAt: savedAt.toISOString(),
  }));
}
