import { randomUUID } from 'node:crypto';
import { isUUID } from 'class-validator';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { audit, firstKeptDay, type NotedTerms, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller } from '../contract/index.js';
import { decideExclusion, listsCall, takeTurn, type WholeObjectionView, wholeObjections } from '../scoring/index.js';
import {
  DayScoreEntity,
  EmployeeEntity,
  ExclusionEntity,
  ObjectionEntity,
  type ObjectionStep,
} from '../storage/index.js';
import { type Day, dayOf } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { isStoredOn } from '../support/stored-days.js';

const OBJECTIONS_A_PAGE = 50;

/** What an employee says. */
export interface Objection {
  readonly text: string;
  /** The call that is meant; null for the day as a whole. */
  readonly callId: string | null;
}

/** What they are answered. */
export interface ObjectionAnswer {
  readonly answer: 'accepted' | 'declined';
  readonly text: string;
  /** What follows, where it is accepted; null leaves a call out that counts, includes one that was left out, and looks at a day. */
  readonly step: ObjectionStep | null;
}

/** Which objections are asked for. */
export type ObjectionState = 'open' | 'answered' | 'all';

/** Some objections, oldest first. */
export interface ObjectionPage {
  readonly items: readonly WholeObjectionView[];
  readonly nextPage: number | null;
}

/** What employees object to about their own days, and what they are answered. */
@Injectable()
export class Objections {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly people: People,
  ) {}

  /**
   * Notes what somebody says about a day of their own.
   *
   * @throws Problem 403 `has_left`, 404 `unknown_call` where the day does not list the call, 409 `day_to_come`,
   *   `day_not_stored`, `day_final` where its calls were deleted, or `objection_open` where they wait for an answer about the
   *   same already
   */
  async raise(caller: Caller, day: Day, { text, callId }: Objection): Promise<WholeObjectionView> {
    const { tenantId, employeeId } = caller;
    await this.terms.last(tenantId);
    return await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      const employee = await em.findOne(EmployeeEntity, { tenantId, id: employeeId });
      if (employee === null || !employee.active) throw problem('has_left');
      await holdOpen(em, employee, day, terms);
      if (callId !== null && !(await listsCall(em, tenantId, terms, { employeeId, day }, callId)))
        throw problem('unknown_call');
      const waiting = await em.findOne(ObjectionEntity, { tenantId, employeeId, day, callId, answeredAt: null });
      if (waiting !== null) throw problem('objection_open', minute(waiting.objectedAt));
      const id = randomUUID();
      const objection = { id, tenantId, employeeId, day, callId, text, objectedAt: new Date() };
      await em.insert(ObjectionEntity, objection);
      await audit(em, caller, { action: 'object', subject: employeeId, details: { objection: id, day, call: callId } });
      return await viewOf(em, tenantId, id);
    });
  }

  /** One objection, and whose it is; null where the tenant has none of this id. */
  async find(tenantId: string, id: string): Promise<ObjectionEntity | null> {
    return isUUID(id) ? await this.database.of(tenantId).findOne(ObjectionEntity, { id }) : null;
  }

  /** Those of everybody for an administrator, for anybody else those of the people who report to them, and their own. */
  async list(caller: Caller, state: ObjectionState, page: number): Promise<ObjectionPage> {
    const { tenantId } = caller;
    const em = this.database.of(tenantId);
    const rows = await em.find(
      ObjectionEntity,
      {
        tenantId,
        ...(state === 'all' ? {} : { answeredAt: state === 'open' ? null : { $ne: null } }),
        ...(caller.role === 'admin' ? {} : { employeeId: { $in: await this.readableBy(em, caller) } }),
      },
      {
        orderBy: { objectedAt: state === 'open' ? 'asc' : 'desc', id: 'asc' },
        offset: (page - 1) * OBJECTIONS_A_PAGE,
        limit: OBJECTIONS_A_PAGE + 1,
      },
    );
    return {
      items: await wholeObjections(em, tenantId, rows.slice(0, OBJECTIONS_A_PAGE)),
      nextPage: rows.length > OBJECTIONS_A_PAGE ? page + 1 : null,
    };
  }

  /**
   * Answers an objection, and does what follows from it in the same transaction. Who may answer for the person is decided
   * before; nobody answers their own.
   *
   * @throws Problem 403 `own_objection`; 404 `unknown_objection`; 409 `objection_answered` with what was answered first,
   *   `call_gone`, or `already_so` where the call counts, or does not, already as it would then; and what an exclusion throws
   */
  async answer(caller: Caller, id: string, given: ObjectionAnswer): Promise<WholeObjectionView> {
    const { tenantId } = caller;
    await this.terms.last(tenantId);
    return await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      const objection = await em.findOne(ObjectionEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (objection === null) throw problem('unknown_objection');
      if (objection.employeeId === caller.employeeId) throw problem('own_objection');
      if (objection.answeredAt !== null) throw answeredAlready(await viewOf(em, tenantId, id));
      const step = given.answer === 'declined' ? null : await stepOf(em, objection, given.step);
      const { employeeId, day, callId } = objection;
      const at = new Date();
      const answer = { answer: given.answer, step, answerText: given.text };
      await em.nativeUpdate(ObjectionEntity, { id }, { ...answer, answeredBy: caller.employeeId, answeredAt: at });
      em.clear();
      await audit(em, caller, {
        action: 'answer',
        subject: employeeId,
        details: { objection: id, day, call: callId, answer: given.answer, step },
      });
      if (callId !== null && (step === 'exclude' || step === 'include')) {
        await decideExclusion(em, caller, terms, callId, { excluded: step === 'exclude', note: given.text, at });
      }
      return await viewOf(em, tenantId, id);
    });
  }

  private async readableBy(em: SqlEntityManager, { tenantId, employeeId }: Caller): Promise<string[]> {
    await this.people.find(tenantId, employeeId);
    const reports = await em.find(EmployeeEntity, { tenantId, managerId: employeeId }, { fields: ['id'] });
    return [employeeId, ...reports.map(({ id }) => id)];
  }
}

