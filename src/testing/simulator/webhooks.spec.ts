import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compactVerify } from 'jose';
import { eventsOf } from './call-events.js';
import { startDialpadSimulator } from './index.js';
import type { DialpadSimulator } from './index.js';
import { fromWire } from '../vendor/index.js';

const SECRET = 'a secret made for this webhook alone';

describe('webhooks', () => {
  let dialpad: DialpadSimulator;
  let now = Date.parse('2026-11-20T14:30:00Z');
  let token: string;
  const received: { type: string | undefined; body: string }[] = [];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ type: request.headers['content-type'], body: Buffer.concat(parts).toString() });
      response.writeHead(204).end();
    });
  });
  let hookUrl: string;

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off', accessTokenSeconds: 86_400, now: () => new Date(now) });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    hookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  beforeEach(() => {
    received.length = 0;
    token = dialpad.grant('dana@acme.example').accessToken;
  });
  afterAll(async () => {
    await dialpad.stop();
    receiver.close();
    receiver.closeAllConnections();
  });

  const send = async (method: string, path: string, body?: string) => {
    const response = await fetch(dialpad.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
    return { status: response.status, body: fromWire(await response.text()) as Record<string, unknown> };
  };
  const subscribe = async (states: readonly string[], secret?: string) => {
    const webhook = await send('POST', '/api/v2/webhooks', JSON.stringify({ hook_url: hookUrl, secret }));
    const endpoint = String(webhook.body.id);
    // The id as a bare number, as a client sends it that writes 64-bit numbers.
    const body = `{"endpoint_id":${endpoint},"call_states":${JSON.stringify(states)},"enabled":true}`;
    const subscription = await send('POST', '/api/v2/subscriptions/call', body);
    return { webhook, subscription, endpoint, id: String(subscription.body.id) };
  };
  const remove = async ({ endpoint, id }: { endpoint: string; id: string }) => [
    (await send('DELETE', `/api/v2/subscriptions/call/${id}`)).status,
    (await send('DELETE', `/api/v2/webhooks/${endpoint}`)).status,
    (await send('GET', `/api/v2/webhooks/${endpoint}`)).status,
  ];
  const opened = (secret: string) =>
    Promise.all(
      received.map(async ({ body }) => {
        const { payload, protectedHeader } = await compactVerify(body, new TextEncoder().encode(secret));
        expect(protectedHeader.alg).toBe('HS256');
        return fromWire(new TextDecoder().decode(payload)) as Record<string, unknown>;
      }),
    );

  it('tell a call that happens in signed tokens whose claims are the call', async () => {
    const made = await subscribe(['hangup', 'connected', 'ringing', 'voicemail', 'voicemail_uploaded'], SECRET);
    expect(made.webhook.body).toMatchObject({ signature: { algo: 'HS256', type: 'jwt', secret: SECRET } });
    now += 3_600_000;
    expect(await dialpad.tellWhatIsDue()).toBeGreaterThan(10);
    const claims = await opened(SECRET);
    const { addedParticipant } = dialpad.stories('acme.example', '2026-11-20');
    const told = claims.filter(({ call_id }) => String(call_id) === addedParticipant.first.id);
    expect(told.map(({ state }) => state)).toEqual(expect.arrayContaining(['ringing', 'connected']));
    expect(told[0]).toMatchObject({ direction: 'outbound', event_timestamp: expect.any(Number) });
    expect(received.map(({ type }) => type)).toEqual(expect.arrayContaining(['application/jwt', 'text/plain']));
    expect(await remove(made)).toEqual([200, 200, 404]);
    now += 3_600_000;
    expect(await dialpad.tellWhatIsDue()).toBe(0);
  });

  it('tell calls that were added by hand, and only the states that were asked for', async () => {
    const made = await subscribe(['hangup'], SECRET);
    const { target } = dialpad.stories('acme.example', '2026-11-20').missed.call;
    const drafts = Array.from({ length: 10 }, (_, i) => ({
      direction: 'inbound' as const,
      startedAt: now - 10_000 + i,
      endedAt: now - 5_000 + i,
      target,
    }));
    const added = drafts.map((draft) => dialpad.addCall('Acme', draft));
    now += 4000;
    await dialpad.tellWhatIsDue();
    const claims = await opened(SECRET);
    expect(new Set(claims.map(({ state }) => state))).toEqual(new Set(['hangup']));
    const toldIds = new Set(claims.map(({ call_id }) => String(call_id)));
    const endings = added.filter((call) => eventsOf(call).some(({ state }) => state === 'hangup'));
    expect(endings.every(({ id }) => toldIds.has(id))).toBe(true);
    await remove(made);
  });

  it('are bare JSON without a secret', async () => {
    const made = await subscribe([]);
    now += 3_600_000;
    await dialpad.tellWhatIsDue();
    expect(received[0]?.type).toBe('application/json');
    expect(fromWire(received[0]?.body ?? '')).toHaveProperty('call_id');
    await remove(made);
  });

  it('come out of order, doubled and not at all, over a day of calls', () => {
    const calls = dialpad.calls('Acme', new Date(now - 86_400_000), new Date(now));
    const told = calls.map(eventsOf);
    const isDisordered = (events: ReturnType<typeof eventsOf>) =>
      events.some((event, i) => event.happenedAt < (events[i - 1]?.happenedAt ?? 0));
    const isDoubled = (events: ReturnType<typeof eventsOf>) =>
      new Set(events.map(({ state }) => state)).size < events.length;
    const isEndless = (events: ReturnType<typeof eventsOf>) => !events.some(({ state }) => state === 'hangup');
    expect([told.some(isDisordered), told.some(isDoubled), told.some(isEndless)]).toEqual([true, true, true]);
  });

  it.each([
    ['/api/v2/webhooks', '{"hook_url":"ftp://x.example"}', 400],
    ['/api/v2/webhooks', 'no JSON', 400],
    ['/api/v2/subscriptions/call', '{"endpoint_id":"1","call_states":["hangup"]}', 404],
    ['/api/v2/subscriptions/call', '{"endpoint_id":"1","call_states":["shouting"]}', 400],
  ])('refuse %s with %s', async (path, body, status) => {
    expect((await send('POST', path, body)).status).toBe(status);
  });
});
