import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { asPublished, type DialpadDesk, openDialpadDesk } from '../../../test/support/dialpad-desk.js';
import { eventually, openStage, type Stage } from '../../../test/support/stage.js';
import { OVERALL_BUDGET, type PhoneSystemProvider } from '../../contract/index.js';
import type { DialpadPhoneSystem } from '../../providers/dialpad/dialpad.provider.js';
import { ConnectionEntity } from '../../storage/index.js';
import { WebhookSubscriptions } from './webhook-subscriptions.service.js';

const NEVER = new AbortController().signal;
const [HERE, THERE] = ['http://127.0.0.1:3000', 'http://localhost:4000'];
const BEYOND = 'http://host.example';
const BOTH = /webhooks|subscriptions/;

/** No limit spaces the requests: what two copies ask for falls between each other's. */
const hurried = (dialpad: DialpadPhoneSystem): PhoneSystemProvider =>
  Object.assign(dialpad, {
    descriptor: { ...dialpad.descriptor, budgets: { [OVERALL_BUDGET]: { requests: 10_000, perMs: 1_000 } } },
  });

describe('the subscription to call events, as time goes by', () => {
  let stage: Stage;
  let desk: DialpadDesk;
  let asked: number;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    stage = await openStage({ publicUrl: HERE });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(async () => {
    desk = await openDialpadDesk(stage, asPublished);
    expect(await desk.complete(desk.grant('dana@acme.example'))).toBe('connected');
    await connected(3_600_000);
    asked = desk.dialpad.requests.length;
  });

  afterEach(async () => {
    await desk.close();
  });

  const connected = async (agoMs: number): Promise<void> => {
    const connectedAt = new Date(Date.now() - agoMs);
    await stage.tenants.of(desk.tenantId).nativeUpdate(ConnectionEntity, {}, { connectedAt });
  };
  /** As of a host that was started with this address. */
  const at = (publicUrl: string): WebhookSubscriptions =>
    new WebhookSubscriptions(stage.tenants, desk.sessions, desk.keys, { ...stage.settings, publicUrl });
  const follow = async (publicUrl: string): Promise<void> =>
    await at(publicUrl).follow(await desk.only(), desk.provider, NEVER);
  const mend = async (publicUrl = HERE, provider = desk.provider): Promise<void> =>
    await at(publicUrl).mend(await desk.only(), provider, NEVER);
  const requests = (): string[] =>
    desk.dialpad.requests.slice(asked).flatMap(({ method, path }) => (BOTH.test(path) ? [`${method} ${path}`] : []));
  const refuse = (method: string): void => {
    desk.dialpad.faults.plan({ path: BOTH, method, times: Infinity, answer: { kind: 'status', status: 403 } });
  };
  /** Somebody deletes it in Dialpad's own settings. */
  const deleteAtDialpad = async (): Promise<void> => {
    const [{ id } = { id: '' }] = await desk.standing('webhooks');
    const { accessToken } = desk.dialpad.grant('dana@acme.example');
    const headers = { authorization: `Bearer ${accessToken}` };
    await fetch(new URL(`/api/v2/webhooks/${id}`, desk.dialpad.baseUrl), { method: 'DELETE', headers });
    asked = desk.dialpad.requests.length;
  };
  /** One webhook and one subscription stand, and are those that are known here. */
  const expectOne = async (publicUrl: string): Promise<void> => {
    const { webhook, sealedWebhookSecret } = await desk.only();
    expect(webhook?.url).toMatch(new RegExp(`^${publicUrl}/api/phone-systems/dialpad/hooks/`));
    expect(await desk.standing('webhooks')).toMatchObject([{ id: webhook?.ids['webhook'], hook_url: webhook?.url }]);
    expect(await desk.standing('subscriptions/call')).toMatchObject([{ id: webhook?.ids['subscription'] }]);
    expect(sealedWebhookSecret).not.toBeNull();
  };
  const expectNone = async (): Promise<void> => {
    expect(await desk.only()).toMatchObject({ webhook: null, sealedWebhookSecret: null });
    expect(await desk.standing('webhooks')).toEqual([]);
    expect(await desk.standing('subscriptions/call')).toEqual([]);
  };

  it('is refused where the company has ten, which is said and stops nothing, and is tried again', async () => {
    const { accessToken } = desk.dialpad.grant('dana@acme.example');
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    // Ids are too long for a number of this language.
    const post = async (path: string, body: string): Promise<string> => {
      const answer = await fetch(new URL(path, desk.dialpad.baseUrl), { method: 'POST', headers, body });
      const text = await answer.text();
      expect([answer.status, text]).toEqual([200, expect.any(String)]);
      return /"id":\s*"?(\d+)/.exec(text)?.[1] ?? '';
    };
    await deleteAtDialpad();
    const endpoint = await post('/api/v2/webhooks', '{"hook_url":"https://others.example/hook","secret":"x"}');
    const others: string[] = [];
    for (let time = 0; time < 10; time++) {
      const wanted = `{"endpoint_id":${endpoint},"call_states":["hangup"],"enabled":true}`;
      others.push(await post('/api/v2/subscriptions/call', wanted));
    }
    await mend();
    const { eventsProblem, problem, status, webhook } = await desk.only();
    expect({ problem, status, webhook }).toEqual({ problem: null, status: 'connected', webhook: null });
    expect(eventsProblem).toMatchObject({
      kind: 'events-refused',
      action: 'wait',
      message: expect.stringContaining('Calls arrive with the next round, not at once.'),
    });
    await fetch(new URL(`/api/v2/subscriptions/call/${others[0]}`, desk.dialpad.baseUrl), {
      method: 'DELETE',
      headers,
    });
    await mend();
    expect(await desk.only()).toMatchObject({
      eventsProblem: null,
      webhook: { ids: { subscription: expect.any(String) } },
    });
  });

  it('stands once where two administrators connect the same account at once, and its deliveries are taken', async () => {
    for (const apartMs of [0, 20]) {
      const later = (): Promise<string> => sleep(apartMs).then(() => desk.complete(desk.grant('ida@acme.example')));
      expect(await Promise.all([desk.complete(desk.grant('dana@acme.example')), later()])).toEqual([
        'connected',
        'connected',
      ]);
      await expectOne(HERE);
      const known = desk.webhooks.secretOf(await desk.only());
      expect(await desk.standing('webhooks')).toMatchObject([{ signature: { secret: known } }]);
    }
  });

  it('is left to whoever connects for as long as that may take', async () => {
    await connected(30_000);
    await deleteAtDialpad();
    await mend();
    await follow(THERE);
    expect(requests()).toEqual([]);
  });

  describe('once a day', () => {
    it('is looked up with one request, and left as it is', async () => {
      const before = await desk.only();
      await mend();
      expect(requests()).toEqual([`GET /api/v2/subscriptions/call/${before.webhook?.ids['subscription']}`]);
      expect(await desk.only()).toEqual(before);
    });

    it('is made anew where it was deleted at the vendor, with a secret of its own', async () => {
      const before = await desk.only();
      await deleteAtDialpad();
      await mend();
      await expectOne(HERE);
      const after = await desk.only();
      expect(desk.webhooks.secretOf(after)).not.toBe(desk.webhooks.secretOf(before));
    });

    it('is made where the vendor refused when somebody connected', async () => {
      await deleteAtDialpad();
      refuse('POST');
      await mend();
      await expectNone();
      desk.dialpad.faults.clear();
      await mend();
      await expectOne(HERE);
    });

    it('is left as it is where the vendor does not say whether it stands', async () => {
      const before = await desk.only();
      refuse('GET');
      await mend();
      expect(await desk.only()).toEqual(before);
      desk.dialpad.faults.clear();
      await expectOne(HERE);
    });

    it('is signed with the secret that is known here, although two copies subscribe at once', async () => {
      const [slow, quick] = [await desk.only(), await desk.only()];
      await deleteAtDialpad();
      desk.dialpad.faults.plan({ path: '/api/v2/webhooks', method: 'POST', answer: { kind: 'late', ms: 400 } });
      const mending = at(HERE).mend(slow, desk.provider, NEVER);
      await eventually(() => slow.webhook !== null && slow.webhook.ids['webhook'] === undefined);
      await at(HERE).renew(quick, desk.provider, '/api');
      await mending;
      await expectOne(HERE);
      const [standing] = await desk.standing('webhooks');
      expect(standing?.signature?.secret).toBe(desk.webhooks.secretOf(await desk.only()));
    });

    it('stands once where two copies subscribe at once, whichever waits for what', async () => {
      await desk.close();
      desk = await openDialpadDesk(stage, hurried);
      await desk.complete(desk.grant('dana@acme.example'));
      await connected(3_600_000);
      for (const path of ['/api/v2/webhooks', '/api/v2/subscriptions/call']) {
        for (const method of ['GET', 'POST']) {
          for (const apartMs of [0, 30]) {
            const copies = [await desk.only(), await desk.only()];
            await deleteAtDialpad();
            desk.dialpad.faults.plan({ path, method, answer: { kind: 'late', ms: 100 } });
            await Promise.all(
              copies.map((copy, place) => sleep(place * apartMs).then(() => at(HERE).mend(copy, desk.provider, NEVER))),
            );
            desk.dialpad.faults.clear();
            const { webhook, sealedWebhookSecret } = await desk.only();
            expect(await desk.standing('subscriptions/call')).toMatchObject([{ id: webhook?.ids['subscription'] }]);
            // A webhook that nothing feeds may be left: it tells nothing, and goes with the next subscribing.
            const known = (await desk.standing('webhooks')).find(({ id }) => id === webhook?.ids['webhook']);
            expect(sealedWebhookSecret).not.toBeNull();
            expect(known?.signature?.secret).toBe(desk.webhooks.secretOf(await desk.only()));
          }
        }
      }
    });

    it('is not asked for where the phone system cannot say', async () => {
      const { webhooks } = desk.provider;
      if (webhooks === undefined) throw new Error('There is no facet.');
      const mute = Object.create(desk.provider, {
        webhooks: { value: Object.create(webhooks, { stands: { value: undefined } }) },
      }) as typeof desk.provider;
      await mend(HERE, mute);
      expect(requests()).toEqual([]);
      await expectOne(HERE);
    });
  });

  describe('where the host has moved', () => {
    it('costs nothing while it has not', async () => {
      await follow(HERE);
      expect(requests()).toEqual([]);
    });

    it('delivers to the new address, and nothing is left at the old one', async () => {
      await follow(THERE);
      await expectOne(THERE);
    });

    it('is taken away where the vendor can no longer reach it, and made again where it can', async () => {
      await follow(BEYOND);
      await expectNone();
      await mend(BEYOND);
      await expectNone();
      await mend(THERE);
      await expectOne(THERE);
    });

    it('is missed no longer, although it was refused, where the vendor can no longer reach this host', async () => {
      await deleteAtDialpad();
      refuse('POST');
      await mend();
      expect((await desk.only()).eventsProblem).toMatchObject({ kind: 'events-refused' });
      await follow(HERE);
      expect((await desk.only()).eventsProblem).not.toBeNull();
      await follow(BEYOND);
      expect((await desk.only()).eventsProblem).toBeNull();
    });

    it('is not forgotten at the old address until it could be taken away there', async () => {
      const before = await desk.only();
      refuse('DELETE');
      await follow(THERE);
      await mend(THERE);
      expect(await desk.only()).toEqual(before);
      desk.dialpad.faults.clear();
      await follow(THERE);
      await expectOne(THERE);
    });

    it('moves with the next connect as well', async () => {
      await at(THERE).renew(await desk.only(), desk.provider, '/api');
      await expectOne(THERE);
    });
  });
});
