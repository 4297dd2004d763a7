import {
  type CallRecord,
  type CallStub,
  type PhoneUser,
  ProviderError,
  type ProviderRequest,
  type ProviderSession,
} from 'prodoscore-phone-systems';
import { fromWire } from 'prodoscore-phone-systems/testing';
import { TeamsPhoneSystem } from './index.js';
import { type TeamsPhoneHabits, type TeamsPhoneSimulator, startTeamsPhoneSimulator } from './simulator/index.js';

const [HOUR, DAY] = [3_600_000, 86_400_000];
const ACME = 'acme.example';

/** What the platform adds to a request, as little as is needed to read a list. */
function sessionAt({ baseUrl, grant }: TeamsPhoneSimulator): ProviderSession {
  const token = grant(ACME);
  return {
    signal: new AbortController().signal,
    send: async <T>({ method = 'GET', path, query = {}, read }: ProviderRequest<T>): Promise<T> => {
      const url = new URL(path, baseUrl);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${token}` } });
      const failure = answer.status === 404 ? ({ kind: 'gone' } as const) : ({ kind: 'tryLater' } as const);
      if (!answer.ok) throw new ProviderError(failure, `Refused with ${answer.status}.`);
      return read(fromWire(await answer.text()));
    },
  };
}

/** What a connection has fetched in the end, as the platform keeps it: by id, each call as it was read last. */
async function fetched(simulator: TeamsPhoneSimulator, from: Date, to: Date): Promise<readonly CallRecord[]> {
  const provider = new TeamsPhoneSystem({ baseUrl: simulator.baseUrl });
  const session = sessionAt(simulator);
  const users: PhoneUser[] = [];
  for await (const { items, rejected = [] } of provider.listUsers(session)) {
    expect(rejected).toEqual([]);
    users.push(...items);
  }
  const known = (): Promise<readonly PhoneUser[]> => Promise.resolve(users);
  const announced: CallStub[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += 6 * HOUR) {
    const window = { from: new Date(at), to: new Date(Math.min(at + 6 * HOUR, to.getTime())) };
    for await (const page of provider.listCalls(session, window, known)) {
      expect([page.items, page.rejected]).toEqual([[], []]);
      announced.push(...(page.announced ?? []));
    }
  }
  const stored = new Map<string, CallRecord>();
  for (const stub of announced) {
    const { items, rejected } = await provider.readCall(session, stub, known).catch(goneIsNothing);
    expect(rejected ?? []).toEqual([]);
    for (const item of items) stored.set(item.externalId, item);
  }
  return [...stored.values()];
}

function goneIsNothing(error: unknown): { readonly items: readonly CallRecord[]; readonly rejected?: readonly [] } {
  if (error instanceof ProviderError && error.failure.kind === 'gone') return { items: [] };
  throw error;
}

describe.each<'documented' | 'seen' | Partial<TeamsPhoneHabits>>([
  'documented',
  'seen',
  { segmentsBeginWithTalk: true, grownCalls: 'same record', numbersInRecords: 'absent' },
])('a Microsoft that behaves as %j', (behaves) => {
  let simulator: TeamsPhoneSimulator;

  beforeAll(async () => {
    const pageSizes = { callRecords: 20, sessions: 3, rows: 30, users: 4, userConfigurations: 5 };
    simulator = await startTeamsPhoneSimulator({ behaves, historyDays: 8, limits: 'off', pageSizes });
  });

  afterAll(() => simulator.stop());

  it('is read as everybody’s part in every call, each once, and nothing else', async () => {
    const to = new Date(Date.now() - 3 * DAY);
    const from = new Date(to.getTime() - 2 * DAY);
    const records = await fetched(simulator, from, to);
    // What rang before the window and was taken within it is listed by some, and not by others.
    const isInside = ({ startedAt }: { readonly startedAt: Date }): boolean =>
      startedAt.getTime() >= from.getTime() + HOUR && startedAt.getTime() < to.getTime() - HOUR;
    const told = records
      .filter(({ userExternalId }) => userExternalId !== null)
      .map(
        ({ externalId, userExternalId, direction, outcome, startedAt, connectedAt, endedAt, group, transferred }) => ({
          ...{ externalId, userId: userExternalId, direction, outcome, startedAt, connectedAt, transferred },
          ...{ groupId: group?.externalId ?? null, ...(connectedAt !== null && { endedAt }) },
        }),
      )
      .filter(isInside);
    const expected = simulator
      .records(ACME, from, to)
      .map((part) => ({
        ...{ externalId: part.externalId, userId: part.userId, direction: part.direction, outcome: part.outcome },
        startedAt: new Date(part.startedAt),
        connectedAt: part.connectedAt === null ? null : new Date(part.connectedAt),
        // That somebody outside got the call next is told by a row alone.
        transferred: part.transferred && !handsOut(simulator, part.callId),
        groupId: part.groupId,
        ...(part.connectedAt !== null && { endedAt: new Date(part.endedAt) }),
      }))
      .filter(isInside);
    expect(told.length).toBeGreaterThan(40);
    expect({ tooMuch: without(told, expected), missing: without(expected, told) }).toEqual({
      tooMuch: [],
      missing: [],
    });
    expect(told).toHaveLength(expected.length);
  });
});

const handsOut = (simulator: TeamsPhoneSimulator, callId: string): boolean =>
  simulator.call(ACME, callId).rows.some(({ callType }) => callType === 'user_out_transfer');

/** Those that the others do not have. */
function without(parts: readonly object[], others: readonly object[]): readonly object[] {
  const known = new Set(others.map((part) => JSON.stringify(part, Object.keys(part).sort())));
  return parts.filter((part) => !known.has(JSON.stringify(part, Object.keys(part).sort())));
}
