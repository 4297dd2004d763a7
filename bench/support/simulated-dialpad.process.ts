import { type DialpadSimulator, type SimulatedCompany, startDialpadSimulator } from '../../src/testing/index.js';
import { answerQuestions } from './helper-process.js';
import type { Arrivals, DialpadWanted, SimulatedDialpad } from './simulated-dialpad.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ADMIN = 'person1@bench.example';
const CALLS = '/api/v2/call';
/** Whether calls may be listed is asked with a span of no length: that is no page of a walk. */
const LOOK_MS = 1_000;

let simulator: DialpadSimulator | undefined;

const running = (): DialpadSimulator => {
  if (simulator === undefined) throw new Error('The simulator has not been started.');
  return simulator;
};

/** A company without stories: everybody makes ordinary calls on workdays. */
const companyOf = (people: number): SimulatedCompany => ({
  id: '7001',
  name: 'Bench',
  domain: 'bench.example',
  adminEmail: ADMIN,
  officeId: '7002',
  timeZone: 'America/New_York',
  users: Array.from({ length: people }, (_, index) => ({
    id: String(9_007_199_254_760_000n + BigInt(index)),
    firstName: 'Person',
    lastName: String(index + 1),
    emails: [`person${index + 1}@bench.example`],
    phoneNumbers: [`+1415555${String(index).padStart(4, '0')}`],
    state: 'active' as const,
    isAdmin: index === 0,
    isSuperAdmin: index === 0,
  })),
  groups: [],
});

async function start({ people, historyDays, latencyMs, limited }: DialpadWanted): Promise<SimulatedDialpad['client']> {
  simulator = await startDialpadSimulator({
    companies: [companyOf(people)],
    historyDays,
    latencyMs,
    userPageSize: 100,
    ...(limited ? {} : { limits: 'off' as const }),
  });
  const { baseUrl, clientId, clientSecret } = simulator;
  return { baseUrl, clientId, clientSecret, ...running().grant(ADMIN) };
}

/** The instant from which on so many calls have started and ended. */
function beginningOf(calls: number): number {
  let to = Date.now();
  for (let left = calls; ;) {
    const day = running().calls('Bench', new Date(to - DAY_MS), new Date(to));
    const first = day[left - 1];
    if (first !== undefined) return first.startedAt;
    left -= day.length;
    to -= DAY_MS;
    if (Date.now() - to > 440 * DAY_MS) throw new Error('The simulated company has not made so many calls.');
  }
}

/** Calls that have just ended, one every few seconds of the last hour. */
function addRecentCalls(count: number): void {
  const { users } = running().company('Bench');
  for (let index = 0; index < count; index++) {
    const endedAt = Date.now() - MINUTE_MS - Math.floor((index * 40 * MINUTE_MS) / count);
    const startedAt = endedAt - 2 * MINUTE_MS;
    const user = users[index % users.length];
    const target = { id: user?.id ?? '', type: 'user', name: 'Person', email: '', phone: '' };
    running().addCall('Bench', { direction: 'inbound', startedAt, connectedAt: startedAt + 5_000, endedAt, target });
  }
}

function arrivals(): Arrivals {
  const all = running().requests.filter(({ path }) => path.startsWith('/api/'));
  const instants = all.map(({ at }) => at.getTime());
  const lists = all.filter(({ path, query }) => path === CALLS && spanMs(query) > LOOK_MS);
  return {
    pages: lists.filter(({ status }) => status === 200).length,
    firstPageAt: lists[0]?.at.getTime() ?? NaN,
    refused: all.filter(({ status }) => status === 429).length,
    mostInASecond: mostWithin(instants, 1_000),
    mostInAMinute: mostWithin(instants, MINUTE_MS),
  };
}

const spanMs = ({ started_after: after, started_before: before }: Readonly<Record<string, string>>): number =>
  Number(before) - Number(after);

/** The most in any span of that length, wherever it begins. */
function mostWithin(instants: readonly number[], ms: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  sorted.forEach((at, index) => {
    while ((sorted[from] ?? at) <= at - ms) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

answerQuestions({ start, beginningOf, addRecentCalls, arrivals }, async () => await simulator?.stop());
