import { CompactSign, UnsecuredJWT } from 'jose';
import { ProviderError, WebhookRefused } from '../../contract/index.js';
import { type AnyRequest, ScriptedSession } from '../../testing/fakes/index.js';
import { DialpadWebhooks } from './dialpad.webhooks.js';

const webhooks = new DialpadWebhooks();
const secret = 'a secret made for this connection alone';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const sign = (claims: string, { key = secret, alg = 'HS256' } = {}): Promise<string> =>
  new CompactSign(bytes(claims)).setProtectedHeader({ alg, typ: 'JWT' }).sign(bytes(key));

const open = (body: string, key = secret) => webhooks.open({ headers: {}, query: {}, body: bytes(body) }, key);
const openSigned = async (claims: string) => open(await sign(claims));

const startedAt = Date.parse('2026-11-20T15:00:00Z');
const hangup = {
  call_id: 6400100200300400,
  date_started: startedAt,
  date_connected: startedAt + 5_000,
  date_ended: startedAt + 65_000,
  event_timestamp: startedAt + 65_700,
  direction: 'outbound',
  state: 'hangup',
};

describe('open', () => {
  it('reads a concluded call', async () => {
    expect(await openSigned(JSON.stringify(hangup))).toEqual([
      {
        kind: 'callFinished',
        call: expect.objectContaining({
          externalId: '6400100200300400',
          outcome: 'answered',
          revision: startedAt + 65_700,
        }) as unknown,
      },
    ]);
  });

  it('keeps every digit of an id that fits no double', async () => {
    const claims = JSON.stringify({ ...hangup, call_id: 'ID' }).replace('"ID"', '9007199254740993');
    expect(await openSigned(claims)).toMatchObject([{ call: { externalId: '9007199254740993' } }]);
  });

  it('says the same however often a delivery comes', async () => {
    const body = await sign(JSON.stringify(hangup));
    expect(await open(body)).toEqual(await open(`${body}\n`));
  });

  it('goes by the dates, not by the state', async () => {
    expect(await openSigned(JSON.stringify({ ...hangup, state: 'ringing' }))).toMatchObject([{ kind: 'callFinished' }]);
  });

  it('ignores an end that is set before it has come', async () => {
    const early = { ...hangup, date_connected: null, state: 'ringing', event_timestamp: startedAt + 1_000 };
    expect(await openSigned(JSON.stringify(early))).toEqual([
      { kind: 'ignored', why: 'The event says that it may still be answered.' },
    ]);
  });

  it.each(['calling', 'ringing', 'queued', 'preanswer'])('takes no call for missed while it is %s', async (state) => {
    const rings = { ...hangup, direction: 'inbound', date_connected: null, state };
    expect(await openSigned(JSON.stringify(rings))).toEqual([
      { kind: 'ignored', why: 'The event says that it may still be answered.' },
    ]);
  });

  it('reads a message that came in after the hang-up', async () => {
    const uploaded = { ...hangup, direction: 'inbound', date_connected: null, state: 'voicemail_uploaded' };
    expect(await openSigned(JSON.stringify(uploaded))).toMatchObject([{ call: { outcome: 'voicemail' } }]);
  });

  it('leaves a call that is over and cannot be read to the list', async () => {
    expect(await openSigned(JSON.stringify({ ...hangup, date_ended: null }))).toEqual([
      { kind: 'ignored', why: 'date_ended is missing: the call has not ended.' },
    ]);
  });

  it.each([
    ['in seconds', { date_started: 1_700_000_000 }],
    ['of 1969', { date_started: -1_000_000_000, date_connected: null }],
    ['of 2100', { date_started: 4_102_444_800_000, date_connected: null, date_ended: 4_102_444_860_000 }],
    ['no number', { date_ended: 'NaN' }],
    ['before it began', { date_ended: 1_600_000_000_000 }],
  ])('names the call among the rejected whose times cannot be believed: %s', async (_what, times) => {
    const [event] = await openSigned(JSON.stringify({ ...hangup, ...times }));
    expect(event).toMatchObject({ kind: 'ignored', rejected: { externalId: String(hangup.call_id) } });
  });

  it('ignores a call that is going on', async () => {
    expect(await openSigned(JSON.stringify({ ...hangup, state: 'connected', date_ended: null }))).toEqual([
      { kind: 'ignored', why: 'date_ended is missing: the call has not ended.' },
    ]);
  });

  it.each(['{}', '[]', 'null', '"text"', 'no JSON at all'])(
    'ignores signed claims that are no call: %s',
    async (claims) => {
      expect(await openSigned(claims)).toMatchObject([{ kind: 'ignored' }]);
    },
  );

  describe('refuses', () => {
    const claims = JSON.stringify(hangup);
    const refused = (opening: Promise<unknown>) => expect(opening).rejects.toBeInstanceOf(WebhookRefused);

    it('plain JSON', () => refused(open(claims)));
    it('an empty body', () => refused(open('')));
    it('another secret', async () => refused(open(await sign(claims, { key: 'another secret' }))));
    it('any delivery where the secret is empty', async () => refused(open(await sign(claims), '')));
    it.each(['HS384', 'HS512'])('the algorithm %s', async (alg) =>
      refused(open(await sign(claims, { alg, key: secret.repeat(2) }), secret.repeat(2))),
    );
    it('no algorithm at all', () => refused(open(new UnsecuredJWT(hangup).encode())));
    it('no algorithm and some signature', () => refused(open(`${new UnsecuredJWT(hangup).encode()}c2ln`)));
    it('claims that were changed', async () => {
      const [header, , signature] = (await sign(claims)).split('.');
      await refused(open([header, Buffer.from('{"call_id":1}').toString('base64url'), signature].join('.')));
    });
    it('a signature that was cut short', async () => refused(open((await sign(claims)).slice(0, -2))));
  });
});

