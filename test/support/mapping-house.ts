import { randomUUID } from 'node:crypto';
import { People, TenantDatabase, TenantTermsBook } from '../../src/access/index.js';
import type { Employee, TenantTerms } from '../../src/contract/index.js';
import { Mappings } from '../../src/mapping/mappings.service.js';
import { type ConnectionEntity, openOrm, type PhoneSystemOrm, PhoneUserEntity } from '../../src/storage/index.js';
import { migrate } from '../../src/storage/migrate.js';
import { aConnection, aPhoneUser } from './stored-rows.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { boundsBook } from './stage.js';

export const ACME_TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};

/** An employee of whom an e-mail of their own is known. */
export const anEmployee = (id: string, name: string, more: Partial<Employee> = {}): Employee => ({
  id,
  name,
  emails: [`${id}@acme.example`],
  phones: [],
  managerId: null,
  active: true,
  ...more,
});

/** A phone user, by id and what is known of them. */
export type Line = readonly [externalId: string, more?: Partial<PhoneUserEntity>];
export const aLine = (...line: Line): Line => line;

/** A company and its connection. */
export interface MappedCompany {
  readonly connection: ConnectionEntity;
  readonly mappings: Mappings;
  /** Changes whom the host lists. */
  employ(people: readonly Employee[]): void;
  /** Stores phone users, as their directory would. */
  list(...users: readonly Line[]): Promise<void>;
}

/** A database, and companies in it: for tests of who is who. */
export class MappingHouse {
  private constructor(
    private readonly database: TestDatabase,
    readonly orm: PhoneSystemOrm,
    readonly tenants: TenantDatabase,
  ) {}

  static async open(): Promise<MappingHouse> {
    const database = await createTestDatabase();
    const orm = await openOrm(database.location);
    await migrate(orm);
    return new MappingHouse(database, orm, new TenantDatabase(orm));
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    await this.database.drop();
  }

  async company(employees: readonly Employee[]): Promise<MappedCompany> {
    let people = employees;
    const directory = {
      async *listEmployees() {
        await Promise.resolve();
        yield people;
      },
    };
    const policy = { termsOf: () => Promise.resolve(ACME_TERMS) };
    const connection = aConnection(randomUUID());
    const em = this.tenants.of(connection.tenantId);
    await em.persist(connection).flush();
    return {
      connection,
      mappings: new Mappings(
        this.tenants,
        new People(directory, this.tenants, boundsBook),
        new TenantTermsBook(policy, this.tenants, boundsBook),
      ),
      employ: (listed) => void (people = listed),
      list: async (...users) => {
        await this.tenants.of(connection.tenantId).upsertMany(
          PhoneUserEntity,
          users.map(([externalId, more]) => ({ ...aPhoneUser(connection, externalId, more) })),
        );
      },
    };
  }
}
