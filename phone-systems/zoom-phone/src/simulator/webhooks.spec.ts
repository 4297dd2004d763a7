import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encryptedToken, startZoomPhoneSimulator } from './index.js';
import type { ZoomPhoneSimulator, ZoomPhoneSimulatorOptions } from './index.js';

const NOW = Date.UTC(2026, 10, 20, 17);
const HOURS_72 = 72 * 3_600_000;

interface WireEvent {
  readonly event: string;
  readonly event_ts: number;
  readonly payload: {
    readonly account_id: string;
    readonly plainToken?: string;
    readonly object: {
      readonly user_id: string;
      readonly call_elements: readonly { readonly call_element_id: string; readonly call_history_uuid: string }[];
      readonly call_element_ids: readonly string[];
    };
  };
}

describe('events', () => {
  let receiver: Server;
  let zoom: ZoomPhoneSimulator;
  let heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  let secret = '';
  let status = 204;
  let now = NOW;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        const { event, payload } = JSON.parse(body) as WireEvent;
        const plainToken = payload.plainToken ?? '';
        const isAnswered = event === 'endpoint.url_validation' && secret !== '';
        response.writeHead(isAnswered ? 200 : status);
        response.end(
          isAnswered ? JSON.stringify({ plainToken, encryptedToken: encryptedToken(secret, plainToken) }) : '',
        );
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  afterEach(() => zoom.stop());

  const started = async (options: ZoomPhoneSimulatorOptions = {}): Promise<void> => {
    [heard, status, now] = [[], 204, NOW];
    zoom = await startZoomPhoneSimulator({
      ...{ historyDays: 1, now: () => new Date(now), behaves: { repeatsEvents: false, shufflesEvents: false } },
      webhookAddress: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      ...options,
    });
    secret = zoom.webhookSecret;
    zoom.grant('dana@acme.example');
    await zoom.challenge();
    heard = [];
  };
  const events = (): readonly WireEvent[] =>
    heard.map(({ body }) => JSON.parse(body) as WireEvent).filter(({ event }) => event.startsWith('phone.'));
  const addCall = (company = 'Acme') =>
    zoom.addCall(company, {
      ...{ userId: zoom.company(company).users[0]?.id ?? '', direction: 'outbound', other: { number: '+14155550111' } },
      ...{ startedAt: new Date(NOW - 60_000), answeredAt: new Date(NOW - 50_000), endedAt: new Date(NOW - 20_000) },
    });
  const toldOf = (uuid = '') =>
    events().filter(({ payload }) => payload.object.call_elements?.some((one) => one.call_history_uuid === uuid));

  it('are signed with the app’s secret over timestamp and body, and name the account and the leg', async () => {
    await started();
    const [record] = addCall();
    await zoom.tellWhatIsDue();
    const [event] = toldOf(record?.callUuid);
    expect(event).toMatchObject({
      event: 'phone.caller_call_element_completed',
      payload: {
        account_id: 'zoom-account-acme-01',
        object: { user_id: record?.userId, call_elements: [{ event: 'outgoing', talk_time: 30, wait_time: 10 }] },
      },
    });
    const { headers, body } = heard.find((one) => one.body.includes(record?.callUuid ?? '?')) ?? {
      headers: {},
      body: '',
    };
    const timestamp = String(headers['x-zm-request-timestamp']);
    expect(timestamp).toBe(String(NOW / 1000));
    const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-zm-signature']).toBe(`v0=${hmac}`);
  });

  it('are not told before the challenge was answered, which is signed itself and asked again every 72 hours', async () => {
    await started();
    secret = '';
    const { address = '' } = zoom.webhook() ?? {};
    zoom.nameWebhook(address);
    addCall();
    await zoom.tellWhatIsDue();
    expect([events().length, zoom.webhook()?.validatedAt]).toEqual([0, null]);
    expect(heard[0]?.headers['x-zm-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    secret = zoom.webhookSecret;
    expect(await zoom.challenge()).toBe(true);
    const asked = () => heard.filter(({ body }) => body.includes('endpoint.url_validation')).length;
    const before = asked();
    now += HOURS_72 - 1;
    await zoom.tellWhatIsDue();
    expect(asked()).toBe(before);
    now += 1;
    await zoom.tellWhatIsDue();
    expect(asked()).toBe(before + 1);
  });

  it('end with six failed challenges in a row, and not with five', async () => {
    await started();
    const failing = async (times: number): Promise<void> => {
      secret = '';
      for (let time = 0; time < times; time++) await zoom.challenge();
      secret = zoom.webhookSecret;
    };
    await failing(5);
    expect([await zoom.challenge(), zoom.webhook()?.failures, zoom.webhook()?.isOff]).toEqual([true, 0, false]);
    await failing(6);
    await zoom.challenge();
    expect(zoom.webhook()?.isOff).toBe(true);
    heard = [];
    addCall();
    expect([await zoom.tellWhatIsDue(), heard.length]).toEqual([0, 0]);
  });

  it('are tried three times where the receiver fails, and once where it refuses', async () => {
    await started();
    const attempts = async (answer: number): Promise<number> => {
      status = answer;
      const [record] = addCall();
      for (let time = 0; time < 5; time++) {
        await zoom.tellWhatIsDue();
        now += 1000;
      }
      return toldOf(record?.callUuid).length;
    };
    expect([await attempts(500), await attempts(401), await attempts(204)]).toEqual([3, 1, 1]);
    const timestamps = heard.map(({ headers }) => headers['x-zm-request-timestamp']);
    expect(new Set(timestamps).size).toBeGreaterThan(1);
  });

  it('come twice now and then, and in another order than the legs’', async () => {
    await started({ behaves: 'seen' });
    const records = zoom.addCall('Acme', { story: 'ringGroup', startedAt: new Date(NOW - 400_000) });
    const legs = records.map(({ recordId }) => recordId.replace(':callee', ''));
    const all: string[] = [];
    for (let time = 0; time < 4; time++) {
      await zoom.tellWhatIsDue();
      now += 10_000;
    }
    all.push(
      ...toldOf(records[0]?.callUuid).flatMap(({ payload }) =>
        payload.object.call_elements.map((one) => one.call_element_id),
      ),
    );
    expect(new Set(all)).toEqual(new Set(legs));
    expect(all.indexOf(legs[2] ?? '')).toBeLessThan(all.indexOf(legs[1] ?? ''));
    const twice = [...Array(12).keys()].map(() => addCall()[0]?.callUuid);
    now += 60_000;
    await zoom.tellWhatIsDue();
    expect(new Set(twice.map((uuid) => toldOf(uuid).length))).toEqual(new Set([1, 2]));
  });

  it('arrive for accounts that nobody connected here, where they have the app', async () => {
    await started({ installedAt: ['Globex'] });
    const [record] = addCall('Globex');
    await zoom.tellWhatIsDue();
    expect(toldOf(record?.callUuid)[0]?.payload.account_id).toBe('zoom-account-globex-01');
    await zoom.stop();
    await started();
    const [silent] = addCall('Globex');
    await zoom.tellWhatIsDue();
    expect(toldOf(silent?.callUuid)).toEqual([]);
  });

  it('say that somebody deleted a call from the own log, which the company’s history has still', async () => {
    await started();
    const [record] = addCall();
    zoom.deleteFromOwnLog('Acme', record?.callUuid ?? '', record?.userId ?? '');
    await zoom.tellWhatIsDue();
    const deleted = events().find(({ event }) => event === 'phone.call_element_deleted');
    expect(deleted?.payload.object).toMatchObject({
      ...{ user_id: record?.userId, call_element_ids: [record?.recordId.replace(':caller', '')], delete_all: false },
    });
    expect(zoom.records('Acme', new Date(NOW - 60_000), new Date(NOW))).toContainEqual(record);
  });

  it('say that a customer uninstalled the app, whose tokens are over', async () => {
    await started();
    zoom.uninstall('Acme');
    await zoom.tellWhatIsDue();
    expect(JSON.parse(heard.at(-1)?.body ?? '{}')).toMatchObject({
      event: 'app_deauthorized',
      payload: { account_id: 'zoom-account-acme-01', user_id: 'zoom-user-acme-0001', client_id: zoom.clientId },
    });
    expect(zoom.deliveries.at(-1)).toEqual({
      event: 'app_deauthorized',
      accountId: 'zoom-account-acme-01',
      attempt: 1,
      status: 204,
    });
  });
});