const ours = 'https://host.example/hooks/1';

/** What a Dialpad has, two a page, and what it was asked. */
function dialpadWith(standing: { webhooks?: readonly object[]; subscriptions?: readonly object[] } = {}) {
  const lists: Readonly<Record<string, readonly object[]>> = {
    '/api/v2/webhooks': standing.webhooks ?? [],
    '/api/v2/subscriptions/call': standing.subscriptions ?? [],
  };
  return (request: AnyRequest): unknown => {
    if (request.method === 'POST') return { id: request.path.endsWith('webhooks') ? 71 : '9007199254740993' };
    const from = Number(request.query?.['cursor'] ?? 0);
    const list = lists[request.path] ?? [];
    return { items: list.slice(from, from + 2), cursor: from + 2 < list.length ? String(from + 2) : null };
  };
}
const webhookAt = (id: number | string, url: string | null) => ({ id, hook_url: url });
const subscriptionAt = (id: number | string, url: string | null) => ({ id, webhook: url && webhookAt(1, url) });
const changes = ({ requests }: ScriptedSession): string[] =>
  requests.flatMap(({ method, path }) => (method === undefined ? [] : [`${method} ${path}`]));

describe('subscribe', () => {
  const endpoint = { url: ours, secret };

  it('makes a webhook and what feeds it, and answers both ids', async () => {
    const session = new ScriptedSession(dialpadWith());

    await expect(webhooks.subscribe(session, endpoint)).resolves.toEqual({
      ids: { webhook: '71', subscription: '9007199254740993' },
    });
    expect(session.requests.flatMap(({ body }) => (body === undefined ? [] : [body]))).toEqual([
      { hook_url: endpoint.url, secret },
      { endpoint_id: 71, call_states: ['hangup', 'missed', 'voicemail', 'voicemail_uploaded'], enabled: true },
    ]);
  });

  it('names a webhook whose id fits no double by its digits', async () => {
    const session = new ScriptedSession(() => ({ id: '9007199254740993' }));

    await webhooks.subscribe(session, endpoint);

    expect(session.requests[1]?.body).toMatchObject({ endpoint_id: '9007199254740993' });
  });

  it('takes away what the same requests made before, when their answers were lost', async () => {
    const session = new ScriptedSession(
      dialpadWith({
        webhooks: [webhookAt(70, ours), webhookAt(71, ours), webhookAt(60, 'https://other.example/hooks')],
        subscriptions: [subscriptionAt(80, ours), subscriptionAt('9007199254740993', ours)],
      }),
    );

    await webhooks.subscribe(session, endpoint);

    expect(changes(session).slice(2)).toEqual(['DELETE /api/v2/subscriptions/call/80', 'DELETE /api/v2/webhooks/70']);
  });

  it('has subscribed all the same where Dialpad does not say what stands', async () => {
    const answer = dialpadWith();
    const session = new ScriptedSession((request) => {
      if (request.method !== 'POST') throw new ProviderError({ kind: 'forbidden' }, 'Refused.');
      return answer(request);
    });

    await expect(webhooks.subscribe(session, endpoint)).resolves.toMatchObject({ ids: { webhook: '71' } });
  });
});

