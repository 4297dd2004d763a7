import type { Fixture, FixtureEmployee, FixtureTenant } from '../fixture/fixture.js';

/** An employee together with the tenant they work at. */
export interface Person {
  readonly tenant: FixtureTenant;
  readonly employee: FixtureEmployee;
}

/** The reference host's own books: everybody it knows, and nothing of telephony. */
export class People {
  /** @param fixture asked at each question, because it may change */
  constructor(private readonly fixture: () => Fixture) {}

  /** @returns the tenant, or null where there is none of this id */
  tenant(tenantId: string): FixtureTenant | null {
    return this.fixture().tenants.find(({ id }) => id === tenantId) ?? null;
  }

  /** @returns the employee of this tenant, or null; also those who left */
  find(tenantId: string, employeeId: string): Person | null {
    const tenant = this.tenant(tenantId);
    const employee = tenant?.employees.find(({ id }) => id === employeeId);
    return tenant && employee ? { tenant, employee } : null;
  }

  /** The first active person with this e-mail; letters' case and surrounding space do not matter. */
  findByEmail(email: string): Person | null {
    const wanted = plainEmail(email);
    if (wanted === '') return null;
    return this.everybodyActive().find(({ employee }) => employee.emails.some((e) => plainEmail(e) === wanted)) ?? null;
  }

  /** Everybody who may sign in, administrators first, then managers. */
  whoCanSignIn(): readonly Person[] {
    return this.everybodyActive()
      .filter(({ employee }) => employee.emails.length > 0)
      .sort((a, b) => RANK[a.employee.role] - RANK[b.employee.role]);
  }

  private everybodyActive(): Person[] {
    return this.fixture().tenants.flatMap((tenant) =>
      tenant.employees.filter(({ active }) => active).map((employee) => ({ tenant, employee })),
    );
  }
}

/** Who works here and reports to somebody. Nobody is their own. */
export const reportsOf = ({ employees }: Pick<FixtureTenant, 'employees'>, managerId: string): FixtureEmployee[] =>
  employees.filter((one) => one.active && one.managerId === managerId && one.id !== managerId);

const RANK = { admin: 0, manager: 1, employee: 2 } as const;

/** What nobody sees of an address that was copied is no part of it. */
const plainEmail = (email: string): string =>
  email
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
