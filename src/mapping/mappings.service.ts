import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Actor, audit, People, TenantDatabase, TenantTermsBook } from '../access/index.js';
import type { TenantTerms } from '../contract/index.js';
import { ACCOUNT_IS_KEPT, ConnectionEntity, EmployeeEntity, PhoneUserEntity } from '../storage/index.js';
import { type Day, dayOf } from '../support/days.js';
import type { Problem } from '../support/problem.js';
import { problem } from '../support/problems.js';
import { erasedPerson, mapped, passedOn, trailIdsOf } from './audited.js';
import { choose, type Choice, forget, holdersAgainst } from './choose.js';
import { changeMapping, type Decision, matched } from './mapping-change.js';
import { writeCandidates } from './candidate-store.js';
import { countsOf } from './mapping-counts.js';
import type { MappingPage, MappingQuery, MappingSummary } from './mapping-page.js';
import { mustBeAsRead } from './mapping-revision.js';
import type { MappingRow } from './mapping-row.js';
import type { Asked } from './mapping-sql.js';
import { rowsOf, stateOf } from './mapping-store.js';
import { heirOf, type HolderView, itemOf, type MappingItem } from './mapping-view.js';
import { readPage } from './read-page.js';
import { readUnread } from './search-fill.js';
import { takenSentence } from './taken.js';

/**
 * Which phone user each employee is. Works the same for a connection that is disconnected: its calls are still stored.
 */
@Injectable()
export class Mappings {
  constructor(
    private readonly database: TenantDatabase,
    private readonly people: People,
    private readonly terms: TenantTermsBook,
  ) {}

  /** Who is who, page by page. Whoever is shown is matched before, where no turn of fetching does that. */
  async page(connection: ConnectionEntity, query: MappingQuery = {}): Promise<MappingPage> {
    if (connection.status !== 'connected') await this.matchStored(connection);
    const asked = await this.asked(connection);
    await readUnread(this.database, connection);
    return await this.database.transaction(connection.tenantId, (em) => readPage(em, asked, query));
  }

  /**
   * Decides by hand who an employee is: from a day on, or for all time.
   *
   * @param known the revision that whoever decides has read; null decides whatever there is
   * @throws Problem `unknown_employee`, `person_erased`, `mapping_changed`, `unknown_phone_user`, or `phone_user_taken` where somebody else has the phone
   * user on any day and no day is given from which it passes
   */
  async choose(
    by: Actor,
    connection: ConnectionEntity,
    employeeId: string,
    { phoneUserId, from = null }: { readonly phoneUserId: string | null; readonly from?: Day | null },
    known: string | null = null,
  ): Promise<MappingItem> {
    const employee = await this.employee(connection, employeeId);
    const choice: Choice = { employeeId, phoneUserId, from };
    return await this.change(connection, async (em, terms) => {
      if (await isErased(em, employee)) throw erasedPerson();
      const rows = await rowsOf(em, connection);
      mustBeAsRead(rows, employeeId, known);
      const phoneUser = phoneUserId === null ? null : await phoneUserOf(em, connection, phoneUserId);
      const holders = holdersAgainst(rows, choice);
      if (phoneUser !== null && holders !== null) throw await taken(em, phoneUser, employee, holders);
      const chosen = choose(rows, choice);
      const to = phoneUserId === null ? 'nobody' : 'phone-user';
      const named = await trailIdsOf(em, connection, [choice]);
      const passed = passedOn(connection, [choice], rows, chosen, named);
      await audit(em, by, mapped(connection, choice, to, named), ...passed);
      return { rows: chosen, result: await itemNow(em, connection, employee, chosen, terms), matchDue: true };
    });
  }

  /**
   * Takes back everything that was chosen for an employee; automatic matching decides again.
   *
   * @param known as in {@link choose}
   * @throws Problem `unknown_employee`, or `mapping_changed`
   */
  async forget(
    by: Actor,
    connection: ConnectionEntity,
    employeeId: string,
    known: string | null = null,
  ): Promise<void> {
    await this.employee(connection, employeeId);
    await this.change(connection, async (em, terms, connection) => {
      const state = await stateOf(em, connection, terms);
      mustBeAsRead(state.rows, employeeId, known);
      await audit(em, by, mapped(connection, { employeeId, phoneUserId: null, from: null }, 'automatic', new Map()));
      return { rows: matched({ ...state, rows: forget(state.rows, employeeId) }), result: undefined, matchDue: true };
    });
  }

