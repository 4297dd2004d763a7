import type { SqlEntityManager } from '@mikro-orm/sql';
import { EmployeeEntity, ObjectionEntity, type ObjectionStep } from '../storage/index.js';
import type { Day } from '../support/days.js';
import { type NamedEmployee, SOMEBODY_GONE } from './named-employee.js';

/** What somebody answered to an objection. */
export interface ObjectionAnswerView {
  readonly answer: 'accepted' | 'declined';
  /** What followed; null where it was declined. */
  readonly step: ObjectionStep | null;
  readonly text: string;
  readonly by: NamedEmployee;
  readonly at: string;
}

/** An objection as a day or a call shows it. */
export interface ObjectionView {
  readonly id: string;
  /** Null where it is about the day as a whole. */
  readonly callId: string | null;
  readonly text: string;
  readonly at: string;
  /** Null while it waits. */
  readonly answer: ObjectionAnswerView | null;
}

/** An objection by itself. */
export interface WholeObjectionView extends ObjectionView {
  readonly employee: NamedEmployee;
  readonly day: Day;
}

/** An objection as the database answers it with its day; times in milliseconds since the epoch. */
export interface WrittenObjection {
  readonly id: string;
  readonly callId: string | null;
  readonly text: string;
  readonly objectedMs: number;
  readonly answer: 'accepted' | 'declined' | null;
  readonly step: ObjectionStep | null;
  readonly answerText: string | null;
  readonly answeredBy: string | null;
  readonly answeredMs: number | null;
  readonly answererName: string | null;
}

export const objectionView = (it: WrittenObjection): ObjectionView => ({
  id: it.id,
  callId: it.callId,
  text: it.text,
  at: new Date(it.objectedMs).toISOString(),
  answer:
    it.answer === null
      ? null
      : {
          answer: it.answer,
          step: it.step,
          text: it.answerText ?? '',
          by: { id: it.answeredBy ?? '', name: it.answererName ?? SOMEBODY_GONE },
          at: new Date(it.answeredMs ?? 0).toISOString(),
        },
});

/** Stored objections with the names of those in them, in the order in which they are given. */
export async function wholeObjections(
  em: SqlEntityManager,
  tenantId: string,
  rows: readonly ObjectionEntity[],
): Promise<WholeObjectionView[]> {
  const ids = rows.flatMap(({ employeeId, answeredBy }) => [employeeId, ...(answeredBy === null ? [] : [answeredBy])]);
  const people = ids.length === 0 ? [] : await em.find(EmployeeEntity, { tenantId, id: { $in: [...new Set(ids)] } });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...objectionView({
      ...row,
      objectedMs: row.objectedAt.getTime(),
      answeredMs: row.answeredAt?.getTime() ?? null,
      answererName: nameOf.get(row.answeredBy ?? '') ?? null,
    }),
    employee: { id: row.employeeId, name: nameOf.get(row.employeeId) ?? SOMEBODY_GONE },
    day: row.day,
  }));
}
