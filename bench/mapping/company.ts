import { randomUUID } from 'node:crypto';
import { People, TenantDatabase, TenantTermsBook } from '../../src/access/index.js';
import type { Employee, TenantTerms } from '../../src/contract/index.js';
import { MappingFiles, Mappings } from '../../src/mapping/index.js';
import { ConnectionEntity, PhoneUserEntity } from '../../src/storage/index.js';
import { boundsBook } from '../../test/support/stage.js';

const TERMS: TenantTerms = {
  domains: ['acme.example'],
  phoneSystemLicence: true,
  timeZone: 'America/New_York',
  region: 'US',
  workShift: null,
};
const GIVEN = ['Dana', 'Lee', 'Iris', 'Noah', 'Yara', 'Jörg', 'René', 'Kim', 'Ann', 'Bob'];
const FAMILY = ['Reyes', 'Park', 'Quill', 'Brandt', 'Pinto', 'Müller', 'Łuk', 'Keller', 'Diaz', 'Moss'];
const AT_ONCE = 2_000;

/** A company with as many phone users as employees: nine in ten of them are matched by their e-mail. */
export interface Company {
  readonly tenantId: string;
  readonly connection: ConnectionEntity;
  readonly mappings: Mappings;
  readonly files: MappingFiles;
}

/** A company, matched. */
export async function companyOf(tenants: TenantDatabase, size: number): Promise<Company> {
  const tenantId = randomUUID();
  const employees = Array.from({ length: size }, (_, at) => employeeAt(at));
  const directory = {
    async *listEmployees() {
      await Promise.resolve();
      for (let at = 0; at < size; at += 500) yield employees.slice(at, at + 500);
    },
  };
  const em = tenants.of(tenantId);
  const connection = Object.assign(new ConnectionEntity(), {
    ...{
      id: randomUUID(),
      tenantId,
      providerKey: 'example-phone',
      status: 'connected',
      accountExternalId: randomUUID(),
    },
    ...{ accountName: 'Acme', accountDomains: ['acme.example'], connectedBy: 'e1', connectedAt: new Date() },
    historyFrom: new Date(),
  });
  await em.persist(connection).flush();
  const users = employees.map(({ name, emails }, at) => ({
    ...{ connectionId: connection.id, tenantId, externalId: `u${at}`, displayName: name, status: 'active' as const },
    ...{ emails: at % 10 === 0 ? [] : [...emails], numbers: [{ e164: `+1415${5_000_000 + at}` }], seenAt: new Date() },
    emailsSince: null,
  }));
  for (let at = 0; at < size; at += AT_ONCE) await em.insertMany(PhoneUserEntity, users.slice(at, at + AT_ONCE));
  const terms = new TenantTermsBook({ termsOf: () => Promise.resolve(TERMS) }, tenants, boundsBook);
  const people = new People(directory, tenants, boundsBook);
  const mappings = new Mappings(tenants, people, terms);
  await mappings.matchAgain(connection);
  return { tenantId, connection, mappings, files: new MappingFiles(tenants, people, terms) };
}

const employeeAt = (at: number): Employee => ({
  id: `e${at}`,
  name: `${GIVEN[at % 10]} ${FAMILY[Math.floor(at / 10) % 10]} ${at}`,
  emails: [`person${at}@acme.example`],
  phones: [],
  managerId: null,
  active: true,
});