  /** Matches everybody again, after reading the host's directory again. What was chosen by hand stays. */
  async matchAgain(connection: ConnectionEntity): Promise<MappingSummary> {
    const { tenantId } = connection;
    await this.people.refresh(tenantId);
    return await this.match(connection);
  }

  /** The same for who has just read the directories; where nothing has changed in them, or all was erased, nothing is done. */
  async matchStored(connection: ConnectionEntity): Promise<void> {
    const { id, tenantId } = connection;
    if ((await this.database.of(tenantId).count(ConnectionEntity, { id, matchDue: true, ...ACCOUNT_IS_KEPT })) > 0) {
      await this.match(connection);
    }
  }

  private async match(connection: ConnectionEntity): Promise<MappingSummary> {
    await readUnread(this.database, connection);
    await this.change(connection, async (em, terms, held) => {
      const state = await stateOf(em, held, terms);
      const { id, matchedAt } = held;
      const isFirst = matchedAt === null && state.employees.length > 0 && state.phoneUsers.length > 0;
      if (isFirst) await em.nativeUpdate(ConnectionEntity, { id }, { matchedAt: new Date() });
      await writeCandidates(em, held, state.matches);
      await nextTurn();
      return { rows: matched(state), result: undefined, matchDue: false };
    });
    const asked = await this.asked(connection);
    return await this.database.transaction(connection.tenantId, (em) => countsOf(em, asked));
  }

  private async asked({ id: connectionId, tenantId }: ConnectionEntity): Promise<Asked> {
    return { connectionId, tenantId, today: dayOf(new Date(), await this.terms.last(tenantId)) };
  }

  private async employee({ tenantId }: ConnectionEntity, employeeId: string): Promise<EmployeeEntity> {
    const employee = await this.people.find(tenantId, employeeId);
    if (employee !== null) return employee;
    throw problem('unknown_employee');
  }

  private async change<T>(
    connection: ConnectionEntity,
    decide: (em: SqlEntityManager, terms: TenantTerms, connection: ConnectionEntity) => Promise<Decision<T>>,
  ): Promise<T> {
    // Asked before the transaction: the embedded database has one connection, and the host may take its time.
    const terms = await this.terms.last(connection.tenantId);
    return await changeMapping(this.database, connection, terms, (em, held) => decide(em, terms, held));
  }
}

/** As it stays until the end of the transaction: whoever erases somebody waits for the connection. */
const isErased = async (em: SqlEntityManager, { id, tenantId }: EmployeeEntity): Promise<boolean> =>
  (await em.count(EmployeeEntity, { id, tenantId, erasedAt: { $ne: null } })) > 0;

/** Who an employee is after a choice. */
async function itemNow(
  em: SqlEntityManager,
  { id: connectionId }: ConnectionEntity,
  employee: EmployeeEntity,
  all: readonly MappingRow[],
  terms: TenantTerms,
): Promise<MappingItem> {
  const rows = all.filter(({ employeeId }) => employeeId === employee.id);
  const externalIds = rows.flatMap(({ phoneUserId }) => phoneUserId ?? []);
  const users = await em.find(PhoneUserEntity, { connectionId, externalId: { $in: externalIds } });
  const usersById = new Map(users.map((user) => [user.externalId, user]));
  const today = dayOf(new Date(), terms);
  const heir = heirOf(employee.id, all, today);
  const successor = heir === null ? null : await holderIn(em, employee.tenantId, heir);
  return itemOf(employee, rows, usersById, today, successor);
}

async function holderIn(em: SqlEntityManager, tenantId: string, id: string): Promise<HolderView> {
  const employee = await em.findOne(EmployeeEntity, { id, tenantId });
  return { id, name: employee?.name ?? id };
}

async function phoneUserOf(
  em: SqlEntityManager,
  { id: connectionId }: ConnectionEntity,
  externalId: string,
): Promise<PhoneUserEntity> {
  // No database text holds a NUL, and so no phone user does.
  const phoneUser = externalId.includes('\0') ? null : await em.findOne(PhoneUserEntity, { connectionId, externalId });
  if (phoneUser !== null) return phoneUser;
  throw problem('unknown_phone_user');
}

async function taken(
  em: SqlEntityManager,
  { displayName }: PhoneUserEntity,
  employee: EmployeeEntity,
  employeeIds: readonly string[],
): Promise<Problem> {
  const holders = await em.find(EmployeeEntity, { id: { $in: [...employeeIds] } }, { orderBy: { name: 'asc' } });
  const names = holders.map(({ name }) => name);
  return problem(
    'phone_user_taken',
    takenSentence({ phoneUser: displayName, employee: employee.name, holders: names }),
  );
}
