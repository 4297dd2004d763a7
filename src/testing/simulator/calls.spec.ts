import { startDialpadSimulator } from './index.js';
import type { DialpadSimulator } from './index.js';
import { fromWire } from '../vendor/index.js';

const NOW = Date.parse('2026-11-20T18:00:00Z');
const DAY = 86_400_000;

interface Page {
  readonly items?: readonly Record<string, unknown>[] | null;
  readonly cursor?: string | null;
}

describe('the call list', () => {
  let dialpad: DialpadSimulator;
  let now = NOW;
  let token: string;

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off', now: () => new Date(now) });
  });
  beforeEach(() => {
    now = NOW;
    token = dialpad.grant('dana@acme.example').accessToken;
  });
  afterAll(() => dialpad.stop());

  const get = async (path: string, bearer = token) => {
    const response = await fetch(dialpad.baseUrl + path, { headers: { authorization: `Bearer ${bearer}` } });
    const text = await response.text();
    return { status: response.status, text, body: fromWire(text) as Record<string, unknown> };
  };

  /** Every page of a listing, in order. */
  const walk = async (query: Record<string, string | number>): Promise<readonly Page[]> => {
    const pages: Page[] = [];
    let cursor: string | null | undefined;
    do {
      const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
      if (cursor != null) search.set('cursor', cursor);
      const page = (await get(`/api/v2/call?${search.toString()}`)).body as Page;
      pages.push(page);
      cursor = page.cursor;
    } while (cursor != null && cursor !== '');
    return pages;
  };
  const idsOf = (pages: readonly Page[]): readonly string[] =>
    pages.flatMap(({ items }) => (items ?? []).map((call) => String(call.call_id)));
  const dana = () => {
    const { id, firstName, phoneNumbers, emails } = dialpad.company('acme.example').users[0]!;
    return { id, type: 'user', name: firstName, phone: phoneNumbers[0]!, email: emails[0]! };
  };

  it('gives every concluded call of sixty days once, newest first', async () => {
    const pages = await walk({ started_after: NOW - 70 * DAY });
    const ids = idsOf(pages);
    const expected = dialpad.calls('acme.example', new Date(0), new Date(NOW)).map(({ id }) => id);
    expect(ids).toEqual(expected);
    expect(new Set(ids).size).toBe(ids.length);
    const starts = pages.flatMap(({ items }) => (items ?? []).map((call) => Number(call.date_started)));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    expect(new Date(starts.at(-1) ?? 0).toISOString().slice(0, 10)).toBe('2026-09-21');
  });

  it('has pages with nothing on them and a cursor all the same', async () => {
    const pages = await walk({ started_after: NOW - 30 * DAY });
    const empty = pages.filter(({ items, cursor }) => (items ?? []).length === 0 && cursor);
    expect(empty.length).toBeGreaterThan(0);
    expect(new Set(empty.map(({ items }) => JSON.stringify(items))).size).toBeGreaterThan(1);
  });

  it('takes both bounds as exclusive', async () => {
    const startedAt = NOW - 400 * DAY;
    const call = dialpad.addCall('Acme', {
      direction: 'outbound',
      startedAt,
      endedAt: startedAt + 1000,
      target: dana(),
    });
    const found = async (after: number, before: number) =>
      idsOf(await walk({ started_after: after, started_before: before }));
    expect(await found(startedAt - 1, startedAt + 1)).toEqual([call.id]);
    expect(await found(startedAt, startedAt + 1)).toEqual([]);
    expect(await found(startedAt - 1, startedAt)).toEqual([]);
  });

  it('lists a call from its end on, under its start', async () => {
    const [startedAt, endedAt] = [NOW - 3_600_000, NOW + 1000];
    const call = dialpad.addCall('Acme', {
      direction: 'inbound',
      startedAt,
      connectedAt: startedAt + 5000,
      endedAt,
      target: dana(),
    });
    const window = { started_after: startedAt - 1, started_before: startedAt + 1 };
    expect(idsOf(await walk(window))).not.toContain(call.id);
    now = endedAt;
    expect(idsOf(await walk(window))).toContain(call.id);
  });

  it('gives calls of one instant across a page boundary once each', async () => {
    const startedAt = NOW - 500 * DAY;
    const draft = { direction: 'outbound', startedAt, endedAt: startedAt + 1000, target: dana() } as const;
    const added = Array.from({ length: 120 }, () => dialpad.addCall('Acme', draft).id);
    const ids = idsOf(await walk({ started_after: startedAt - 1, started_before: startedAt + 1 }));
    expect([...ids].sort()).toEqual([...added].sort());
  });

  it('filters by target', async () => {
    const { id } = dana();
    const pages = await walk({ started_after: NOW - 3 * DAY, target_id: id, target_type: 'user' });
    const targets = pages.flatMap(({ items }) =>
      (items ?? []).map((call) => String((call.target as { id: unknown }).id)),
    );
    expect(new Set(targets)).toEqual(new Set([id]));
  });

  it('writes ids now as strings and now as bare numbers that no double holds', async () => {
    const { text } = await get(`/api/v2/call?started_after=${String(NOW - DAY)}`);
    expect(text).toMatch(/"call_id":"5\d{17}"/);
    const bare = [...text.matchAll(/"call_id":(5\d{17})[,}]/g)].map(([, digits]) => digits);
    expect(bare.length).toBeGreaterThan(0);
    expect(bare.some((digits) => BigInt(Number(digits)).toString() !== digits)).toBe(true);
  });

  it('spells the id of one call in two ways in the list and on its own', async () => {
    const listed = (await get(`/api/v2/call?started_after=${String(NOW - DAY)}`)).text;
    const [, quote, id] = /"call_id":("?)(5\d{17})/.exec(listed) ?? [];
    const alone = (await get(`/api/v2/call/${String(id)}`)).text;
    expect(alone).toContain(quote === '"' ? `"call_id":${String(id)},` : `"call_id":"${String(id)}",`);
  });

  it('shows a message only once it is there, and a bare link where there is none', async () => {
    const { voicemail, greetingOnly } = dialpad.stories('acme.example', '2026-11-19');
    const message = (await get(`/api/v2/call/${voicemail.received.id}`)).body;
    const details = message.recording_details as readonly { recording_type: string }[];
    expect(message.voicemail_share_link !== null || details[0]?.recording_type === 'voicemail').toBe(true);
    now = voicemail.received.endedAt + voicemail.received.voicemailAfterMs - 1;
    expect((await get(`/api/v2/call/${voicemail.received.id}`)).body).toMatchObject({
      voicemail_share_link: null,
      recording_details: [],
    });
    now = NOW;
    const greeting = (await get(`/api/v2/call/${greetingOnly.call.id}`)).body;
    expect(greeting).toMatchObject({ voicemail_link: expect.any(String), recording_details: [], date_connected: null });
    expect(greeting).not.toHaveProperty('voicemail_share_link');
  });

  it('refuses a cursor that has lapsed or is none', async () => {
    const { cursor } = (await get(`/api/v2/call?started_after=${String(NOW - DAY)}`)).body as Page;
    now += 3_600_001;
    token = dialpad.grant('dana@acme.example').accessToken;
    expect((await get(`/api/v2/call?cursor=${String(cursor)}`)).status).toBe(400);
    expect((await get('/api/v2/call?cursor=nonsense')).status).toBe(400);
  });

  it.each([
    ['/api/v2/call?started_after=yesterday', 400],
    ['/api/v2/call?target_id=1', 400],
    ['/api/v2/call/1', 404],
    ['/api/v2/call/%E0%A4%A', 404],
    ['/api/v2/nothing', 404],
  ])('answers %s with %d', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      error: { code: status, message: expect.any(String), errors: expect.any(Array) },
    });
  });

  it('refuses calls and company to somebody who is no administrator of the company', async () => {
    for (const email of ['lee@acme.example', 'grace@acme.example']) {
      const { accessToken } = dialpad.grant(email);
      for (const path of ['/api/v2/company', '/api/v2/call', '/api/v2/users']) {
        expect((await get(path, accessToken)).status).toBe(403);
      }
    }
  });

  it('refuses calls without the scope', async () => {
    const { accessToken } = dialpad.grant('dana@acme.example', ['offline_access']);
    expect((await get('/api/v2/call', accessToken)).status).toBe(403);
    expect((await get('/api/v2/company', accessToken)).status).toBe(200);
  });

  it('shows each company its own', async () => {
    const { accessToken } = dialpad.grant('iris@globex.example');
    expect((await get('/api/v2/company', accessToken)).body).toMatchObject({ domain: 'globex.example' });
    const { missed } = dialpad.stories('acme.example', '2026-11-19');
    expect((await get(`/api/v2/call/${missed.call.id}`, accessToken)).status).toBe(404);
  });

  it('answers 401 without a token in force, and after the consent was taken back', async () => {
    expect((await get('/api/v2/company', 'nonsense')).status).toBe(401);
    dialpad.revokeGrants('acme.example');
    expect((await get('/api/v2/company')).status).toBe(401);
  });

  it('gives users page by page, those of every state for "all"', async () => {
    const users: unknown[] = [];
    let cursor: string | null | undefined;
    do {
      const page = (await get(`/api/v2/users?state=all${cursor ? `&cursor=${cursor}` : ''}`)).body as Page;
      users.push(...(page.items ?? []).map((user) => String(user.id)));
      cursor = page.cursor;
    } while (cursor);
    expect(users).toEqual(dialpad.company('Acme').users.map(({ id }) => id));
  });

  it('answers a limit over a hundred with 400 one time in five', async () => {
    const statuses = [];
    for (let i = 0; i < 10; i++) statuses.push((await get('/api/v2/users?limit=200')).status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(2);
  });
});
