import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DayScoreEntity } from '../storage/index.js';
import type { EmployeeDay } from './changed-days.js';
import { readDays, type ScoringBasis } from './read-days.js';
import { rulesVersionsOf } from './rules-versions.js';
import { type DayResult, scoreDay } from './score-day.js';

/**
 * Scores days from what is stored, and stores what is different. Runs in a transaction that holds the tenant's turn.
 */
export async function scoreDays(
  em: SqlEntityManager,
  tenantId: string,
  basis: ScoringBasis,
  employeeDays: readonly EmployeeDay[],
): Promise<void> {
  if (employeeDays.length === 0) return;
  const rulesVersions = await rulesVersionsOf(em, tenantId);
  const inputs = await readDays(em, tenantId, { ...basis, rulesVersions }, employeeDays);
  await storeDifferent(em, tenantId, inputs.map(scoreDay));
}

/**
 * A day that never had anything gets no row; one that had keeps it, empty, since it was told to the host. A frozen day
 * stays as it is: the calls that it was scored from are gone.
 */
async function storeDifferent(em: SqlEntityManager, tenantId: string, results: readonly DayResult[]): Promise<void> {
  const stored = await em.find(
    DayScoreEntity,
    { tenantId, $or: results.map(({ employeeId, day }) => ({ employeeId, day })) },
    { disableIdentityMap: true },
  );
  const rowOf = new Map(stored.map((row) => [keyOf(row), row]));
  const rows = results.flatMap((result) => {
    const before = rowOf.get(keyOf(result));
    const content = contentOf(result);
    if (before !== undefined && before.frozenAt !== null) return [];
    if (before === undefined ? result.inputs.length === 0 : isSame(before, content)) return [];
    const { employeeId, day } = result;
    return [{ tenantId, employeeId, day, ...content, revision: (before?.revision ?? 0) + 1 }];
  });
  if (rows.length === 0) return;
  await em.upsertMany(DayScoreEntity, rows, {
    onConflictFields: ['tenantId', 'employeeId', 'day'],
    onConflictMergeFields: ['score', 'countedMs', 'inputs', 'because', 'revision'],
    disableIdentityMap: true,
  });
}

const keyOf = ({ employeeId, day }: EmployeeDay): string => `${day} ${employeeId}`;

type Content = Pick<DayScoreEntity, 'score' | 'countedMs' | 'inputs' | 'because'>;

const contentOf = ({ score, countedMs, inputs, because }: DayResult): Content => ({
  score,
  countedMs,
  inputs: inputs.map((input) => ({ ...input })),
  because: because.map((line) => ({ ...line, callIds: [...line.callIds] })),
});

const isSame = ({ score, countedMs, inputs, because }: DayScoreEntity, content: Content): boolean =>
  isDeepStrictEqual({ score, countedMs, inputs, because }, content);
