import { type Page, ProviderError, type ProviderFailure, type Refusal } from '../../contract/index.js';
import { type AnyRequest, ScriptedSession } from '../../testing/fakes/index.js';
import { DialpadPhoneSystem } from './dialpad.provider.js';

const dialpad = new DialpadPhoneSystem(null);
const company = { id: '4500100200300400', name: 'Acme', domain: 'Acme.Example ', state: 'active' };
const window = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };

const failing = (failure: ProviderFailure) => (): never => {
  throw new ProviderError(failure, 'Dialpad said no.');
};

const call = (id: number, startedAt: number) => ({
  call_id: id,
  date_started: startedAt,
  date_ended: startedAt + 1_000,
  direction: 'inbound',
});

async function all<T>(pages: AsyncIterable<Page<T>>): Promise<readonly Page<T>[]> {
  const collected: Page<T>[] = [];
  for await (const page of pages) collected.push(page);
  return collected;
}

const failureOf = async (work: Promise<unknown>): Promise<ProviderFailure> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error.failure;
  throw new Error(`Expected a ProviderError, got ${String(error)}.`);
};

describe('listAnonymized', () => {
  it('asks the list for what was anonymised as well, and reads ids alone', async () => {
    const pages = [{ items: [{ call_id: '12' }, { call_id: 9007199254740 }, {}], cursor: 'next' }, { items: null }];
    const session = new ScriptedSession(() => pages.shift());
    const told = await all(dialpad.listAnonymized(session, window));
    expect(told.flatMap(({ items }) => items)).toEqual(['12', '9007199254740']);
    const asked = { started_after: +window.from - 1, started_before: +window.to + 1, include_anonymized: 'true' };
    expect(session.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/api/v2/call', asked],
      ['/api/v2/call', { ...asked, cursor: 'next' }],
    ]);
  });

  it('knows nothing where Dialpad does not know the parameter, and fails as ever where it fails', async () => {
    const refusing = new ScriptedSession(failing({ kind: 'unreadable', where: 'status 400' }));
    expect(await all(dialpad.listAnonymized(refusing, window))).toEqual([{ items: [] }]);
    const down = new ScriptedSession(failing({ kind: 'tryLater' }));
    expect(await failureOf(all(dialpad.listAnonymized(down, window)))).toEqual({ kind: 'tryLater' });
  });
});

describe('identify', () => {
  const answering = (routes: Readonly<Record<string, (request: AnyRequest) => unknown>>) =>
    new ScriptedSession((request) => routes[request.path]?.(request));

  it('names the company and its domain, and asks one page of calls to learn whether it may', async () => {
    const session = answering({ '/api/v2/company': () => company, '/api/v2/call': () => ({ cursor: 'more' }) });

    await expect(dialpad.identify(session)).resolves.toEqual({
      externalId: '4500100200300400',
      name: 'Acme',
      domains: ['acme.example'],
      readsAllCalls: true,
    });
    expect(session.requests).toHaveLength(2);
  });

  it('says that the grant may not list calls where Dialpad refuses them', async () => {
    const session = answering({ '/api/v2/company': () => company, '/api/v2/call': failing({ kind: 'forbidden' }) });

    await expect(dialpad.identify(session)).resolves.toMatchObject({ readsAllCalls: false });
  });

  it('does not take an outage for a lack of rights', async () => {
    const session = answering({ '/api/v2/company': () => company, '/api/v2/call': failing({ kind: 'tryLater' }) });

    expect(await failureOf(dialpad.identify(session))).toEqual({ kind: 'tryLater' });
  });

  it.each(['suspended', 'cancelled', 'deleted'])('refuses a %s company and says so', async (state) => {
    const session = answering({ '/api/v2/company': () => ({ ...company, state }) });

    await expect(dialpad.identify(session)).rejects.toThrow(`Dialpad says that this company is ${state}.`);
    expect(session.requests).toHaveLength(1);
  });

  it.each([{}, null, [], '<html>'])('does not take %p for a company', async (answer) => {
    expect(await failureOf(dialpad.identify(answering({ '/api/v2/company': () => answer })))).toEqual({
      kind: 'unreadable',
      where: 'company.id',
    });
  });

  it('serves no domain where Dialpad names none', async () => {
    const session = answering({ '/api/v2/company': () => ({ id: 1, domain: null }), '/api/v2/call': () => ({}) });

    await expect(dialpad.identify(session)).resolves.toMatchObject({ name: 'Company 1', domains: [] });
  });
});

describe('failureOf', () => {
  const meaning = (status: number, path: string, query = {}, from: Refusal['from'] = 'api') =>
    dialpad.failureOf({ from, status, headers: {}, json: {}, path, query });

  it.each([400, 404, 410])('has the listing begin again where Dialpad no longer knows the cursor (%i)', (status) => {
    for (const path of ['/api/v2/call', '/api/v2/users']) {
      expect(meaning(status, path, { cursor: 'stale' })).toEqual({ kind: 'restartListing' });
      expect(meaning(status, path)).toBeNull();
    }
  });

  it('names what is missing where it knows it, and leaves the rest to the status', () => {
    expect(meaning(403, '/api/v2/call', { cursor: 'sound' })).toEqual({ kind: 'forbidden', missing: ['calls:list'] });
    for (const path of ['/api/v2/company', '/api/v2/users']) {
      expect(meaning(403, path)).toEqual({ kind: 'forbidden', missing: ['company administrator'] });
    }
    for (const status of [401, 403, 429, 500]) expect(meaning(status, '/api/v2/webhooks')).toBeNull();
    for (const status of [400, 403]) expect(meaning(status, '/oauth2/token', {}, 'tokens')).toBeNull();
  });
});

