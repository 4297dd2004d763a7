import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf } from '../../src/support/days.js';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { type HostProcess, startHost } from '../../test/support/host-process.js';
import { type Measure, report } from '../support/report.js';
import { Visitor } from './visitor.js';

const PEOPLE = 100;
const ZONE = 'UTC';
const GOAL_SECONDS = 1.5;
const LOOK_MS = 50;

/** How many calls end in a second, and for how long. */
interface Pace {
  readonly name: string;
  readonly perSecond: number;
  readonly calls: number;
  readonly goal?: Measure['goal'];
}

const PACES: readonly Pace[] = [
  { name: '40 calls a minute', perSecond: 40 / 60, calls: 40 },
  { name: '20 calls a second', perSecond: 20, calls: 600, goal: { atMost: GOAL_SECONDS } },
];

/** From the end of a call, of which an event tells, to its day with the score, over HTTP. */
export async function benchFresh(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'phone-systems-fresh-'));
  const dialpad = await startDialpadSimulator({ companies: [company()], limits: 'off', historyDays: 1 });
  const host = await startHost(await settings(dir, dialpad), join(process.cwd(), 'reference-host', 'dist'));
  try {
    const admin = await Visitor.signIn(host.url, emailOf(0));
    await admin.connect(emailOf(0));
    for (const pace of PACES) report(`freshness, ${pace.name}`, figures(await seconds(pace, dialpad, admin), pace));
  } finally {
    await end(host, dialpad, dir);
  }
}

/** How long each call took. Dialpad never tells the end of some: a round brings those, and they are left out. */
async function seconds({ perSecond, calls }: Pace, dialpad: DialpadSimulator, admin: Visitor): Promise<number[]> {
  const begunAt = performance.now();
  const seen: Promise<number | null>[] = [];
  for (let index = 0; index < calls; index++) {
    const dueAt = begunAt + (index * 1_000) / perSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    seen.push(untilScored(index % PEOPLE, dialpad, admin));
  }
  return (await Promise.all(seen)).filter((one) => one !== null);
}

/** Null where no event tells of the call's end. */
async function untilScored(person: number, dialpad: DialpadSimulator, admin: Visitor): Promise<number | null> {
  const endedAt = Date.now();
  const startedAt = endedAt - 60_000;
  const { id } = dialpad.addCall('Bench', {
    direction: 'inbound',
    startedAt,
    connectedAt: startedAt,
    endedAt,
    target: { id: idOf(person), type: 'user', name: 'Person', email: emailOf(person), phone: '' },
  });
  await dialpad.tellWhatIsDue();
  if (!dialpad.deliveries.some(({ callId }) => callId === id)) return null;
  const path = `/api/phone-systems/employees/e${person}/days/${dayOf(new Date(startedAt), ZONE)}`;
  for (;;) {
    const day = (await admin.json(path)) as Day;
    if (day.inputs.some(({ externalId }) => externalId === id)) return (Date.now() - endedAt) / 1_000;
    await sleep(LOOK_MS);
  }
}

interface Day {
  readonly inputs: readonly { readonly externalId: string }[];
}

function figures(all: readonly number[], { goal }: Pace): Measure[] {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  const note = `seconds, of ${all.length} calls of whose end an event told`;
  return [
    { name: 'p50', value: at(0.5), note },
    { name: 'p95', value: at(0.95), note, ...(goal && { goal }) },
  ];
}

const emailOf = (person: number): string => `person${person}@bench.example`;
const idOf = (person: number): string => String(9_007_199_254_760_000n + BigInt(person));

const company = () => ({
  id: '7001',
  name: 'Bench',
  domain: 'bench.example',
  adminEmail: emailOf(0),
  officeId: '7002',
  timeZone: ZONE,
  users: Array.from({ length: PEOPLE }, (_, index) => ({
    id: idOf(index),
    firstName: 'Person',
    lastName: String(index),
    emails: [emailOf(index)],
    phoneNumbers: [],
    state: 'active' as const,
    isAdmin: index === 0,
    isSuperAdmin: index === 0,
  })),
  groups: [],
});

async function settings(dir: string, dialpad: DialpadSimulator): Promise<Readonly<Record<string, string>>> {
  const employees = Array.from({ length: PEOPLE }, (_, index) => ({
    id: `e${index}`,
    name: `Person ${index}`,
    emails: [emailOf(index)],
    phones: [],
    role: index === 0 ? 'admin' : 'employee',
    managerId: null,
    active: true,
  }));
  const tenant = { id: 'bench', name: 'Bench', domains: ['bench.example'], phoneSystemLicence: true, timeZone: ZONE };
  const fixture = join(dir, 'people.json');
  await writeFile(fixture, JSON.stringify({ tenants: [{ ...tenant, region: 'US', workShift: null, employees }] }));
  return {
    HOST_FIXTURE: fixture,
    DATA_DIR: dir,
    DATABASE_URL: process.env['DATABASE_URL'] ?? '',
    HISTORY_DAYS: '1',
    LOG_LEVEL: 'error',
    DIALPAD_CLIENT_ID: dialpad.clientId,
    DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
    DIALPAD_BASE_URL: dialpad.baseUrl,
  };
}

async function end(host: HostProcess, dialpad: DialpadSimulator, dir: string): Promise<void> {
  await host.stop();
  await dialpad.stop();
  await rm(dir, { recursive: true, force: true });
}
