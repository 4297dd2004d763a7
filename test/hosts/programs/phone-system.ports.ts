import type {
  Access,
  Caller,
  DayScore,
  Employee,
  EmployeeDirectory,
  ScoreSink,
  TenantPolicy,
  TenantTerms,
} from 'prodoscore-phone-systems';

const DANA: Employee = {
  id: 'e1',
  name: 'Dana Reyes',
  emails: ['dana@acme.example'],
  phones: [],
  managerId: null,
  active: true,
};

export class OurDirectory implements EmployeeDirectory {
  async *listEmployees(): AsyncIterable<readonly Employee[]> {
    yield [DANA];
  }
}

export class OurTerms implements TenantPolicy {
  termsOf(): Promise<TenantTerms> {
    return Promise.resolve({
      domains: ['acme.example'],
      phoneSystemLicence: true,
      timeZone: 'America/New_York',
      region: 'US',
      workShift: null,
    });
  }
}

export class OurAccess implements Access {
  whoIs(request: unknown): Promise<Caller | null> {
    const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
    const known = headers['x-employee'] === DANA.id;
    return Promise.resolve(known ? { tenantId: 'acme', employeeId: DANA.id, role: 'admin' } : null);
  }
}

export class OurScores implements ScoreSink {
  publish(_scores: readonly DayScore[]): Promise<void> {
    return Promise.resolve();
  }
}
