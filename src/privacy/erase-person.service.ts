import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { audit, ERASED, ErasedPeople, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { Caller, Employee } from '../contract/index.js';
import {
  ApartSpanEntity,
  ChangedEmployeeDayEntity,
  ConnectAttemptEntity,
  EmployeeEntity,
  LookEntity,
  MappingEntity,
  NoticeAcknowledgementEntity,
  ObjectionEntity,
} from '../storage/index.js';
import { problem } from '../support/problems.js';
import { eraseFromNotes } from './erase-notes.js';
import { beginErasing, eraseLines, type Erasing } from './erasing.js';
import { areErased, holdingsOf, mentionsIn, readDirectories, writtenIn } from './holdings.js';
import { linesLeft, noteLeft, type Remainder } from './remains.js';

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
   * Erases an employee: calls, days, mapping, directory entry, name and numbers, in other people's records too. Theirs is
   * what was mapped to them, and what the directories say is theirs. One transaction; a second time it changes nothing
   * more, and says again what remains.
   *
   * @returns what may be theirs and was left
   * @throws Problem 404 `unknown_employee`
   */
  async erase(by: Caller, employeeId: string): Promise<readonly Remainder[]> {
    const { tenantId } = by;
    await this.terms.last(tenantId);
    if ((await this.people.find(tenantId, employeeId)) === null) {
      throw problem('unknown_employee');
    }
    return await this.database.transaction(tenantId, async (em) => {
      const erasing = await beginErasing(em, tenantId, this.erased);
      const employee = await em.findOneOrFail(EmployeeEntity, { tenantId, id: employeeId });
      const isFirst = employee.erasedAt === null;
      const listed = this.people.erasedListed(tenantId)?.people.find(({ id }) => id === employeeId);
      const remains = await eraseEmployee(erasing, employeeId, isFirst ? employee : (listed ?? null));
      if (isFirst) await audit(em, by, { action: 'erase', subject: employeeId });
      return remains;
    });
  }

  /**
   * Erases what the directories, as they were just read, say is of people who were erased before: a phone user may be
   * listed later than their calls, or than the erasure.
   *
   * @returns whether there was anything: then turns that began before commit nothing more
   */
  async eraseListedAgain(tenantId: string): Promise<boolean> {
    const listed = this.people.erasedListed(tenantId)?.people ?? [];
    if (listed.length === 0) return false;
    const terms = await this.terms.last(tenantId);
    const em = this.database.of(tenantId);
    const register = await this.erased.registerOf(em, tenantId);
    if (register === null) return false;
    const directories = await readDirectories(em, tenantId, terms);
    let isAny = false;
    for (const person of listed) {
      if (await areErased(register, holdingsOf(person.id, person, directories).lines)) continue;
      isAny = true;
      await this.database.transaction(tenantId, async (inside) => {
        await eraseEmployee(await beginErasing(inside, tenantId, this.erased), person.id, person);
      });
    }
    return isAny;
  }
}

/** @param person null where nothing is known of them any more but the id */
async function eraseEmployee(
  erasing: Erasing,
  employeeId: string,
  person: Employee | null,
): Promise<readonly Remainder[]> {
  const { em, tenantId, terms } = erasing;
  const directories = await readDirectories(em, tenantId, terms);
  const { lines, doubtful } = holdingsOf(employeeId, person, directories);
  const mentions = mentionsIn(directories, { person, lines });
  const written = writtenIn(directories, { person, lines }, mentions);
  const notes = await eraseFromNotes(em, { tenantId, terms }, written, employeeId);
  await eraseLines(erasing, lines, mentions);
  await eraseRows(em, tenantId, employeeId);
  return [...(await linesLeft(em, doubtful)), ...notes.map(noteLeft)];
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

async function eraseRows(em: SqlEntityManager, tenantId: string, employeeId: string): Promise<void> {
  await em.nativeDelete(MappingEntity, { tenantId, employeeId });
  await em.nativeDelete(ApartSpanEntity, { tenantId, kind: 'person', what: employeeId });
  await em.nativeDelete(ObjectionEntity, { tenantId, employeeId });
  await em.nativeDelete(NoticeAcknowledgementEntity, { tenantId, employeeId });
  await em.nativeDelete(LookEntity, { tenantId, employeeId });
  await emptyDays(em, tenantId, employeeId);
  await em.nativeDelete(ChangedEmployeeDayEntity, { tenantId, employeeId });
  await em.nativeDelete(ConnectAttemptEntity, { tenantId, employeeId });
  await em.nativeUpdate(
    EmployeeEntity,
    { tenantId, id: employeeId, erasedAt: null },
    { ...ERASED, erasedAt: new Date() },
  );
}