describe('listUsers', () => {
  it('asks for users of every state, without a limit, and follows the cursor over an empty page to an empty cursor', async () => {
    const answers = [
      { items: [{ id: 1, display_name: 'Ann Cole' }, { display_name: 'Nobody' }], cursor: 'a' },
      { items: null, cursor: 'b' },
      { cursor: '' },
    ];
    const session = new ScriptedSession(() => answers.shift());

    const pages = await all(dialpad.listUsers(session));

    expect(pages.map(({ items }) => items.map(({ externalId }) => externalId))).toEqual([['1'], [], []]);
    expect(pages.map(({ rejected }) => rejected?.length)).toEqual([1, 0, 0]);
    expect(session.requests.map(({ path, query }) => ({ path, ...query }))).toEqual([
      { path: '/api/v2/users', state: 'all', cursor: undefined },
      { path: '/api/v2/users', state: 'all', cursor: 'a' },
      { path: '/api/v2/users', state: 'all', cursor: 'b' },
    ]);
  });
});

describe('listCalls', () => {
  const from = window.from.getTime();
  const to = window.to.getTime();

  it('asks a millisecond wider on both sides, and keeps to its window', async () => {
    const session = new ScriptedSession(() => ({
      items: [call(4, to), call(3, to - 1), call(2, from), call(1, from - 1)],
    }));

    const [page] = await all(dialpad.listCalls(session, window));

    expect(session.requests[0]?.query).toEqual({ started_after: from - 1, started_before: to + 1, cursor: undefined });
    expect(page?.items.map(({ externalId }) => externalId)).toEqual(['3', '2']);
  });

  it('sets aside what cannot be read, and brings its neighbours', async () => {
    const session = new ScriptedSession(() => ({ items: [call(1, from), { call_id: 2 }, null, call(3, from)] }));

    const [page] = await all(dialpad.listCalls(session, window));

    expect(page?.items.map(({ externalId }) => externalId)).toEqual(['1', '3']);
    expect(page?.rejected?.map(({ externalId }) => externalId)).toEqual(['2', undefined]);
  });

  it('does not begin again for an answer that it cannot read', async () => {
    const session = new ScriptedSession(() => ({ items: 'none' }));

    expect(await failureOf(all(dialpad.listCalls(session, window)))).toEqual({
      kind: 'unreadable',
      where: 'page.items',
    });
  });

  it('names the role that is missing where the company is refused as well', async () => {
    const missing = { kind: 'forbidden', missing: ['company administrator'] } as const;
    const session = new ScriptedSession(({ path }) =>
      failing(path === '/api/v2/company' ? missing : { kind: 'forbidden' })(),
    );

    for (const asked of [all(dialpad.listCalls(session, window)), all(dialpad.listUsers(session))]) {
      expect(await failureOf(asked)).toEqual(missing);
    }
  });

  it('says that the company is suspended where that is why calls are refused', async () => {
    const session = new ScriptedSession(({ path }) =>
      path === '/api/v2/company' ? { ...company, state: 'suspended' } : failing({ kind: 'forbidden' })(),
    );

    expect(await failureOf(all(dialpad.listCalls(session, window)))).toEqual({ kind: 'closed', state: 'suspended' });
  });

  it('sets a few broken records aside, and takes a long page of nothing else for a changed shape', async () => {
    const pageOf = (length: number) =>
      new ScriptedSession(() => ({
        items: Array.from({ length }, (_, id) => ({ ...call(id + 1, to), date_ended: 1 })),
      }));

    const [page] = await all(dialpad.listCalls(pageOf(9), window));
    expect(page?.rejected).toHaveLength(9);
    expect(await failureOf(all(dialpad.listCalls(pageOf(10), window)))).toEqual({
      kind: 'unreadable',
      where: 'every item',
    });
  });

  it.each(['call_id', 'date_started', 'date_ended', 'direction'])(
    'takes a short page on which every call lacks %s for a changed shape as well, and two of them for broken ones',
    async (field) => {
      const pageOf = (length: number) =>
        new ScriptedSession(() => ({
          items: Array.from({ length }, (_, id) => ({ ...call(id + 1, from), [field]: undefined, renamed: 1 })),
        }));

      const [page] = await all(dialpad.listCalls(pageOf(2), window));
      expect(page?.rejected).toHaveLength(2);
      expect(await failureOf(all(dialpad.listCalls(pageOf(3), window)))).toEqual({
        kind: 'unreadable',
        where: `every item: ${field}`,
      });
    },
  );

  it.each([{}, { cursor: null }, { items: null, notices: [] }, { items: null, kind: 'calls', meta: { took: 3 } }])(
    'takes %j for an empty page',
    async (answer) => {
      const [page] = await all(dialpad.listCalls(new ScriptedSession(() => answer), window));
      expect(page?.items).toEqual([]);
    },
  );

  it('refuses a cursor that comes twice', async () => {
    const session = new ScriptedSession(() => ({ items: [], cursor: 'again' }));

    expect(await failureOf(all(dialpad.listCalls(session, window)))).toEqual({
      kind: 'unreadable',
      where: 'page token',
    });
  });

  it.each([
    [null, 'page'],
    [[], 'page'],
    ['<html>', 'page'],
    [{ items: {} }, 'page.items'],
    [{ calls: [{ call_id: 1 }] }, 'page.items'],
    [{ items: null, results: [{ call_id: 1 }], cursor: 'next' }, 'page.items'],
    [{ data: { items: [{ call_id: 1 }], cursor: 'next' } }, 'page.items'],
    [{ items: [], cursor: 7 }, 'page.cursor'],
  ])('does not take %j for an empty page', async (answer, where) => {
    const session = new ScriptedSession(() => answer);

    expect(await failureOf(all(dialpad.listCalls(session, window)))).toEqual({ kind: 'unreadable', where });
  });
});
