import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  audit,
  ERASED,
  ErasedPeople,
  type Mentions,
  mentionsOf,
  People,
  TenantDatabase,
  TenantTermsBook,
} from '../access/index.js';
import type { Caller, TenantTerms } from '../contract/index.js';
import { takeTurn } from '../scoring/index.js';
import {
  CallRecordEntity,
  ChangedEmployeeDayEntity,
  ChangedPhoneUserDayEntity,
  ConnectAttemptEntity,
  EmployeeEntity,
  MappingEntity,
  PhoneUserEntity,
  RejectedRecordEntity,
} from '../storage/index.js';
import { Problem } from '../support/problem.js';
import { deleteCalls } from './delete-calls.js';
import { eraseDeliveredMentions, eraseDeliveries, eraseExcluder, eraseMentions } from './erase-mentions.js';
import { callsOn, holdConnections, isOnDays, type Line, linesOf } from './lines.js';

/**
 * Erases people. What stays of somebody is the host's id of them, so that their days answer and are empty, and a keyed
 * hash of their phone user's id, by which the writer of calls and the directory refuse them when the vendor lists them again.
 */
@Injectable()
export class PersonEraser {
  constructor(
    private readonly database: TenantDatabase,
    private readonly terms: TenantTermsBook,
    private readonly people: People,
    private readonly erased: ErasedPeople,
  ) {}

  /**
   * Erases an employee: calls, days, mapping, directory entry, name and numbers, in other people's records too. One
   * transaction; a second time it changes nothing more.
   *
   * @throws Problem 404 `unknown_employee`
   */
  async erase(by: Caller, employeeId: string): Promise<void> {
    const { tenantId } = by;
    await this.terms.last(tenantId);
    if ((await this.people.find(tenantId, employeeId)) === null) {
      throw new Problem(404, 'unknown_employee', 'There is no such employee here.');
    }
    await this.database.transaction(tenantId, async (em) => {
      const terms = await takeTurn(em, tenantId);
      await holdConnections(em, tenantId);
      const employee = await em.findOneOrFail(EmployeeEntity, { tenantId, id: employeeId });
      const lines = await linesOf(em, tenantId, employeeId, terms);
      const mentions = await this.mentionsOf(em, employee, lines, terms);
      const register = await this.erased.beginRegister(em, tenantId);
      for (const line of lines) await register.add(line.connection, line.phoneUserId, line);
      await eraseExcluder(em, tenantId, terms, employeeId, mentions.names);
      for (const line of lines) await eraseLine(em, tenantId, line);
      await eraseMentions(em, tenantId, terms, mentions);
      await eraseDeliveredMentions(em, lines, mentions);
      await eraseEmployee(em, tenantId, employeeId);
      if (employee.erasedAt === null) await audit(em, by, { action: 'erase', subject: employeeId });
    });
  }

  /** How others' records name them. Numbers that somebody else has by now tell of that one. */
  private async mentionsOf(
    em: SqlEntityManager,
    employee: EmployeeEntity,
    lines: readonly Line[],
    { region }: TenantTerms,
  ): Promise<Mentions> {
    if (employee.erasedAt !== null) return { names: [], numbers: [] };
    const all = await em.find(PhoneUserEntity, {}, { disableIdentityMap: true });
    const theirs = all.filter((user) => lines.some((line) => line.untilDay === null && isOf(line, user)));
    const others = new Set(all.filter((user) => !theirs.includes(user)).flatMap(numbersOf));
    const { names, numbers } = mentionsOf(theirs, [employee], region);
    return { names, numbers: numbers.filter((number) => !others.has(number)) };
  }
}

const isOf = ({ connection, phoneUserId }: Line, user: PhoneUserEntity): boolean =>
  user.connectionId === connection.id && user.externalId === phoneUserId;

const numbersOf = ({ numbers }: PhoneUserEntity): string[] => numbers.flatMap(({ e164 }) => e164 ?? []);

/** The calls of their days; and, where nobody has the line after them, its entry in the directory. */
async function eraseLine(em: SqlEntityManager, tenantId: string, line: Line): Promise<void> {
  const { connection, phoneUserId, fromDay, untilDay } = line;
  const calls = await em.find(CallRecordEntity, callsOn(line), { fields: ['id'], disableIdentityMap: true });
  await deleteCalls(
    em,
    tenantId,
    calls.map(({ id }) => id),
  );
  await eraseDeliveries(
    em,
    [connection.id],
    ({ userExternalId, startedAt }) => userExternalId === phoneUserId && isOnDays(line, new Date(startedAt)),
  );
  await em.nativeDelete(ChangedPhoneUserDayEntity, {
    connectionId: connection.id,
    userExternalId: phoneUserId,
    day: { ...(fromDay === null ? {} : { $gte: fromDay }), ...(untilDay === null ? { $ne: null } : { $lt: untilDay }) },
  });
  if (untilDay !== null) return;
  await em.nativeDelete(PhoneUserEntity, { connectionId: connection.id, externalId: phoneUserId });
  await em.nativeDelete(RejectedRecordEntity, { connectionId: connection.id, itemKey: `user:${phoneUserId}` });
}

/** The host was told of these days, and is told that nothing is left of them: so they stay, empty. */
async function emptyDays(em: SqlEntityManager, tenantId: string, employeeId: string): Promise<void> {
  await em.execute(
    `update phone_system.day_score set score = '0.00', counted_ms = 0, inputs = '[]', because = '[]', answer = null,
       listed = 0, flagged = 0, frozen_at = null, revision = revision + 1
     where tenant_id = ? and employee_id = ?
       and (score <> '0.00' or inputs <> '[]' or because <> '[]' or frozen_at is not null)`,
    [tenantId, employeeId],
  );
}

async function eraseEmployee(em: SqlEntityManager, tenantId: string, employeeId: string): Promise<void> {
  await em.nativeDelete(MappingEntity, { tenantId, employeeId });
  await emptyDays(em, tenantId, employeeId);
  await em.nativeDelete(ChangedEmployeeDayEntity, { tenantId, employeeId });
  await em.nativeDelete(ConnectAttemptEntity, { tenantId, employeeId });
  await em.nativeUpdate(EmployeeEntity, { tenantId, id: employeeId }, { ...ERASED, erasedAt: new Date() });
}
