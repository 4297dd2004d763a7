import { Inject, Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isDeepStrictEqual } from 'node:util';
import type { Caller, Employee, EmployeeDirectory } from '../contract/index.js';
import { ACCOUNT_IS_KEPT, ConnectionEntity, EmployeeEntity } from '../storage/index.js';
import { EventLog } from '../tracing/index.js';
import { BoundsBook } from './bounds-book.service.js';
import type { Day } from '../support/days.js';
import { erasuresAsOf } from './erased-people.service.js';
import { employeeOrReason } from './host-answers.js';
import { EMPLOYEE_DIRECTORY } from './host-ports.js';
import type { ErasedListed } from './mentions.js';
import { boundedPhones } from './storage-bounds.js';
import { firstDayBack } from '../support/stored-days.js';
import { TenantDatabase } from './tenant-database.js';
import { noteUnreadable, type UnreadableEmployees } from './unreadable-employees.js';

/** Ids of the employees whom a reading of the directory found different from the one before. */
export interface PeopleChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Active before, and now inactive or no longer listed. */
  readonly left: readonly string[];
}

const STALE_MS = 60_000;
/** Guessed ids must not have the host's directory read again and again. */
const UNKNOWN_AGAIN_MS = 2_000;
const BATCH = 500;

/** The tenant's employees, as the host's directory last told them. */
@Injectable()
export class People {
  readonly #readAt = new Map<string, number>();
  readonly #reading = new Map<string, Promise<PeopleChange>>();
  readonly #unreadable = new Map<string, string>();
  private readonly log = new EventLog(People.name);
  readonly #erasedListed = new Map<string, ErasedListed<Employee>>();

  constructor(
    @Inject(EMPLOYEE_DIRECTORY) private readonly directory: EmployeeDirectory,
    private readonly database: TenantDatabase,
    private readonly bounds: BoundsBook,
  ) {}

