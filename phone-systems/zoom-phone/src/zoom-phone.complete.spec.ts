import { type CallRecord, ProviderError, type ProviderRequest, type ProviderSession } from 'prodoscore-phone-systems';
import { fromWire } from 'prodoscore-phone-systems/testing';
import { ZOOM_PHONE, ZoomPhone } from './index.js';
import { startZoomPhoneSimulator, type ZoomPhoneHabits, type ZoomPhoneSimulator } from './simulator/index.js';

const DAY_MS = 24 * 3_600_000;

/** What the platform adds to a request, as little as is needed to read a list. */
function sessionAt({ baseUrl, grant }: ZoomPhoneSimulator, email: string): ProviderSession {
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

const HABITS: readonly (readonly [string, 'documented' | 'seen' | Partial<ZoomPhoneHabits>])[] = [
  ['documented', 'documented'],
  ['seen', 'seen'],
  ['one leg for both of an internal call', { internalCalls: 'one leg', noAnswerTime: 'empty', firstSegment: 0 }],
  ['two rows of an internal call', { internalCalls: 'two rows', includesBounds: false, order: 'oldest first' }],
  ['warm transfers as before May 2026', { warmTransferIsOneRowSince: Infinity, directoryNumbers: 'with +' }],
  ['legs that come late', { legsComeLate: true, durationCountsRinging: true }],
];

describe.each(HABITS)('the call history of a Zoom Phone that behaves as %s', (_what, behaves) => {
  // A row with one leg does not say that the other side has a row: then each part is told twice, in one conversation.
  const isTwice = typeof behaves === 'object' && behaves.internalCalls === 'two rows';

  let simulator: ZoomPhoneSimulator;

  beforeAll(async () => {
    simulator = await startZoomPhoneSimulator({ behaves, historyDays: 5, limits: 'off' });
  });

  afterAll(() => simulator.stop());

  it('is read as everybody’s part in every call, each once, and nothing else', async () => {
    const provider = new ZoomPhone({ baseUrl: simulator.baseUrl });
    const session = sessionAt(simulator, 'dana@acme.example');
    const to = new Date(Date.now() - ZOOM_PHONE.listing.settleMs);
    const from = new Date(to.getTime() - 3 * DAY_MS);
    const nobody = (): Promise<[]> => Promise.resolve([]);
    const found: CallRecord[] = [];
    for await (const { announced = [] } of provider.listCalls(session, { from, to }, nobody)) {
      for (const stub of announced) {
        const { items, rejected } = await provider.details.readCall(session, stub, nobody);
        expect(rejected).toEqual([]);
        found.push(...items);
      }
    }
    const expected = simulator.records('acme.example', from, to).map((part) => ({
      ...{ externalId: part.recordId, userExternalId: part.extensionId, direction: part.direction },
      ...{ outcome: part.outcome, startedAt: new Date(part.startedAt), group: part.groupId, other: part.other },
      ...(part.connectedAt !== null && { connectedAt: new Date(part.connectedAt), endedAt: new Date(part.endedAt) }),
      ...(part.transferred !== null && { transferred: part.transferred }),
    }));
    const isOpen = new Map(expected.map((part) => [part.externalId, part.transferred === undefined]));
    const told = found.map(({ externalId, counterparty: { number, name, internal }, ...call }) => ({
      ...{ externalId, userExternalId: call.userExternalId, direction: call.direction },
      ...{ outcome: call.outcome, startedAt: call.startedAt, group: call.group?.externalId ?? null },
      other: { number, name, internal },
      ...(call.connectedAt !== null && { connectedAt: call.connectedAt, endedAt: call.endedAt }),
      ...(!isOpen.get(externalId) && { transferred: call.transferred }),
    }));
    expect(told.length).toBeGreaterThan(50);
    expect(without(expected, told)).toEqual([]);
    if (!isTwice) expect(without(told, expected)).toEqual([]);
    if (!isTwice) expect(told).toHaveLength(expected.length);
    expect(simulator.requests.flatMap(({ ignored }) => ignored)).toEqual([]);
  });
});

/** Those that the others do not have. */
function without(parts: readonly object[], others: readonly object[]): readonly object[] {
  const known = new Set(others.map((part) => JSON.stringify(part)));
  return parts.filter((part) => !known.has(JSON.stringify(part)));
}
