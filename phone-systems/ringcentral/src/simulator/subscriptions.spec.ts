import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRingCentralSimulator } from './index.js';
import type { RingCentralSimulator, RingCentralSimulatorOptions } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireList } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const FILTER = '/restapi/v1.0/account/~/telephony/sessions?statusCode=Disconnected';
const SECRET = 'a made-up secret';

interface WireSubscription {
  readonly id: string;
  readonly status: string;
  readonly expirationTime: string;
  readonly errorCode?: string;
  readonly blacklistedData?: { readonly reason: string };
}
interface WireEvent {
  readonly event: string;
  readonly subscriptionId: string;
  readonly body: {
    readonly sequence: number;
    readonly telephonySessionId: string;
    readonly parties: readonly {
      readonly extensionId: string;
      readonly status: { readonly code: string; readonly reason?: string };
    }[];
  };
}

describe('events of telephony sessions', () => {
  let receiver: Server;
  let heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  let answer: { readonly handshake: number; readonly delivery: number; readonly padding: string };
  let ringCentral: RingCentralSimulator;
  let now = NOW;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const token = request.headers['validation-token'];
      const isHandshake = request.headers['verification-token'] === undefined && token !== SECRET;
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        if (isHandshake && token !== undefined) response.setHeader('Validation-Token', token);
        response.setHeader('content-type', 'application/json');
        response.writeHead(isHandshake ? answer.handshake : answer.delivery);
        response.end(isHandshake ? answer.padding : undefined);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(() => {
    heard = [];
    now = NOW;
    answer = { handshake: 200, delivery: 200, padding: '' };
  });
  afterEach(() => ringCentral.stop());

  const started = async (options: RingCentralSimulatorOptions = {}): Promise<string> => {
    ringCentral = await startRingCentralSimulator({
      limits: 'off',
      historyDays: 1,
      now: () => new Date(now),
      ...options,
    });
    return ringCentral.grant('dana@acme.example').accessToken;
  };
  const ask = <T = WireSubscription>(token: string, path = '', method = 'GET', body?: object) =>
    asked<T>(`${ringCentral.baseUrl}/restapi/v1.0/subscription${path}`, token, {
      ...{ method, ...(body !== undefined && { body: JSON.stringify(body) }) },
    });
  const wanted = (changes: object = {}) => ({
    eventFilters: [FILTER],
    expiresIn: 3600,
    deliveryMode: {
      ...{ transportType: 'WebHook', verificationToken: SECRET },
      address: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    },
    ...changes,
  });
  const subscribed = (token: string, changes: object = {}) => ask(token, '', 'POST', wanted(changes));
  const addCall = () => {
    const [dana] = ringCentral.company('acme.example').extensions;
    return ringCentral.addCall('acme.example', {
      ...{ extensionId: dana?.id ?? '', direction: 'outbound', other: { phoneNumber: '+14155550111' } },
      ...{ startedAt: new Date(NOW - 60_000), answeredAt: new Date(NOW - 50_000), endedAt: new Date(NOW - 5000) },
    });
  };
  const events = (): readonly WireEvent[] =>
    heard.filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body) as WireEvent);

  it('are subscribed to with a handshake while the request is open, and delivered with the secret', async () => {
    const { status, body } = await subscribed(await started());
    expect([status, body.status, Date.parse(body.expirationTime)]).toEqual([200, 'Active', NOW + 3_600_000]);
    expect(heard.map(({ headers }) => headers['validation-token'])).toEqual([expect.stringMatching(/^[\w-]{36}$/)]);
    const [part] = addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(1);
    expect(heard.at(-1)?.headers['verification-token']).toBe(SECRET);
    expect(events()).toMatchObject([
      {
        event: `/restapi/v1.0/account/${ringCentral.company('Acme').id}/telephony/sessions`,
        subscriptionId: body.id,
        body: {
          telephonySessionId: part?.telephonySessionId,
          parties: [{ extensionId: part?.extensionId, status: { code: 'Disconnected' } }],
        },
      },
    ]);
  });

  it('have the secret in `Validation-Token` on older pages', async () => {
    const token = await started({ behaves: { secretHeader: 'Validation-Token' } });
    await subscribed(token);
    addCall();
    await ringCentral.tellWhatIsDue();
    expect(heard.at(-1)?.headers['validation-token']).toBe(SECRET);
  });

  it.each([
    ['204', { handshake: 204, padding: '' }],
    ['500', { handshake: 500, padding: '' }],
    ['200 with more than 1,024 bytes', { handshake: 200, padding: JSON.stringify('x'.repeat(1025)) }],
  ])('are refused with SUB-525 to an address that answers the handshake %s', async (_, wrong) => {
    answer = { ...answer, ...wrong };
    const token = await started();
    expect(await subscribed(token)).toMatchObject({ status: 400, body: { errorCode: 'SUB-525' } });
    expect((await ask<WireList<object>>(token)).body.records).toEqual([]);
  });

  it('are refused with SUB-505 where there are too many subscriptions', async () => {
    const token = await started({ mostSubscriptions: 1 });
    await subscribed(token);
    expect(await subscribed(token)).toMatchObject({ status: 403, body: { errorCode: 'SUB-505' } });
  });

  it('are refused for more than ten years, and for other events', async () => {
    const token = await started();
    for (const changes of [
      { expiresIn: 315_360_001 },
      { eventFilters: [] },
      { eventFilters: ['/restapi/v1.0/glip'] },
    ]) {
      expect(await subscribed(token, changes)).toMatchObject({ status: 400, body: { errorCode: 'CMN-101' } });
    }
  });

  it('end when the subscription lapses, and go on when it is renewed in time', async () => {
    const token = await started({ accessTokenSeconds: 86_400 });
    const { id } = (await subscribed(token)).body;
    now += 3_000_000;
    const renewed = await ask(token, `/${id}/renew`, 'POST');
    expect(Date.parse(renewed.body.expirationTime)).toBe(now + 3_600_000);
    now += 3_500_000;
    expect((await ask(token, `/${id}`)).status).toBe(200);
    now += 100_000;
    addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(0);
    expect(await ask(token, `/${id}`)).toMatchObject({ status: 404, body: { errorCode: 'CMN-102' } });
  });

  it('end for good at an address that fails: it is blacklisted, with the reason', async () => {
    answer = { ...answer, delivery: 503 };
    const token = await started({ failuresUntilBlacklisted: 2 });
    const { id } = (await subscribed(token)).body;
    for (let call = 0; call < 3; call++) addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(2);
    answer = { ...answer, delivery: 200 };
    addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(0);
    const { body } = await ask(token, `/${id}`);
    expect([body.status, body.blacklistedData?.reason]).toEqual(['Blacklisted', 'The address answered 503']);
    expect((await ask(token, `/${id}/renew`, 'POST')).body.status).toBe('Blacklisted');
  });

  it('are unsubscribed from', async () => {
    const token = await started();
    const { id } = (await subscribed(token)).body;
    expect((await ask(token, `/${id}`, 'DELETE')).status).toBe(204);
    addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(0);
  });

  it('come out of order, by `sequence`, as it was seen; a blind transfer disconnects without being the end', async () => {
    const token = await started();
    await subscribed(token, { eventFilters: [FILTER.replace(/\?.*/, '')], expiresIn: 86_400 });
    now += 10 * 3_600_000;
    await ringCentral.tellWhatIsDue();
    const { telephonySessionId = '' } = ringCentral.stories('acme.example', '2026-11-20').transfer.from ?? {};
    const told = events().filter(({ body }) => body.telephonySessionId === telephonySessionId);
    const inOrder = told.toSorted((a, b) => a.body.sequence - b.body.sequence);
    expect(inOrder.map(({ body }) => body.parties[0]?.status.reason)).toEqual([
      ...[undefined, undefined, 'BlindTransfer', undefined, undefined, undefined],
    ]);
    const sessions = Map.groupBy(events(), ({ body }) => body.telephonySessionId);
    const isInOrder = (one: readonly WireEvent[]): boolean =>
      one.every(({ body }, place) => place === 0 || body.sequence > (one[place - 1]?.body.sequence ?? 0));
    expect([...sessions.values()].some((one) => !isInOrder(one))).toBe(true);
  });

  it('are not those of another company', async () => {
    await started();
    await subscribed(ringCentral.grant('iris@globex.example').accessToken);
    addCall();
    expect(await ringCentral.tellWhatIsDue()).toBe(0);
  });
});
