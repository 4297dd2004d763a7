import { ProviderError, type ProviderRequest, type ProviderSession, type PhoneUser } from 'prodoscore-phone-systems';
import { fromWire } from 'prodoscore-phone-systems/testing';
import { RINGCENTRAL, RingCentralPhoneSystem } from './index.js';
import { type RingCentralHabits, type RingCentralSimulator, startRingCentralSimulator } from './simulator/index.js';

const DAY_MS = 24 * 3_600_000;

/** What the platform adds to a request, as little as is needed to read a list. */
function sessionAt({ baseUrl, grant }: RingCentralSimulator, email: string): ProviderSession {
  const { accessToken } = grant(email);
  return {
    signal: new AbortController().signal,
    send: async <T>({ method = 'GET', path, query = {}, read }: ProviderRequest<T>): Promise<T> => {
      const url = new URL(path, baseUrl);
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) url.searchParams.set(name, `${value}`);
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${accessToken}` } });
      if (!answer.ok) throw new ProviderError({ kind: 'unreadable', where: `status ${answer.status}` }, 'Refused.');
      return read(fromWire(await answer.text()));
    },
  };
}

describe.each<'documented' | 'seen' | Partial<RingCentralHabits>>(['documented', 'seen'])(
  'the call log of a RingCentral that behaves as %s',
  (behaves) => {
    let simulator: RingCentralSimulator;

    beforeAll(async () => {
      simulator = await startRingCentralSimulator({ behaves, historyDays: 5, limits: 'off', mostOnPage: 40 });
    });

    afterAll(() => simulator.stop());

    it('is read as everybody’s part in every call, each once, and nothing else', async () => {
      const provider = new RingCentralPhoneSystem({ baseUrl: simulator.baseUrl });
      const session = sessionAt(simulator, 'dana@acme.example');
      const users: PhoneUser[] = [];
      for await (const { items } of provider.listUsers(session)) users.push(...items);
      const to = new Date(Date.now() - RINGCENTRAL.listing.settleMs);
      const from = new Date(to.getTime() - 3 * DAY_MS);
      const found = [];
      for await (const { items, rejected } of provider.listCalls(session, { from, to }, () => Promise.resolve(users))) {
        expect(rejected).toEqual([]);
        found.push(...items);
      }
      const told = found.map(({ userExternalId, direction, outcome, startedAt, connectedAt, endedAt, recorded }) => ({
        ...{ userExternalId, direction, outcome, startedAt, recorded },
        ...(connectedAt !== null && { connectedAt, endedAt }),
      }));
      const expected = simulator.records('acme.example', from, to).map((part) => ({
        userExternalId: part.extensionId,
        direction: part.direction,
        outcome: part.outcome,
        startedAt: new Date(part.startedAt),
        recorded: part.recorded,
        ...(part.outcome === 'answered' && {
          connectedAt: new Date(part.connectedAt ?? 0),
          endedAt: new Date(part.endedAt),
        }),
      }));
      expect(told.length).toBeGreaterThan(50);
      expect({ tooMuch: without(told, expected), missing: without(expected, told) }).toEqual({
        tooMuch: [],
        missing: [],
      });
      expect(told).toHaveLength(expected.length);
    });
  },
);

/** Those that the others do not have. */
function without(parts: readonly object[], others: readonly object[]): readonly object[] {
  const known = new Set(others.map((part) => JSON.stringify(part)));
  return parts.filter((part) => !known.has(JSON.stringify(part)));
}
