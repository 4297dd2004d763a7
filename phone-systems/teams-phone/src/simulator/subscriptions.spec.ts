import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTeamsPhoneSimulator } from './index.js';
import type { TeamsPhoneSimulator, TeamsPhoneSimulatorOptions } from './index.js';
import { asked } from './spec-support/asked.js';
import type { WireError, WireList } from './spec-support/asked.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const MINUTE = 60_000;
const SECRET = 'a made-up secret';

interface WireSubscription {
  readonly id: string;
  readonly expirationDateTime: string;
  readonly applicationId: string;
}
interface Entry {
  readonly subscriptionId: string;
  readonly clientState?: string;
  readonly changeType: string;
  readonly resource: string;
  readonly resourceData: { readonly id: string };
  readonly tenantId: string;
  readonly lifecycleEvent?: string;
}

describe('subscriptions', () => {
  let receiver: Server;
  let teams: TeamsPhoneSimulator;
  let now = NOW;
  let token: string;
  let heard: { readonly path: string; readonly query: URLSearchParams; readonly body: string }[] = [];
  let answer: { readonly echo: (given: string) => string; readonly type: string; readonly delivery: number };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://receiver.invalid');
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard.push({ path, query, body });
        const given = query.get('validationToken');
        if (given === null) response.writeHead(answer.delivery).end();
        else response.writeHead(200, { 'content-type': answer.type }).end(answer.echo(given));
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
    answer = { echo: (given) => given, type: 'text/plain', delivery: 202 };
  });
  afterEach(() => teams.stop());

  const started = async (options: TeamsPhoneSimulatorOptions = {}): Promise<void> => {
    teams = await startTeamsPhoneSimulator({
      ...{ limits: 'off', historyDays: 1, now: () => new Date(now), behaves: { untidyNotifications: false } },
      ...{ delays: { firstVersionMinutes: [10, 10], nextVersionMinutes: [10, 10] }, ...options },
    });
    token = teams.grant('Acme');
  };
  const ask = <T = WireSubscription>(path = '', method = 'GET', body?: object) =>
    asked<T>(`${teams.baseUrl}/v1.0/subscriptions${path}`, token, {
      ...{ method, ...(body !== undefined && { body: JSON.stringify(body) }) },
    });
  const after = (minutes: number) => ({ expirationDateTime: new Date(now + minutes * MINUTE).toISOString() });
  const receiverUrl = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const subscribed = <T = WireSubscription>(changes: object = {}) =>
    ask<T>('', 'POST', {
      ...{
        changeType: 'created,updated',
        resource: '/communications/callRecords',
        clientState: SECRET,
        ...after(4230),
      },
      notificationUrl: receiverUrl('/hook?of=acme'),
      lifecycleNotificationUrl: receiverUrl('/lifecycle'),
      ...changes,
    });
  const told = (): readonly Entry[] =>
    heard.filter(({ body }) => body !== '').flatMap(({ body }) => (JSON.parse(body) as WireList<Entry>).value);
  const tell = () => teams.addStory('Acme', 'queueCall', new Date(now - 300_000)).calls[0]?.id;

  it('are made with a handshake at both addresses while the request is open', async () => {
    await started();
    const { status, body } = await subscribed();
    expect([status, body.applicationId, Date.parse(body.expirationDateTime)]).toEqual([
      ...[201, teams.clientId, NOW + 4230 * MINUTE],
    ]);
    expect(heard.map(({ path, body: sent }) => [path, sent])).toEqual([
      ['/hook', ''],
      ['/lifecycle', ''],
    ]);
    expect(heard[0]?.query.get('of')).toBe('acme');
  });

  it.each([
    ['another body', { echo: () => 'something else' }],
    ['the token as it is written in the address', { echo: encodeURIComponent }],
    ['HTML', { type: 'text/html' }],
  ])('are refused where the challenge is answered by %s', async (_, wrong) => {
    await started();
    answer = { ...answer, ...wrong };
    expect(await subscribed<WireError>()).toMatchObject({ status: 400, body: { error: { code: 'ValidationError' } } });
    expect((await ask<WireList>()).body.value).toEqual([]);
  });

  it.each([
    ['over 4,230 minutes', () => after(4231)],
    ['another resource', () => ({ resource: '/users' })],
    ['deletions', () => ({ changeType: 'deleted' })],
    ['a secret of over 128 characters', () => ({ clientState: 'x'.repeat(129) })],
    ['no end', () => ({ expirationDateTime: undefined })],
  ])('are refused for %s', async (_, changes) => {
    await started();
    expect((await subscribed(changes())).status).toBe(400);
    expect(heard).toEqual([]);
  });

  it('last 45 minutes at least, lapse, and go on where they are renewed in time', async () => {
    await started({ accessTokenSeconds: 86_400 });
    const { id, expirationDateTime } = (await subscribed(after(1))).body;
    expect(Date.parse(expirationDateTime)).toBe(NOW + 45 * MINUTE);
    now += 44 * MINUTE;
    const renewed = await ask(`/${id}`, 'PATCH', after(60));
    expect([renewed.status, Date.parse(renewed.body.expirationDateTime)]).toEqual([200, now + 60 * MINUTE]);
    expect((await ask(`/${id}/reauthorize`, 'POST')).status).toBe(204);
    now += 60 * MINUTE;
    expect(await ask<WireError>(`/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
    });
    expect((await ask<WireError>(`/${id}`, 'PATCH', after(60))).status).toBe(404);
    tell();
    now += 10 * MINUTE;
    expect(await teams.tellWhatIsDue()).toBe(0);
  });

  it('tell of each version, without its content, with the secret and the tenant', async () => {
    await started();
    const { id } = (await subscribed()).body;
    const recordId = tell();
    expect(await teams.tellWhatIsDue()).toBe(0);
    for (let version = 1; version <= 3; version++) {
      now += 10 * MINUTE;
      expect(await teams.tellWhatIsDue()).toBe(1);
    }
    const own = told().filter((entry) => entry.resourceData.id === recordId);
    expect(own.map(({ changeType }) => changeType)).toEqual(['created', 'updated', 'updated']);
    expect(own[0]).toEqual({
      ...{ subscriptionId: id, clientState: SECRET, changeType: 'created', tenantId: teams.company('Acme').id },
      resource: `communications/callRecords/${recordId ?? ''}`,
      resourceData: { id: recordId, '@odata.type': '#microsoft.graph.callRecords.callRecord' },
      subscriptionExpirationDateTime: new Date(NOW + 4230 * MINUTE).toISOString(),
    });
  });

  it('tell again, later and later, what was not taken', async () => {
    await started();
    await subscribed();
    tell();
    answer = { ...answer, delivery: 503 };
    now += 10 * MINUTE;
    expect(await teams.tellWhatIsDue()).toBe(1);
    now += 9000;
    expect(await teams.tellWhatIsDue()).toBe(0);
    now += 1000;
    expect(await teams.tellWhatIsDue()).toBe(1);
    answer = { ...answer, delivery: 202 };
    now += 30_000;
    expect(await teams.tellWhatIsDue()).toBe(1);
    expect(teams.deliveries.map(({ status }) => status)).toEqual([503, 503, 202]);
  });

  it('come twice, out of order, and with a stranger’s among them, as it was seen', async () => {
    await started({ behaves: 'seen' });
    const { id } = (await subscribed()).body;
    for (let call = 0; call < 30; call++) {
      tell();
      now += 20 * MINUTE;
      await teams.tellWhatIsDue();
    }
    const entries = told();
    const own = entries.filter(({ subscriptionId }) => subscriptionId === id);
    expect(entries.length).toBeGreaterThan(own.length);
    const strange = entries.filter(({ subscriptionId }) => subscriptionId !== id);
    expect(strange.every((entry) => entry.clientState !== SECRET && entry.tenantId !== own[0]?.tenantId)).toBe(true);
    const keys = own.map(({ changeType, resourceData }) => `${changeType} ${resourceData.id}`);
    expect(keys.some((key, place) => keys[place + 1] === key)).toBe(true);
    const [firstUpdated, created] = ['updated', 'created'].map((type) => keys.findIndex((key) => key.startsWith(type)));
    expect(firstUpdated).toBeLessThan(created ?? 0);
  });

  it('are asked to be authorised again at their lifecycle address', async () => {
    await started();
    const { id } = (await subscribed()).body;
    expect(await teams.askToReauthorize('Acme')).toBe(1);
    expect(heard.at(-1)?.path).toBe('/lifecycle');
    expect(told()).toMatchObject([
      { subscriptionId: id, clientState: SECRET, lifecycleEvent: 'reauthorizationRequired' },
    ]);
  });

  it('are taken back, and are nobody else’s', async () => {
    await started();
    const { id } = (await subscribed()).body;
    const own = token;
    token = teams.grant('Globex');
    expect([(await ask(`/${id}`)).status, (await ask<WireList>()).body.value]).toEqual([404, []]);
    token = own;
    expect((await ask(`/${id}`, 'DELETE')).status).toBe(204);
    tell();
    now += 10 * MINUTE;
    expect(await teams.tellWhatIsDue()).toBe(0);
  });
});
