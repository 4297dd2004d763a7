import { createHmac } from 'node:crypto';
import { type Refusal, type WebhookDelivery, WebhookRefused } from 'prodoscore-phone-systems';
import { ZoomPhone } from './index.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const RECEIPT = { receivedAt: NOW, account: null };
const SECRET = 'the secret token of the app';
const { webhooks, failureOf } = new ZoomPhone(null);

const hmac = (text: string): string => createHmac('sha256', SECRET).update(text).digest('hex');

function delivery(told: object | string, at = NOW): WebhookDelivery {
  const text = typeof told === 'string' ? told : JSON.stringify(told);
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const headers = { 'x-zm-request-timestamp': seconds, 'x-zm-signature': `v0=${hmac(`v0:${seconds}:${text}`)}` };
  return { headers, query: {}, body: new TextEncoder().encode(text) };
}

const opened = (told: object | string, at?: Date) => webhooks.open(delivery(told, at), SECRET, RECEIPT);
const answered = (plainToken: unknown, of: Partial<WebhookDelivery> = {}) =>
  webhooks.answer(
    { ...delivery({ event: 'endpoint.url_validation', payload: { plainToken } }), ...of },
    SECRET,
    RECEIPT,
  );

describe('what Zoom tells', () => {
  it('names the calls whose parts are over, each once', async () => {
    const call_elements = ['a', 'b', 'a', null, ''].map((call_history_uuid) => ({ call_history_uuid }));
    for (const side of ['caller', 'callee']) {
      const told = { event: `phone.${side}_call_element_completed`, payload: { object: { call_elements } } };
      expect(await opened(told)).toEqual([
        { kind: 'callChanged', externalId: 'a' },
        { kind: 'callChanged', externalId: 'b' },
      ]);
    }
  });

  it('names the call of a message', async () => {
    const told = { event: 'phone.voicemail_received', payload: { object: { call_history_id: 'a' } } };
    expect(await opened(told)).toEqual([{ kind: 'callChanged', externalId: 'a' }]);
  });

  it.each(['2026-06-01T11:59:00Z', '2026-06-01T11:59:00.250Z'])(
    'has an account gone that removed the app, as of when it did: %s',
    async (deauthorization_time) => {
      const told = { event: 'app_deauthorized', payload: { account_id: 'acct', deauthorization_time } };
      expect(await opened(told)).toEqual([{ kind: 'accountGone', at: new Date(deauthorization_time) }]);
      expect(webhooks.accountOf(delivery(told))).toBe('acct');
    },
  );

  it.each([
    { event: 'app_deauthorized.other', payload: { account_id: 'acct' } },
    // People delete calls of their own: what was fetched stays.
    { event: 'phone.call_element_deleted', payload: { object: { call_element_ids: ['a'], delete_all: true } } },
    {
      event: 'phone.callee_call_history_completed',
      payload: { object: { call_elements: [{ call_history_uuid: 'a' }] } },
    },
    { event: 7 },
    [],
    'no JSON',
  ])('is nothing that is needed: %j', async (told) => {
    expect(await opened(told)).toEqual([]);
  });

  it('is refused where it is older than five minutes, or dated ahead as much', async () => {
    const told = { event: 'app_deauthorized', payload: { account_id: 'acct' } };
    for (const seconds of [-300, 0, 300])
      expect(await opened(told, new Date(NOW.getTime() + seconds * 1_000))).toHaveLength(1);
    for (const seconds of [-301, 301]) {
      await expect(opened(told, new Date(NOW.getTime() + seconds * 1_000))).rejects.toBeInstanceOf(WebhookRefused);
    }
  });
});

describe('the question of Zoom whether the address is ours', () => {
  it('is answered by the token and its signature, however often', () => {
    const reply = { status: 200, body: { plainToken: 'qgg8vlvZRS', encryptedToken: hmac('qgg8vlvZRS') } };
    expect([answered('qgg8vlvZRS'), answered('qgg8vlvZRS')]).toEqual([reply, reply]);
  });

  it('is refused where it is not signed, or somebody has kept it', () => {
    expect(() => answered('abc', { headers: {} })).toThrow(WebhookRefused);
    const kept = delivery({ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } });
    const later = { ...RECEIPT, receivedAt: new Date(NOW.getTime() + 301_000) };
    expect(() => webhooks.answer(kept, SECRET, later)).toThrow(WebhookRefused);
  });

  it.each(['v0:1780315200:{"event":"app_deauthorized"}', ':', '', 7, null])(
    'is refused where an answer would sign a delivery for somebody, or is none: %s',
    (plainToken) => {
      expect(() => answered(plainToken)).toThrow(WebhookRefused);
    },
  );
});

describe('what Zoom refuses', () => {
  const refused = (status: number, json: object, headers: Refusal['headers'] = {}) =>
    failureOf({ from: 'api', status, json, headers, path: '/', query: {} }, NOW);

  it('waits until the vendor says, and else until the next second or the next day', () => {
    expect(refused(429, {}, { 'retry-after': '2026-06-02T00:00:00Z' })).toBeNull();
    expect(refused(429, {}, { 'x-ratelimit-type': 'QPS' })).toMatchObject({ until: new Date(NOW.getTime() + 1_000) });
    const day = { 'x-ratelimit-type': 'Daily-limit' };
    expect(refused(429, {}, day)).toEqual({ kind: 'slowDown', until: new Date('2026-06-02T00:00:00Z') });
  });

  it('names the scope that the app lacks, and else what the person lacks', () => {
    const message = 'Invalid access token, does not contain scopes:[phone:read:call_log:admin, phone:read:admin].';
    expect(refused(400, { code: 4711, message })).toEqual({
      kind: 'forbidden',
      missing: ['phone:read:call_log:admin', 'phone:read:admin'],
    });
    expect(refused(400, { code: 124, message: 'No permission.' })).toEqual({
      kind: 'forbidden',
      missing: ['a role that manages Zoom Phone'],
    });
  });
});
