import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { PhoneSystemMetrics } from '../metrics/index.js';
import { openApi } from '../../test/support/documented.js';
import { connection, pageEnd, progress, round, PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';

describe.each(PLATFORMS)('the HTTP surface of connections, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  const boss = { tenantId: 'acme', employeeId: 'boss', role: 'admin' };
  const shown = {
    key: 'dialpad',
    status: 'connected',
    account: { externalId: '9007199254740993', name: 'Acme', domains: ['acme.example'] },
    connectedBy: 'boss',
    connectedAt: '2026-11-20T10:00:00.000Z',
    progress,
    lastFetchAt: null,
    completeUntil: null,
    nextFetchAt: '2026-11-22T10:05:00.000Z',
    problem: null,
    refusedScores: null,
    forgetsAfterDays: null,
    bounds: { counterparties: 'full', neverStored: 0, applying: null },
  };

  it('shows the drop-down', async () => {
    const { body, headers } = await http.ask('get').expect(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      items: [
        expect.objectContaining({ key: 'acme-phone', icon: null, configured: false, connection: null }),
        {
          key: 'dialpad',
          displayName: 'Dialpad',
          icon: 'data:image/svg+xml,phone',
          docsUrl: 'https://dialpad.example/docs',
          capabilities: [],
          scopes: [{ name: 'calls', why: 'To see calls.' }],
          keys: null,
          limitations: ['Video calls are not shown.'],
          configured: true,
          connection: shown,
        },
      ],
      selected: 'dialpad',
    });
  });

  it('says where the host does not take its scores: how many wait, since when and why', async () => {
    const since = '2026-11-22T09:00:00.000Z';
    http.told.refused = { days: 42, since: new Date(since), reason: 'it is being deployed' };
    const { body } = await http.ask('get', '/dialpad/connection').expect(200);
    expect(body).toMatchObject({
      refusedScores: {
        days: 42,
        since,
        message:
          '42 days of scores wait for the host, which does not take them: “it is being deployed”. ' +
          'They are offered again by themselves, and none is lost.',
      },
    });
  });

  it('shows a connection without its tokens', async () => {
    const { body, text } = await http.ask('get', '/dialpad/connection').expect(200);
    expect(body).toEqual(shown);
    expect(text).not.toContain('sealed');
  });

  it.each([
    ['get', '/nobody/connection', 404, 'unknown_provider'],
    ['get', '/acme-phone/connection', 404, 'never_connected'],
    ['delete', '/acme-phone/connection', 404, 'never_connected'],
    ['delete', '/dialpad/connection?erase=maybe', 400, 'invalid_input'],
    ['get', '/acme-phone/progress', 404, 'never_connected'],
    ['get', '/dialpad/fetches/nonsense', 404, 'unknown_fetch'],
    ['get', `/dialpad/fetches/${connection.id}`, 404, 'unknown_fetch'],
    ['post', '/acme-phone/fetches', 409, 'not_connected'],
    ['get', '/dialpad/mappings?filter=odd', 400, 'invalid_input'],
  ] as const)('%s %s: %i %s', async (method, path, status, code) => {
    const { body, headers } = await http.ask(method, path).expect(status);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(body).toMatchObject({ status, code });
  });

  it.each([
    [{ from: '2026-11-03' }, 'invalid_day', 'to must be a day such as 2026-11-22'],
    [{ to: '2026-11-03' }, 'invalid_day', 'from must be a day such as 2026-11-22'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'invalid_day', 'from must be a day'],
    [{ from: null, to: null }, 'invalid_day', 'from must be a day'],
    [{ from: ['2026-11-03'], to: '2026-11-03' }, 'invalid_day', 'from must be a day'],
    [{ days: 3 }, 'invalid_input', 'days is not known here'],
  ])('fetches nothing again for %j', async (sent, code, words) => {
    const { body } = await http.ask('post', '/dialpad/fetches').send(sent).expect(400);
    expect(body).toMatchObject({ code, detail: expect.stringContaining(words) });
    expect(http.told.doubted).toEqual([]);
  });

  it('asks who is there before it looks at anything else', async () => {
    http.told.caller = null;
    await http.ask('get', '/nobody/connection').expect(401);
    http.signIn('worker', 'employee');
    await http.ask('get', '/nobody/connection').expect(403);
    await http.ask('put', '/dialpad/mappings/e1').send({}).expect(403);
  });

  it('refuses to change anything for a page of another site', async () => {
    const { body } = await http.ask('delete', '/dialpad/connection').set('origin', 'https://evil.example');
    expect(body).toMatchObject({ status: 403, code: 'foreign_origin' });
    expect(http.told.disconnected).toEqual([]);
  });

  it.each([
    ['', false],
    ['?erase=true', true],
    ['?erase=false', false],
  ])('disconnects with "%s"', async (query, erase) => {
    await http.ask('delete', `/dialpad/connection${query}`).expect(204);
    expect(http.told.disconnected).toEqual([[boss, 'dialpad', { erase }]]);
  });

  it('tells of rounds, and of what was kept aside', async () => {
    const shownRound = {
      id: round.id,
      kind: 'history',
      window: { from: '2026-10-23T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' },
      startedAt: '2026-11-22T10:00:00.000Z',
      finishedAt: null,
      pages: 2,
      records: 40,
      rejected: 1,
      difference: null,
      unlisted: null,
      outcome: 'running',
      problem: null,
    };
    await http.ask('get', '/dialpad/fetches').expect(200, { items: [shownRound] });
    await http.ask('get', '/dialpad/fetches?kind=reconciliation').expect(200, { items: [] });
    await http.ask('get', '/dialpad/fetches?kind=all').expect(400);
    await http.ask('get', `/dialpad/fetches/${round.id}`).expect(200, shownRound);
    await http.ask('post', '/dialpad/fetches').expect(202, { id: round.id });
    await http.ask('post', '/dialpad/fetches').send({}).expect(202, { id: round.id });
    expect(http.told.doubted).toEqual([]);
    const days = { from: '2026-11-03', to: '2026-11-05' };
    await http.ask('post', '/dialpad/fetches').send(days).expect(202, { id: round.id });
    expect(http.told.doubted).toEqual([days]);
    await http
      .ask('get', '/dialpad/rejected')
      .expect(200, { items: [{ externalId: null, reason: 'no start', seenAt: '2026-11-22T10:00:00.000Z' }] });
  });

  it('passes mapping questions and choices on', async () => {
    const mappings = '/dialpad/mappings';
    const given = async (query: string) => (await http.ask('get', `${mappings}?${query}`).expect(200)).body as unknown;
    expect(await given('page=2')).toMatchObject({ items: [], query: { page: 2 } });
    expect(await given('filter=&search=&page=&after=')).toMatchObject({ query: { search: '' } });
    await http.ask('post', `${mappings}/auto`).expect(200, { summary: { matched: 3 } });
    await http
      .ask('put', `${mappings}/e1`)
      .send({ phoneUserId: null })
      .expect(200, { id: 'e1', choice: { phoneUserId: null } });
    await http.ask('delete', `${mappings}/e1`).expect(204);
  });

  it('goes on where a page of people ended, without a name in the address', async () => {
    const { body } = await http.ask('get', '/dialpad/mappings').expect(200);
    const { nextAfter } = body as { nextAfter: string };
    expect(nextAfter).not.toMatch(/dana|reyes/i);
    const next = await http.ask('get', `/dialpad/mappings?page=2&after=${encodeURIComponent(nextAfter)}`).expect(200);
    expect(next.body).toEqual({ items: [], query: { page: 2, after: pageEnd }, nextAfter: null });
    for (const wrong of ['e1', `${nextAfter}x`, 'x'.repeat(4_001)]) {
      const refused = await http.ask('get', `/dialpad/mappings?after=${wrong}`).expect(400);
      expect(refused.body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'after' }] });
    }
  });

  it('gives the mapping as a file, tries one, and takes one over', async () => {
    const given = await http.ask('get', '/dialpad/mappings/export').expect(200);
    expect(given.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="mappings.csv"',
    });
    expect(given.text).toBe('employeeId,phoneUserId\r\n');
    const send = (query: string, file: string | Buffer) =>
      http.ask('post', `/dialpad/mappings/import${query}`).set('content-type', 'text/csv').send(file);
    await send('?dryRun=true', 'four').expect(200, { dryRun: true, lines: 4, changes: [], wrong: [], wrongLines: 0 });
    expect(http.told.imported).toEqual([]);
    await send('', 'é').expect(200, { dryRun: false, lines: 1, changes: [], wrong: [], wrongLines: 0 });
    expect(http.told.imported).toEqual(['é']);
    const utf16 = Buffer.from('\ufeffé', 'utf16le');
    for (const file of [utf16, Buffer.from(utf16).swap16()]) await send('', file).expect(200);
    expect(http.told.imported).toEqual(['é', 'é', 'é']);
    for (const [query, file, status, code] of [
      ['', Buffer.from([0xff, 0xfe, 0x65]), 400, 'unreadable_csv'],
      ['?dryRun=perhaps', 'four', 400, 'invalid_input'],
      ['', Buffer.from([0x65, 0xe9]), 400, 'unreadable_csv'],
      ['', 'x'.repeat(1_048_577), 413, 'too_large'],
    ] as const) {
      const { body } = await send(query, file).expect(status);
      expect(body).toMatchObject({ status, code });
    }
    const json = await http.ask('post', '/dialpad/mappings/import').send({ employeeId: 'e1' }).expect(415);
    expect(json.body).toMatchObject({ code: 'unsupported_media_type' });
    http.signIn('lead', 'manager');
    await http.ask('get', '/dialpad/mappings/export').expect(403);
    await send('', 'x').expect(403);
    expect(http.told.imported).toHaveLength(3);
  });

  it('tells progress as server-sent events', async () => {
    const reader = await openProgress(http);
    const heard = await readUntil(reader, /"done":1/);
    http.told.state = { ...progress, done: 2 };
    expect(heard + (await readUntil(reader, /"done":2/))).toContain(`data: ${JSON.stringify(progress)}\n`);
    await reader.cancel();
  });

  describe('deliveries', () => {
    const deliver = (id: string, body: string) =>
      http.ask('post', `/dialpad/hooks/${id}`).set('content-type', 'application/jwt').send(body);

    it('are stored byte for byte, and need nobody signed in', async () => {
      http.told.caller = null;
      await deliver(connection.id, 'a.b.c').expect(204);
      expect(Buffer.from(http.told.delivered[0]!.body).toString()).toBe('a.b.c');
      expect(http.told.delivered[0]!.headers['content-type']).toBe('application/jwt');
    });

    it('are refused where they are unsigned, unknown or too large', async () => {
      await deliver('nobody', 'a.b.c').expect(401);
      await deliver(connection.id, 'x'.repeat(1_048_577)).expect(413);
      expect(http.told.delivered).toEqual([]);
    });

    it('are answered as the phone system asks, whatever the host wraps around its own answers', async () => {
      http.told.reply = { status: 200, headers: { 'Validation-Token': 'a token' } };
      await deliver(connection.id, 'a.b.c').expect(200).expect('Validation-Token', 'a token');
      http.told.reply = { status: 200, body: '<b>token</b>' };
      const text = await deliver(connection.id, 'a.b.c').expect(200).expect('X-Content-Type-Options', 'nosniff');
      expect([text.text, text.headers['content-type']]).toEqual([
        '<b>token</b>',
        expect.stringMatching(/^text\/plain/),
      ]);
    });

    it('come to the one address of all accounts as well, with their query', async () => {
      http.told.reply = { status: 200, body: { plainToken: 'a' } };
      const sent = http.ask('post', '/dialpad/hooks?validationToken=a%20b&validationToken=c').send({ event: 'asked' });
      const { body } = await sent.expect(200);
      expect(body).toEqual({ plainToken: 'a' });
      expect(http.told.delivered).toMatchObject([{ query: { validationToken: 'a b' } }]);
      expect(String(http.told.delivered[0]?.body)).toBe('{"event":"asked"}');
    });

    it('come as they were sent, also where they call themselves what the host parses', async () => {
      await http.ask('post', `/dialpad/hooks/${connection.id}`).send({ parsed: 'json' }).expect(204);
      expect(http.told.delivered).toMatchObject([{ headers: { 'content-type': 'application/json' } }]);
      expect(String(http.told.delivered[0]?.body)).toBe('{"parsed":"json"}');
    });

    it('are counted, also those that are refused', async () => {
      const metrics = http.app.get(PhoneSystemMetrics);
      const counted = async (outcome: string): Promise<number> => {
        const line = new RegExp(`webhook_deliveries_total{provider="dialpad",outcome="${outcome}"} (\\d+)`);
        return Number(line.exec(await metrics.text())?.[1] ?? 0);
      };
      const before = await Promise.all(['stored', 'refused', 'too-large'].map(counted));
      await deliver(connection.id, 'a.b.c');
      await deliver('nobody', 'a.b.c');
      await deliver(connection.id, 'x'.repeat(1_048_577));
      expect(await Promise.all(['stored', 'refused', 'too-large'].map(counted))).toEqual(before.map((n) => n + 1));
    });
  });

  it('describes every route in OpenAPI', () => {
    const document = SwaggerModule.createDocument(http.app, new DocumentBuilder().build());
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
    expect(operations.map(({ name }) => name)).toContain('put /api/phone-systems/{key}/mappings/{employeeId}');
    for (const { name, operation } of operations as { name: string; operation: Operation }[]) {
      const [method = '', path = ''] = name.split(' ');
      expect([name, namesOf(operation)]).toEqual([name, namesOf(openApi.paths[path]?.[method])]);
      const statuses = Object.keys(operation.responses);
      expect([name, operation.summary]).toEqual([name, expect.any(String)]);
      expect([name, statuses.some((status) => /^[23]/.test(status))]).toEqual([name, true]);
      expect([name, statuses.some((status) => status.startsWith('4'))]).toEqual([name, true]);
    }
    expect(document.components?.schemas).toHaveProperty('ProblemAnswer');
  });

  it('ends a stream of somebody whom the host no longer knows as what they were, before it tells anything new', async () => {
    for (const now of [
      null,
      { ...boss, role: 'manager' },
      { ...boss, employeeId: 'other' },
      { ...boss, tenantId: 'b' },
    ]) {
      http.reset();
      const reader = await openProgress(http);
      await readUntil(reader, /"done":1/);
      Object.assign(http.told, { caller: now, state: { ...progress, done: 2 } });
      const { value = '', done } = await reader.read();
      expect([value, done]).toEqual(['', true]);
    }
  });

  it('ends open streams when the host stops, so that it can', async () => {
    const reader = await openProgress(http);
    await readUntil(reader, /"done":1/);
    await http.app.close();
    expect((await reader.read()).done).toBe(true);
  });
});

/** What an operation takes. */
const namesOf = (operation: Pick<Operation, 'parameters'> | undefined): readonly string[] =>
  operation?.parameters?.map(({ name }) => name).sort() ?? [];

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

async function readUntil(reader: ReadableStreamDefaultReader<string>, wanted: RegExp): Promise<string> {
  let heard = '';
  while (!wanted.test(heard)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stream ended after ${JSON.stringify(heard)}`);
    heard += value;
  }
  return heard;
}

async function openProgress({ address }: StubbedHttp): Promise<ReadableStreamDefaultReader<string>> {
  const answer = await fetch(`${address}/dialpad/progress`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  return answer.body!.pipeThrough(new TextDecoderStream()).getReader();
}
