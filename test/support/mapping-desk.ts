import type { Employee } from '../../src/contract/index.js';
import type { MappingItem } from '../../src/mapping/mapping-view.js';
import { employeeOf, ownersOf } from '../../src/mapping/owners.js';
import { ChangedEmployeeDayEntity, type PhoneUserEntity } from '../../src/storage/index.js';
import { anEmployee, type MappedCompany, type MappingHouse } from './mapping-house.js';
import { aCall } from './stored-rows.js';

/** Who chooses, at whatever tenant. */
export const by = { tenantId: 'acme', employeeId: 'boss' };

/** An employee's item in two or three words. */
export const inWords = ({ source, phoneUser, matchedOn }: MappingItem): string =>
  [source, phoneUser?.externalId, matchedOn].filter(Boolean).join(' ');

/** Ann, Bob and Cal of one company, who are matched with lines that a test sets. */
export class MappingDesk {
  #people: readonly Employee[];

  private constructor(
    readonly house: MappingHouse,
    private readonly company: MappedCompany,
    people: readonly Employee[],
  ) {
    this.#people = people;
  }

  static async open(house: MappingHouse): Promise<MappingDesk> {
    const people = [anEmployee('ann', 'Ann Lee'), anEmployee('bob', 'Bob Park'), anEmployee('cal', 'Cal Diaz')];
    return new MappingDesk(house, await house.company(people), people);
  }

  get connection(): MappedCompany['connection'] {
    return this.company.connection;
  }

  get mappings(): MappedCompany['mappings'] {
    return this.company.mappings;
  }

  get em() {
    return this.house.tenants.of(this.connection.tenantId);
  }

  /** Whom the host lists. */
  get people(): readonly Employee[] {
    return this.#people;
  }

  set people(people: readonly Employee[]) {
    this.#people = people;
    this.company.employ(people);
  }

  async line(externalId: string, more: Partial<PhoneUserEntity> = {}): Promise<void> {
    await this.company.list([externalId, more]);
  }

  async call(phoneUserId: string, startedAt: string, endedAt: string): Promise<void> {
    await this.em.persist(aCall(this.connection, phoneUserId, startedAt, endedAt)).flush();
  }

  /** What is marked to be scored again, and no longer is once it was told. */
  async marked(): Promise<string[]> {
    const rows = await this.em.find(ChangedEmployeeDayEntity, {}, { orderBy: { employeeId: 'asc', day: 'asc' } });
    await this.em.nativeDelete(ChangedEmployeeDayEntity, {});
    return rows.map(({ employeeId, day }) => `${employeeId} ${day}`);
  }

  async items(): Promise<Record<string, string>> {
    const { items } = await this.mappings.page(this.connection);
    return Object.fromEntries(items.map((item) => [item.employee.id, inWords(item)]));
  }

  async ownerOf(phoneUserId: string, day: string): Promise<string | null> {
    const owners = await ownersOf(this.em, this.connection.tenantId);
    return employeeOf(owners, { connectionId: this.connection.id, phoneUserId }, day);
  }
}
