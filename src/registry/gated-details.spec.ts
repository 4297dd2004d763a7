import { Logger } from '@nestjs/common';
import { aRecord } from '../../test/support/call-records.js';
import { failureOf } from '../../test/support/told-failures.js';
import type { CallPage, DetailFacet, PhoneSystemProvider, ProviderEvent } from '../contract/index.js';
import { FakePhoneSystem, noPhoneUsers, ScriptedSession } from '../testing/fakes/index.js';
import { GatedProvider } from './gated-provider.js';

const WINDOW = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };

const RECEIPT = { receivedAt: new Date(), account: null };

describe('the gate before calls that are read one by one', () => {
  beforeAll(() => Logger.overrideLogger(false));

  const session = new ScriptedSession(() => ({}));
  const gated = (changes: object): PhoneSystemProvider =>
    new GatedProvider(Object.assign(new FakePhoneSystem(), changes));
  const telling = (answer: unknown): DetailFacet => ({ readCall: () => Promise.resolve(answer as never) });
  const read = async (answer: unknown) =>
    await gated({ details: telling(answer) }).details?.readCall(session, { externalId: 'c1' }, noPhoneUsers);
  const listing = (page: unknown, details?: DetailFacet): PhoneSystemProvider =>
    gated({
      async *listCalls() {
        yield await Promise.resolve(page);
      },
      ...(details && { details }),
    });
  const firstPage = async (provider: PhoneSystemProvider): Promise<CallPage | undefined> => {
    for await (const page of provider.listCalls(session, WINDOW, noPhoneUsers)) return page;
    return undefined;
  };

  it('has details where the provider has, and nothing else', () => {
    expect(gated({}).details).toBeUndefined();
    expect(gated({ details: telling({ items: [] }) }).details?.readCall).toBeInstanceOf(Function);
  });

  it('lets every record name the conversation by the id by which it was read', async () => {
    const many = Array.from({ length: 600 }, (_, index) => `r${index}`);
    const [plain, named, own, full] = [
      aRecord('1'),
      aRecord('2', { relatedIds: ['c1', 'x'] }),
      aRecord('c1'),
      aRecord('3', { relatedIds: many }),
    ];
    const detail = await read({ items: [plain, named, own, full], revision: 4 });
    expect(detail?.items.map(({ relatedIds }) => relatedIds.filter((id) => !id.startsWith('r')))).toEqual([
      ['c1'],
      ['c1', 'x'],
      [],
      ['c1'],
    ]);
    expect(detail?.revision).toBe(4);
  });

  it('sets aside what is no record, and lets its neighbours pass', async () => {
    const detail = await read({ items: [aRecord('1'), { externalId: '2' }, null] });
    expect(detail?.items.map(({ externalId }) => externalId)).toEqual(['1']);
    expect(detail?.rejected?.map(({ externalId }) => externalId)).toEqual(['2', undefined]);
  });

  it.each([
    ['nothing', undefined],
    ['no list', { items: 7 }],
    ['a next page', { items: [], next: 'b' }],
    ['an odd revision', { items: [], revision: '4' }],
  ])('takes %s for a defect', async (_what, answer) => {
    expect(await failureOf(read(answer))).toMatchObject({ kind: 'defect' });
  });

  it('takes what is announced for a defect where nobody could read it', async () => {
    const page = { items: [], announced: [{ externalId: 'c1', startedAt: new Date(), revision: 1 }] };
    expect(await firstPage(listing(page, telling({ items: [] })))).toEqual(page);
    expect(await failureOf(firstPage(listing(page)))).toMatchObject({ kind: 'defect' });
    expect(await failureOf(firstPage(listing({ ...page, announced: 1 }, telling({}))))).toMatchObject({
      kind: 'defect',
    });
  });

  it('takes an event that only names a call, where there are details, and for a defect where there are none', async () => {
    const event: ProviderEvent = { kind: 'callChanged', externalId: 'c1' };
    const webhooks = {
      subscribe: () => Promise.resolve({ ids: {} }),
      unsubscribe: () => Promise.resolve(),
      open: (): Promise<readonly ProviderEvent[]> => Promise.resolve([event]),
    };
    const open = async (changes: object) =>
      await gated({ webhooks, ...changes }).webhooks?.open(
        { headers: {}, query: {}, body: new Uint8Array() },
        's',
        RECEIPT,
      );
    expect(await open({ details: telling({ items: [] }) })).toEqual([event]);
    expect(await failureOf(open({}))).toMatchObject({ kind: 'defect' });
  });

  it('does not blame the provider for a directory that this host cannot read', async () => {
    const away = new Error('The database is away.');
    const provider = gated({
      details: { readCall: async (...given: Parameters<DetailFacet['readCall']>) => await given[2]() },
    });
    await expect(provider.details?.readCall(session, { externalId: 'c1' }, () => Promise.reject(away))).rejects.toBe(
      away,
    );
  });
});