describe('stands', () => {
  const subscription = { url: ours, ids: { webhook: '71', subscription: '72' } };
  const standing = { ...subscriptionAt(72, ours), enabled: true, call_states: ['all'] };
  const stands = (answer: unknown, of = subscription) => webhooks.stands(new ScriptedSession(() => answer), of);

  it('asks for the one subscription, and for nothing else', async () => {
    const session = new ScriptedSession(() => standing);
    await expect(webhooks.stands(session, subscription)).resolves.toBe(true);
    expect(session.requests.map(({ path }) => path)).toEqual(['/api/v2/subscriptions/call/72']);
  });

  it.each([
    ['every state that is needed', { call_states: ['hangup', 'missed', 'voicemail', 'voicemail_uploaded', 'csat'] }],
    ['states that are not named, which are all', { call_states: null }],
    ['nothing of whether it is enabled, which it is then', { enabled: null }],
  ])('is so with %s', async (_, more) => expect(await stands({ ...standing, ...more })).toBe(true));

  it.each([
    ['is disabled', { enabled: false }],
    ['no longer tells of messages', { call_states: ['hangup', 'missed'] }],
    ['feeds another address', subscriptionAt(72, 'https://old.example/hooks/1')],
    ['has lost its webhook', subscriptionAt(72, null)],
  ])('is not so where it %s', async (_, more) => expect(await stands({ ...standing, ...more })).toBe(false));

  it('is not so where it is gone, or was never answered for', async () => {
    const gone = new ScriptedSession(() => {
      throw new ProviderError({ kind: 'gone' }, 'Not there.');
    });
    await expect(webhooks.stands(gone, subscription)).resolves.toBe(false);
    await expect(webhooks.stands(new ScriptedSession(() => standing), { url: ours, ids: {} })).resolves.toBe(false);
  });

  it('does not say where Dialpad does not', async () => {
    const session = new ScriptedSession(() => {
      throw new ProviderError({ kind: 'tryLater' }, 'Out of order.');
    });
    await expect(webhooks.stands(session, subscription)).rejects.toThrow('Out of order.');
  });
});

describe('unsubscribe', () => {
  const subscription = { url: ours, ids: { webhook: '71', subscription: '72' } };
  const both = ['DELETE /api/v2/subscriptions/call/72', 'DELETE /api/v2/webhooks/71'];

  it('deletes both', async () => {
    const session = new ScriptedSession(dialpadWith());
    await webhooks.unsubscribe(session, subscription);
    expect(changes(session)).toEqual(both);
  });

  it('takes what is gone for done', async () => {
    const session = new ScriptedSession(() => {
      throw new ProviderError({ kind: 'gone' }, 'Not there.');
    });
    await webhooks.unsubscribe(session, subscription);
    expect(changes(session)).toEqual(both);
  });

  it('passes on that it did not work', async () => {
    const session = new ScriptedSession(() => {
      throw new ProviderError({ kind: 'tryLater' }, 'Out of order.');
    });
    await expect(webhooks.unsubscribe(session, subscription)).rejects.toThrow('Out of order.');
  });

  it('finds by the address what it has no ids of, on every page, and nothing else', async () => {
    const theirs = ['https://host.example/hooks/12', 'https://host.example/hooks', null];
    const session = new ScriptedSession(
      dialpadWith({
        webhooks: [...theirs.map((url, at) => webhookAt(at + 1, url)), webhookAt('9007199254740995', ours)],
        subscriptions: [...theirs.map((url, at) => subscriptionAt(at + 1, url)), subscriptionAt(81, ours)],
      }),
    );
    await webhooks.unsubscribe(session, { url: ours, ids: {} });
    expect(changes(session)).toEqual([
      'DELETE /api/v2/subscriptions/call/81',
      'DELETE /api/v2/webhooks/9007199254740995',
    ]);
  });
});
