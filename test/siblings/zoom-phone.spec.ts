import { createHmac } from 'node:crypto';
import { ZoomPhoneModule } from 'prodoscore-zoom-phone';
import { startZoomPhoneSimulator, type ZoomPhoneSimulator } from 'prodoscore-zoom-phone/testing';
import { failureWords } from '../../reference-host/src/views/settings/outcome.js';
import { TenantDatabase } from '../../src/access/index.js';
import {
  AnnouncedCallEntity,
  CallRecordEntity,
  ConnectionEntity,
  PhoneUserEntity,
  WebhookDeliveryEntity,
} from '../../src/storage/index.js';
import { type BareHost, openBareHost } from '../support/bare-host.js';
import { silent } from '../support/silent.js';
import { VisitorAtBareHost } from '../support/visitor-at-bare-host.js';
import { until } from '../support/way.js';

const ACME = 'acme.example';
const DANA = 'dana@acme.example';
const HOUR = 3_600_000;
const HOOKS = '/phone-systems/zoom-phone/hooks';

describe('a host with Zoom Phone', () => {
  let zoom: ZoomPhoneSimulator;
  let host: BareHost;
  let dana: VisitorAtBareHost;

  beforeEach(async () => {
    zoom = await startZoomPhoneSimulator({ historyDays: 3, listedAfterSeconds: 4 });
    const { baseUrl, signInUrl, clientId, clientSecret, webhookSecret } = zoom;
    const origins = { baseUrl, authorizeUrl: signInUrl, tokenUrl: signInUrl };
    host = await openBareHost({
      imports: [ZoomPhoneModule.forRoot({ ...origins, clientId, clientSecret, webhookSecret })],
      logger: silent,
    });
    dana = new VisitorAtBareHost(host, 'zoom-phone');
  }, 60_000);

  afterEach(async () => {
    await host?.close();
    await zoom?.stop();
  }, 30_000);

  const em = () => host.app.get(TenantDatabase, { strict: false }).of('acme');
  const stored = (of: Partial<CallRecordEntity> = {}): Promise<CallRecordEntity[]> => em().find(CallRecordEntity, of);
  const unread = async (): Promise<number> => {
    const all = await em().find(AnnouncedCallEntity, {}, { disableIdentityMap: true });
    return all.filter(({ asked, answered }) => answered < asked).length;
  };
  const connected = async (email = DANA): Promise<void> => {
    expect(await dana.connect(email)).toBe('connected');
    await dana.untilComplete();
    await until('every call is read', unread, (count) => count === 0);
  };

  it('connects nothing for a lesser administrator, and says who may', async () => {
    const code = await dana.connect('grace@acme.example');
    expect(failureWords(code, 'Zoom Phone').happened).toBe(
      'Zoom Phone lets the person who signed in there read neither the company nor its calls.',
    );
    expect(await em().count(ConnectionEntity, {})).toBe(0);
  });

  it('connects no account without Zoom Phone, and stops with a sentence where one loses it', async () => {
    zoom.setAccount(ACME, { phone: 'off' });
    expect(failureWords(await dana.connect(DANA), 'Zoom Phone').happened).toBe(
      'This Zoom Phone account is of a kind that is not supported, so nothing was connected.',
    );
    zoom.setAccount(ACME, { phone: 'on' });
    await connected();
    const before = await stored();
    zoom.setAccount(ACME, { phone: 'off' });
    await dana.ask('/phone-systems/zoom-phone/fetches', { method: 'POST' });
    const { problem } = await until(
      'it stops',
      () => dana.connection(),
      ({ status }) => status === 'stopped',
    );
    expect(problem?.message).toBe(
      'Zoom Phone says that this is an account without Zoom Phone, which is not supported, so no calls are fetched. Disconnect it, or connect another account.',
    );
    expect(await stored()).toHaveLength(before.length);
  });

  it('rests until the next day where others have used the day up, and says so', async () => {
    await connected();
    const before = await stored();
    zoom.othersUse(ACME);
    await dana.ask('/phone-systems/zoom-phone/fetches', { method: 'POST' });
    const { status, problem } = await until(
      'it rests',
      () => dana.connection(),
      (each) => each.problem !== null,
    );
    expect([status, problem?.kind, problem?.action]).toEqual(['connected', 'slow-down', 'wait']);
    const tomorrow = new Date(Date.now() + 24 * HOUR).toISOString().slice(0, 10);
    expect(problem?.message).toMatch(
      new RegExp(
        `^Zoom Phone takes no more requests for now. Fetching goes on by itself at ${tomorrow} 00:0[01] UTC.$`,
      ),
    );
    expect(await stored()).toHaveLength(before.length);
  });

  it('passes over a call that is announced and gone, and brings all others', async () => {
    const [from, to] = [new Date(Date.now() - 20 * HOUR), new Date(Date.now() - HOUR)];
    const [lost] = zoom.records(ACME, from, to);
    if (lost === undefined) throw new Error('Nobody has called.');
    zoom.forgetCall(ACME, lost.callUuid, 'details');
    await connected();
    const there = new Set((await stored()).map(({ externalId }) => externalId));
    expect(there.has(lost.recordId)).toBe(false);
    expect(zoom.records(ACME, from, to).filter(({ recordId }) => !there.has(recordId))).toEqual([]);
    expect((await dana.connection()).problem).toBeNull();
  });

  it('stores a call once, whether it is told before the list, after it, twice, or with a stranger’s beside it', async () => {
    await connected();
    const { accountId, users } = zoom.company(ACME);
    const tell = async (event: string, object: object, account = accountId): Promise<number> => {
      const body = JSON.stringify({ event, payload: { account_id: account, object } });
      const seconds = String(Math.floor(Date.now() / 1_000));
      const mac = createHmac('sha256', zoom.webhookSecret).update(`v0:${seconds}:${body}`).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-zm-request-timestamp': seconds,
        'x-zm-signature': `v0=${mac}`,
      };
      return (await fetch(new URL(HOOKS, host.url), { method: 'POST', headers, body })).status;
    };
    const endedAt = new Date(Date.now() - 2_000);
    const startedAt = new Date(endedAt.getTime() - 60_000);
    const other = { number: '+14155550134' };
    const call = {
      userId: users[0]?.id ?? '',
      direction: 'inbound',
      other,
      startedAt,
      answeredAt: startedAt,
      endedAt,
    } as const;
    const [part] = zoom.addCall(ACME, call);
    if (part === undefined) throw new Error('Nobody took part.');
    const over = { call_elements: [{ call_history_uuid: part.callUuid }] };

    // Zoom tells of it, and lists it a little later.
    expect(await tell('phone.callee_call_element_completed', over)).toBe(204);
    const listed = (): Promise<readonly object[]> =>
      Promise.resolve(zoom.records(ACME, new Date(startedAt.getTime() - 1_000), new Date()));
    await until('it is listed', listed, (all) => all.length > 0);
    await dana.fetchNow();
    await until(
      'it is stored',
      () => stored({ externalId: part.recordId }),
      (all) => all.length > 0,
    );
    for (let time = 0; time < 2; time++) expect(await tell('phone.callee_call_element_completed', over)).toBe(204);
    const before = await em().count(WebhookDeliveryEntity, {});
    expect(await tell('phone.callee_call_element_completed', over, 'zoom-account-of-strangers')).toBe(204);
    expect(await em().count(WebhookDeliveryEntity, {})).toBeLessThanOrEqual(before);
    await dana.fetchNow();
    expect(await stored({ externalId: part.recordId })).toHaveLength(1);
    expect((await dana.connection()).problem).toBeNull();
  });

  it('keeps the past of whoever had an extension before it passed on', async () => {
    // Whoever had it is gone then, and with them what they had allowed.
    const grace = zoom.company(ACME).users.find(({ name }) => name.startsWith('Grace'));
    zoom.changeUser(ACME, grace?.id ?? '', { managesPhone: true });
    await connected(grace?.email);
    const mapped = async (): Promise<readonly (string | undefined)[]> => {
      const { items } = await dana.json<{ items: readonly { phoneUser: { displayName: string } | null }[] }>(
        '/phone-systems/zoom-phone/mappings',
      );
      return items.map(({ phoneUser }) => phoneUser?.displayName);
    };
    expect(await mapped()).toEqual(['Dana Reyes']);
    const { users } = zoom.company(ACME);
    const [first, heir] = [users[0], users.find(({ name }) => name.startsWith('Ben'))];
    if (first === undefined || heir === undefined) throw new Error('Nobody is there.');
    zoom.changeUser(ACME, first.id, { gone: true });
    zoom.changeUser(ACME, heir.id, { extensionId: first.extensionId, extensionNumber: 801, status: 'activate' });
    await until(
      'the directory is read',
      async () => {
        // One that was under way already read it before.
        await dana.fetchNow();
        return await em().find(PhoneUserEntity, { externalId: first.extensionId }, { disableIdentityMap: true });
      },
      (all) => all[0]?.displayName === heir.name,
    );
    const yesterday = new Date(Date.now() - 24 * HOUR).toISOString().slice(0, 10);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
    const isMapped = async (day: string): Promise<boolean> =>
      (await dana.json<{ mapped: boolean }>(`/phone-systems/employees/e1/days/${day}`)).mapped;
    await until(
      'it has passed on',
      () => isMapped(today),
      (isSo) => !isSo,
    );
    if (yesterday < today) expect(await isMapped(yesterday)).toBe(true);
  });
});
