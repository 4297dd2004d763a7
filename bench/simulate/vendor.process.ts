import { type DialpadSimulator, type SimulatedCompany, startDialpadSimulator } from '../../src/testing/index.js';
import { answerQuestions } from '../support/helper-process.js';
import { type Asked, domainOf, emailOf, type VendorClient, type VendorWanted } from './vendor.js';

let simulator: DialpadSimulator | undefined;
let seen = new Date(0);

/** A company without stories: on workdays everybody makes a call every 25 to 95 minutes. */
const companyOf = (tenant: number, { people, timeZone }: VendorWanted): SimulatedCompany => ({
  id: String(1_000_000 + tenant),
  name: `Tenant ${tenant}`,
  domain: domainOf(tenant),
  adminEmail: emailOf(tenant, 1),
  officeId: String(2_000_000 + tenant),
  timeZone,
  users: Array.from({ length: people }, (_, index) => ({
    id: String(9_000_000_000_000_000n + BigInt(tenant) * 1_000n + BigInt(index)),
    firstName: 'Person',
    lastName: `${index + 1} of ${tenant}`,
    emails: [emailOf(tenant, index + 1)],
    phoneNumbers: [`+1415${String(tenant * 100 + index).padStart(7, '0')}`],
    state: 'active' as const,
    isAdmin: index === 0,
    isSuperAdmin: index === 0,
  })),
  groups: [],
});

async function start(wanted: VendorWanted): Promise<VendorClient> {
  const companies = Array.from({ length: wanted.tenants }, (_, tenant) => companyOf(tenant, wanted));
  simulator = await startDialpadSimulator({
    companies,
    historyDays: 3,
    latencyMs: wanted.latencyMs,
    userPageSize: 100,
    accessTokenSeconds: 86_400,
  });
  const { baseUrl, clientId, clientSecret } = simulator;
  const grants = companies.map(({ adminEmail }) => {
    if (simulator === undefined) throw new Error('The simulator has stopped.');
    return simulator.grant(adminEmail);
  });
  return { baseUrl, clientId, clientSecret, grants };
}

/** The simulator keeps its last 20,000 requests, so somebody looks more often than it is asked as many. */
function askedSinceLast(): Asked {
  const now = new Date();
  const fresh = (simulator?.requests ?? []).filter(({ at }) => at > seen && at <= now);
  seen = now;
  const statuses = fresh.map(({ status }) => status);
  return {
    requests: fresh.length,
    callPages: fresh.filter(({ path }) => path === '/api/v2/call').length,
    refused: statuses.filter((status) => status === 429).length,
    failed: statuses.filter((status) => status !== 429 && status !== 200).length,
  };
}

answerQuestions({ start, askedSinceLast }, async () => await simulator?.stop());