  /**
   * Reads the directory. One reading of a tenant at a time: who comes while one runs gets that one's result. A reading
   * that breaks off changes nothing. An employee who cannot be read is set aside, and stays as they were.
   *
   * The change is news, not a to-do list: other readings come between two calls of one caller, so what must follow for
   * every employee (matching) is decided from what is stored.
   */
  refresh(tenantId: string): Promise<PeopleChange> {
    const running = this.#reading.get(tenantId);
    if (running !== undefined) return running;
    const reading = this.readAll(tenantId).finally(() => this.#reading.delete(tenantId));
    this.#reading.set(tenantId, reading);
    return reading;
  }

  /** Who was erased here and is listed by the host still, as of this copy's last reading; null before the first. */
  erasedListed(tenantId: string): ErasedListed<Employee> | null {
    return this.#erasedListed.get(tenantId) ?? null;
  }

  /** One employee, present or departed; null where the host does not know them at this tenant. */
  async find(tenantId: string, employeeId: string): Promise<EmployeeEntity | null> {
    return await this.lookUp(tenantId, employeeId, () => this.stored(tenantId, employeeId));
  }

  /**
   * Reads something of an employee, from a directory that is not stale; where they are unknown, once more after the
   * directory was read again.
   *
   * @param read answers null where no such employee is stored
   */
  async lookUp<T>(tenantId: string, employeeId: string, read: () => Promise<T | null>): Promise<T | null> {
    if (employeeId.includes('\0')) return null;
    if (this.ageOf(tenantId) > STALE_MS) await this.refresh(tenantId);
    const known = await read();
    if (known !== null || this.ageOf(tenantId) <= UNKNOWN_AGAIN_MS) return known;
    await this.refresh(tenantId);
    return await read();
  }

  /** Somebody who works here and reports to an employee; null where nobody does. */
  async reportOf(tenantId: string, managerId: string): Promise<Subordinate | null> {
    const report = { tenantId, managerId, active: true, id: { $ne: managerId } };
    return await this.database.of(tenantId).findOne(EmployeeEntity, report);
  }

  /** Whether somebody may see an employee's days: administrators of the tenant, the person, their direct manager. */
  mayRead(caller: Caller, employee: EmployeeEntity): boolean {
    if (caller.tenantId !== employee.tenantId) return false;
    return caller.role === 'admin' || isSelf(caller, employee) || manages(caller, employee);
  }

  /** Said once as long as it is the same: in the log, and where the page lists what could not be read. */
  private async tellUnreadable(tenantId: string, unreadable: UnreadableEmployees): Promise<void> {
    const said = JSON.stringify([...unreadable].sort());
    if (this.#unreadable.get(tenantId) === said) return;
    for (const reason of unreadable.values()) this.log.warn('employee-unreadable', reason, { tenant: tenantId });
    await this.database.transaction(tenantId, (em) => noteUnreadable(em, tenantId, unreadable));
    this.#unreadable.set(tenantId, said);
  }

  private ageOf(tenantId: string): number {
    return performance.now() - (this.#readAt.get(tenantId) ?? Number.NEGATIVE_INFINITY);
  }

  private async stored(tenantId: string, employeeId: string): Promise<EmployeeEntity | null> {
    return await this.database.of(tenantId).findOne(EmployeeEntity, { tenantId, id: employeeId });
  }

  private async readAll(tenantId: string): Promise<PeopleChange> {
    const listed = new Map<string, Employee>();
    const unreadable = new Map<string | null, string>();
    for await (const page of this.directory.listEmployees(tenantId)) {
      for (const answer of page) {
        const read = employeeOrReason(answer);
        if ('reason' in read) unreadable.set(read.id, read.reason);
        else listed.set(read.id, read);
      }
    }
    await this.tellUnreadable(tenantId, unreadable);
    // Nothing of ours is held open while the host is listing: it may take its time.
    const em = this.database.of(tenantId);
    const asOf = await erasuresAsOf(em, tenantId);
    const bounds = await this.bounds.of(em, tenantId);
    for (const [id, one] of listed) listed.set(id, { ...one, phones: boundedPhones(one.phones, bounds) });
    const unchanged = await readChange(em, tenantId, new Map(listed), unreadable);
    const {
      erased,
      writes: _,
      back: __,
      ...change
    } = unchanged.writes.length === 0
      ? unchanged
      : await this.database.transaction(tenantId, (em) => store(em, tenantId, listed, unreadable));
    this.#erasedListed.set(tenantId, { people: erased, asOf });
    this.#readAt.set(tenantId, performance.now());
    return change;
  }
}

/** What a right to see somebody's calls depends on. */
export type Subordinate = Pick<EmployeeEntity, 'id' | 'managerId'>;

/** Whether the caller is the employee. */
export const isSelf = (caller: Caller, employee: Subordinate): boolean => employee.id === caller.employeeId;

/** Whether the caller is the employee's direct manager. */
export const manages = (caller: Caller, employee: Subordinate): boolean => employee.managerId === caller.employeeId;

/** What a reading comes to, and the rows that it changes. */
interface ReadChange extends PeopleChange {
  /** Who was erased here and is listed still. */
  readonly erased: readonly Employee[];
  readonly writes: readonly ReturnType<typeof toRow>[];
  /** Whose calls are stored again, of days of which they were not. */
  readonly back: readonly BackFrom[];
}

interface BackFrom {
  readonly id: string;
  readonly day: Day;
}

/** Employees that change have to be matched again: said before they are written, since matching holds the connection first. */
async function store(
  em: SqlEntityManager,
  tenantId: string,
  listed: Map<string, Employee>,
  unreadable: UnreadableEmployees,
): Promise<ReadChange> {
  // In one order with everybody who holds several: two who wait for each other would both be sent away.
  await em.execute('select id from phone_system.connection where tenant_id = ? order by id for no key update', [
    tenantId,
  ]);
  await em.nativeUpdate(ConnectionEntity, { tenantId, ...ACCOUNT_IS_KEPT }, { matchDue: true });
  const change = await readChange(em, tenantId, listed, unreadable);
  em.clear();
  for (let at = 0; at < change.writes.length; at += BATCH) {
    await em.upsertMany(EmployeeEntity, change.writes.slice(at, at + BATCH));
  }
  await noteBack(em, tenantId, change.back);
  await keepErased(em, tenantId);
  return change;
}

/** Who could not be read stays as they are; where somebody has no id, that may be anybody who is not listed. */
async function readChange(
  em: SqlEntityManager,
  tenantId: string,
  listed: Map<string, Employee>,
  unreadable: UnreadableEmployees,
): Promise<ReadChange> {
  const stored = new Map((await em.find(EmployeeEntity, { tenantId })).map((row) => [row.id, row]));
  const erased = [...listed.values()].filter(({ id }) => (stored.get(id)?.erasedAt ?? null) !== null);
  for (const { id } of erased) listed.delete(id);
  const stays = (id: string): boolean => listed.has(id) || unreadable.has(id) || unreadable.has(null);
  const gone = [...stored.values()].filter(({ id, active }) => active && !stays(id));
  const added = [...listed.values()].filter(({ id }) => !stored.has(id));
  const changed = [...listed.values()].filter((employee) => {
    const row = stored.get(employee.id);
    return row !== undefined && !isDeepStrictEqual(toRow(tenantId, employee), plain(row));
  });
  const writes = [
    ...[...added, ...changed].map((employee) => toRow(tenantId, employee)),
    ...gone.map((row) => ({ ...plain(row), active: false })),
  ];
  const left = changed.filter(({ id, active }) => !active && stored.get(id)?.active === true);
  return {
    added: added.map(({ id }) => id),
    changed: changed.filter((employee) => !left.includes(employee)).map(({ id }) => id),
    left: [...left, ...gone].map(({ id }) => id),
    erased,
    writes,
    back: changed.flatMap(({ id, storedFrom = null, storedUntil = null }) => {
      const day = firstDayBack(stored.get(id) ?? ALL_DAYS, { storedFrom, storedUntil });
      return day === null ? [] : [{ id, day }];
    }),
  };
}

/** Until their calls are fetched, these days are not known. */
async function noteBack(em: SqlEntityManager, tenantId: string, back: readonly BackFrom[]): Promise<void> {
  if (back.length === 0) return;
  await em.execute(
    `update phone_system.employee e set back_from = least(e.back_from, back.day)
     from jsonb_to_recordset(?::jsonb) as back (id text, day date) where e.tenant_id = ? and e.id = back.id`,
    [JSON.stringify(back), tenantId],
  );
}

const ALL_DAYS = { storedFrom: null, storedUntil: null };

/** Somebody may have been erased since the rows were read: what was just written of them goes again. */
async function keepErased(em: SqlEntityManager, tenantId: string): Promise<void> {
  await em.nativeUpdate(EmployeeEntity, { tenantId, erasedAt: { $ne: null }, name: { $ne: ERASED_NAME } }, ERASED);
}

/** What others are shown of somebody who was erased. */
const ERASED_NAME = 'An erased person';

/** What is kept of an erased employee beside their id, and whose they were: so that their days answer, and are empty. */
export const ERASED: Pick<
  EmployeeEntity,
  'name' | 'emails' | 'phones' | 'active' | 'storedFrom' | 'storedUntil' | 'backFrom'
> = {
  name: ERASED_NAME,
  emails: [],
  phones: [],
  active: false,
  storedFrom: null,
  storedUntil: null,
  backFrom: null,
};

const toRow = (
  tenantId: string,
  { id, name, emails, phones, managerId, active, storedFrom = null, storedUntil = null }: Employee,
) => ({
  tenantId,
  id,
  name,
  emails: [...emails],
  phones: [...phones],
  managerId,
  active,
  storedFrom,
  storedUntil,
});

const plain = ({ tenantId, ...employee }: EmployeeEntity) => toRow(tenantId, employee);
