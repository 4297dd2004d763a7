import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { failureOf } from '../../test/support/told-failures.js';
import { ownWebhooks, Secret, type WebhookFacet, WebhookRefused } from '../contract/index.js';
import { FakePhoneSystem, ScriptedSession } from '../testing/fakes/index.js';
import { GatedProvider } from './gated-provider.js';

const RECEIPT = { receivedAt: new Date(), account: null };

describe('the gate before webhooks', () => {
  beforeAll(() => Logger.overrideLogger(false));

  const facet: WebhookFacet = {
    subscribe: () => Promise.resolve({ ids: { hook: '1' } }),
    unsubscribe: () => Promise.resolve(),
    open: () => Promise.resolve([{ kind: 'callFinished', call: aRecord('1') }]),
  };
  const gated = (changes: Record<string, unknown>): WebhookFacet => {
    const phone = Object.assign(new FakePhoneSystem(), { webhooks: { ...facet, ...changes } });
    const webhooks = ownWebhooks(new GatedProvider(phone));
    if (webhooks === undefined) throw new Error('There is no facet.');
    return webhooks;
  };
  const open = (events: unknown) =>
    gated({ open: () => Promise.resolve(events) }).open(
      { headers: {}, query: {}, body: new Uint8Array() },
      's',
      RECEIPT,
    );
  const endpoint = { url: 'https://host.example', secret: 's' };
  const session = new ScriptedSession(() => ({}));

  it('has what the provider has, and nothing else', () => {
    expect(new GatedProvider(new FakePhoneSystem()).webhooks).toBeUndefined();
    expect(gated({}).stands).toBeUndefined();
    expect(gated({ stands: () => Promise.resolve(true) }).stands).toBeInstanceOf(Function);
  });

  it('calls the facet as its own method', async () => {
    class Own implements WebhookFacet {
      private readonly id = '7';
      subscribe = facet.subscribe.bind(facet);
      unsubscribe = facet.unsubscribe.bind(facet);
      async stands(): Promise<boolean> {
        return await Promise.resolve(this.id === '7');
      }
      async open() {
        return await Promise.resolve([{ kind: 'ignored', why: this.id } as const]);
      }
    }
    const webhooks = ownWebhooks(new GatedProvider(Object.assign(new FakePhoneSystem(), { webhooks: new Own() })));
    expect(await webhooks?.stands?.(session, { url: 'x', ids: {} })).toBe(true);
    expect(await webhooks?.open({ headers: {}, query: {}, body: new Uint8Array() }, 's', RECEIPT)).toEqual([
      { kind: 'ignored', why: '7' },
    ]);
  });

  it('takes what is subscribed to with a secret and an end, where the vendor gives them, and nothing else for them', async () => {
    const [secret, expiresAt] = [new Secret('theirs'), new Date('2026-12-01T00:00:00Z')];
    const subscribing = (made: object) =>
      gated({ subscribe: () => Promise.resolve({ ids: { hook: '1' }, ...made }) }).subscribe(session, endpoint);
    expect(await subscribing({ secret, expiresAt })).toEqual({ ids: { hook: '1' }, secret, expiresAt });
    for (const odd of [
      { secret: 'open' },
      { secret: new Secret('') },
      { expiresAt: 7 },
      { expiresAt: new Date(NaN) },
    ]) {
      expect(await failureOf(subscribing(odd))).toMatchObject({ kind: 'defect' });
    }
  });

  it('answers the vendor’s questions with what can be sent, and with no page and nothing long', () => {
    const delivery = { headers: {}, query: { validationToken: 'a b' }, body: new Uint8Array() };
    const answering = (reply: unknown) => gated({ answer: () => reply }).answer?.(delivery, 's', RECEIPT);
    expect(gated({}).answer).toBeUndefined();
    expect(answering(null)).toBeNull();
    const sound = { status: 200, headers: { 'Validation-Token': 'a' }, body: { plainToken: 'b' } };
    expect(answering(sound)).toEqual(sound);
    for (const odd of [
      { status: 500 },
      { status: 302, headers: { location: 'https://evil.example' } },
      { status: 200, body: 'x'.repeat(1_025) },
      { status: 200, headers: { a: 'b\r\nset-cookie: c' } },
      'yes',
    ]) {
      expect(() => answering(odd)).toThrow('The plug-in for Example Phone failed');
    }
    expect(() =>
      gated({
        answer: () => {
          throw new WebhookRefused('It is not signed.');
        },
      }).answer?.(delivery, 's', RECEIPT),
    ).toThrow(WebhookRefused);
  });

  it('brings events with records that can be stored, and ignores the others with a reason', async () => {
    const call = aRecord('1', { labels: ['a\0b'] });
    expect(
      await open([
        { kind: 'callFinished', call },
        { kind: 'callFinished', call: { ...call, revision: 1.5 } },
        { kind: 'callFinished' },
        { kind: 'ignored', why: 'not \0 over' },
        { kind: 'ignored', why: 'no time', rejected: { externalId: '2', reason: '\0', raw: { circle: true } } },
      ]),
    ).toEqual([
      { kind: 'callFinished', call: { ...call, labels: ['ab'] } },
      {
        kind: 'ignored',
        why: 'revision is no whole number.',
        rejected: { externalId: '1', reason: 'revision is no whole number.', raw: null },
      },
      { kind: 'ignored', why: 'The record is no object.' },
      { kind: 'ignored', why: 'not  over' },
      { kind: 'ignored', why: 'no time', rejected: { externalId: '2', reason: 'no time', raw: null } },
    ]);
  });

  it('tells a refusal from a fault', async () => {
    const refusing = gated({ open: () => Promise.reject(new WebhookRefused('no')) });
    await expect(
      refusing.open({ headers: {}, query: {}, body: new Uint8Array() }, 's', RECEIPT),
    ).rejects.toBeInstanceOf(WebhookRefused);
    for (const events of [null, {}, [null], [{ kind: 'ignored' }]]) {
      expect(await failureOf(open(events))).toMatchObject({ kind: 'defect' });
    }
    const broken = (): never => {
      throw new TypeError('x');
    };
    const faulty = gated({ open: broken, subscribe: broken, unsubscribe: broken, stands: broken });
    const delivered = faulty.open({ headers: {}, query: {}, body: new Uint8Array() }, 's', RECEIPT);
    for (const work of [
      delivered,
      faulty.subscribe(session, endpoint),
      faulty.unsubscribe(session, { url: 'x', ids: {} }),
      faulty.stands?.(session, { url: 'x', ids: {} }) ?? Promise.resolve(),
    ]) {
      expect(await failureOf(work)).toEqual({ kind: 'defect', what: 'TypeError' });
    }
  });

  it.each([null, {}, { ids: null }, { ids: { hook: 7 } }, { ids: { hook: '\0' } }, { ids: { 'a\0': '1' } }])(
    'takes no subscription that cannot be stored: %j',
    async (subscription) => {
      const odd = gated({ subscribe: () => Promise.resolve(subscription) });
      expect(await failureOf(odd.subscribe(session, endpoint))).toMatchObject({ kind: 'defect' });
    },
  );
});