async function viewOf(em: SqlEntityManager, tenantId: string, id: string): Promise<WholeObjectionView> {
  const row = await em.findOneOrFail(ObjectionEntity, { id });
  const [view] = await wholeObjections(em, tenantId, [row]);
  if (view === undefined) throw problem('unknown_objection');
  return view;
}

/** @throws Problem where nothing of a day can change */
async function holdOpen(em: SqlEntityManager, employee: EmployeeEntity, day: Day, terms: NotedTerms): Promise<void> {
  const now = new Date();
  if (day > dayOf(now, terms)) throw problem('day_to_come');
  if (!isStoredOn(employee, day)) throw problem('day_not_stored');
  const { tenantId, id: employeeId } = employee;
  const stored = await em.findOne(DayScoreEntity, { tenantId, employeeId, day });
  if (day < firstKeptDay(terms, now) || (stored !== null && stored.frozenAt !== null)) throw problem('day_final');
}

/** What follows from accepting an objection. */
async function stepOf(
  em: SqlEntityManager,
  { callId }: ObjectionEntity,
  wanted: ObjectionStep | null,
): Promise<ObjectionStep> {
  if (callId === null) {
    if (wanted === 'exclude' || wanted === 'include') throw problem('no_call');
    return 'look';
  }
  if (wanted === 'look') return wanted;
  const [call] = await em.execute<unknown[]>('select 1 from phone_system.call_record where id = ?', [callId]);
  if (call === undefined) throw problem('call_gone');
  const isExcluded = (await em.findOne(ExclusionEntity, { callId })) !== null;
  const step = wanted ?? (isExcluded ? 'include' : 'exclude');
  if ((step === 'exclude') === isExcluded) throw problem('already_so', isExcluded ? 'is left out' : 'counts');
  return step;
}

const minute = (at: string | Date): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function answeredAlready({ answer }: WholeObjectionView): Problem {
  const first =
    answer === null ? '' : `${answer.by.name} ${answer.answer} it on ${minute(answer.at)}: “${answer.text}”`;
  return problem('objection_answered', first);
}
