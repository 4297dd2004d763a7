import { type WebhookDelivery, WebhookRefused } from 'prodoscore-phone-systems';
import { TeamsPhoneSystem } from './index.js';

const SECRET = 'a secret made for this connection alone';
const OURS = '11111111-aaaa-4aaa-8aaa-111111111111';
const THEIRS = '22222222-bbbb-4bbb-8bbb-222222222222';
const { webhooks } = new TeamsPhoneSystem(null);

const told = (id: string, more: object = {}): object => ({
  ...{ clientState: SECRET, changeType: 'updated', resource: `communications/callRecords/${id}` },
  ...{ resourceData: { id }, tenantId: OURS, ...more },
});
const delivery = (...value: readonly object[]): WebhookDelivery => ({
  headers: {},
  query: {},
  body: new TextEncoder().encode(JSON.stringify({ value })),
});
const opened = (...value: readonly object[]) =>
  webhooks.open(delivery(...value), SECRET, { receivedAt: new Date(), account: OURS });

describe('what Microsoft tells', () => {
  it('names the call records of its tenant, and of a batch nothing that is another’s or not proven', async () => {
    const events = await opened(
      told('a'),
      told('b', { tenantId: THEIRS }),
      told('c', { clientState: 'another' }),
      told('d', { tenantId: OURS.toUpperCase() }),
      told('e', { tenantId: undefined }),
    );
    expect(events).toEqual(['a', 'd'].map((externalId) => ({ kind: 'callChanged', externalId })));
  });

  it('is nothing that is needed where it is all of another tenant, as it is of a stranger', async () => {
    expect(await opened(told('a', { tenantId: THEIRS }))).toEqual([]);
  });

  it('is refused where none of it proves that it knows the secret', async () => {
    await expect(opened(told('a', { clientState: 'another' }))).rejects.toBeInstanceOf(WebhookRefused);
  });
});
