import { startDialpadSimulator } from './index.js';
import type { DialpadSimulator } from './index.js';
import { fromWire } from '../vendor/index.js';

const NOW = Date.parse('2026-11-20T18:00:00Z');
const DAY = 86_400_000;
const ACME = 'acme.example';

interface Listed {
  readonly call_id: unknown;
  readonly date_started: unknown;
  readonly contact: object;
  readonly external_number: unknown;
}

describe('a Dialpad that lets its past go', () => {
  let dialpad: DialpadSimulator;
  let token: string;

  beforeEach(async () => {
    dialpad = await startDialpadSimulator({
      limits: 'off',
      historyDays: 9,
      callPageSize: 5_000,
      now: () => new Date(NOW),
    });
    token = dialpad.grant('dana@acme.example').accessToken;
  });
  afterEach(() => dialpad.stop());

  const request = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(dialpad.baseUrl + path, { ...init, headers });
    return { status: response.status, body: fromWire(await response.text()) as { items?: readonly Listed[] | null } };
  };
  const listed = async (more = ''): Promise<readonly Listed[]> => {
    const { body } = await request(`/api/v2/call?started_after=${NOW - 9 * DAY}${more}`);
    return body.items ?? [];
  };
  const ids = (calls: readonly Listed[]): readonly string[] => calls.map(({ call_id: id }) => String(id)).sort();
  const beganBefore = (calls: readonly Listed[], instant: number): readonly Listed[] =>
    calls.filter(({ date_started: at }) => Number(at) < instant);

  it('may begin so: a policy, an access and a page size of one’s own', async () => {
    await dialpad.stop();
    dialpad = await startDialpadSimulator({
      limits: 'off',
      historyDays: 9,
      callPageSize: 25,
      forgetting: { [ACME]: { accessDays: 4, afterDays: 2 } },
      now: () => new Date(NOW),
    });
    token = dialpad.grant('dana@acme.example').accessToken;
    expect(await listed('&started_before=' + String(NOW - 2 * DAY))).toEqual([]);
    expect(await listed('&started_before=' + String(NOW - 4 * DAY) + '&include_anonymized=true')).toEqual([]);
    expect(await listed('&started_before=' + String(NOW - 2 * DAY) + '&include_anonymized=true')).not.toEqual([]);
    const page = await listed();
    expect(page.length).toBeGreaterThan(0);
    expect(page.length).toBeLessThanOrEqual(25);
  });

  it('leaves the calls of a user out of the list, and names them without a name to who asks for them', async () => {
    const before = await listed();
    const { id: userId } = dialpad.company(ACME).users[1]!;
    const theirs = dialpad
      .calls(ACME, new Date(NOW - 9 * DAY), new Date(NOW))
      .filter(({ target }) => target.id === userId)
      .map(({ id }) => id)
      .sort();
    expect(theirs.length).toBeGreaterThan(0);
    dialpad.forget(ACME, { userIds: [userId] });
    const after = await listed();
    expect(ids(before).filter((id) => !ids(after).includes(id))).toEqual(theirs);
    const all = await listed('&include_anonymized=true');
    expect(ids(all)).toEqual(ids(before));
    const anonymised = all.filter(({ call_id: id }) => theirs.includes(String(id)));
    expect(anonymised.map(({ contact, external_number: number }) => [contact, number])).toEqual(
      theirs.map(() => [{}, '']),
    );
  });

  it('keeps a retention policy of so many days', async () => {
    const before = await listed();
    dialpad.forget(ACME, { afterDays: 3 });
    const after = await listed();
    expect(beganBefore(after, NOW - 3 * DAY)).toEqual([]);
    expect(after.length).toBe(before.length - beganBefore(before, NOW - 3 * DAY).length);
    expect(ids(await listed('&include_anonymized=true'))).toEqual(ids(before));
  });

  it('tells nothing at all of what lies beyond the access of the plan', async () => {
    dialpad.forget(ACME, { accessDays: 7 });
    const all = await listed('&include_anonymized=true');
    expect(all.length).toBeGreaterThan(0);
    expect(beganBefore(all, NOW - 7 * DAY)).toEqual([]);
  });

  it('forgets what was named and nothing of another company, and remembers it again', async () => {
    const before = await listed();
    dialpad.forget('globex.example', { afterDays: 1 });
    expect(ids(await listed())).toEqual(ids(before));
    dialpad.forget(ACME, { afterDays: 1 });
    dialpad.forget(ACME, { afterDays: null });
    expect(ids(await listed())).toEqual(ids(before));
  });

  it('refuses the eleventh call subscription on the company, whosever the ten are', async () => {
    const made = await request('/api/v2/webhooks', {
      method: 'POST',
      body: JSON.stringify({ hook_url: 'http://127.0.0.1:9/hook', secret: 'a secret' }),
    });
    const asked = { endpoint_id: String((made.body as { id?: unknown }).id), call_states: ['hangup'] };
    const subscribe = async (more = {}) =>
      (await request('/api/v2/subscriptions/call', { method: 'POST', body: JSON.stringify({ ...asked, ...more }) }))
        .status;
    const statuses = [];
    for (let count = 0; count < 11; count++) statuses.push(await subscribe());
    expect(statuses).toEqual([...Array<number>(10).fill(200), 400]);
    expect(await subscribe({ target_type: 'user', target_id: '1' })).toBe(200);
    await dialpad.stop();
    dialpad = await startDialpadSimulator({ limits: 'off', otherSubscriptions: 9 });
    token = dialpad.grant('dana@acme.example').accessToken;
    const hook = await request('/api/v2/webhooks', {
      method: 'POST',
      body: JSON.stringify({ hook_url: 'http://127.0.0.1:9/hook', secret: 'a secret' }),
    });
    asked.endpoint_id = String((hook.body as { id?: unknown }).id);
    expect([await subscribe(), await subscribe()]).toEqual([200, 400]);
  });
});
