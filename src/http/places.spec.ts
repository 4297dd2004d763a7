import { PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';
import { Problem } from '../support/problem.js';
import { RULES } from '../../test/support/rules-document.js';

describe.each(PLATFORMS)('what lasts, or keeps the host busy, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });

  beforeEach(() => http.reset());

  afterEach(() => {
    for (const hangUp of open.splice(0)) hangUp();
  });

  afterAll(async () => {
    // Of those that were hung up some are kept alive, for which a stop waits.
    http.app.getHttpServer().closeAllConnections();
    await http.app.close();
  });

  const open: (() => void)[] = [];

  /** One request, which can be hung up. */
  function ask(path: string, init: RequestInit = {}): { readonly answer: Promise<Response>; hangUp(): void } {
    const ends = new AbortController();
    open.push(() => ends.abort());
    return { answer: fetch(http.address + path, { ...init, signal: ends.signal }), hangUp: () => ends.abort() };
  }
  const listen = () => ask('/dialpad/progress');
  const tryRules = () =>
    ask('/rules/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(RULES),
    });
  const statusOf = async (asked: { readonly answer: Promise<Response> }): Promise<number> =>
    (await asked.answer).status;
  const untilLetIn = async (again: () => ReturnType<typeof ask>) => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const asked = again();
      if ((await statusOf(asked)) === 200) return asked;
    }
    throw new Error('Nobody is let in any more.');
  };

  it('is a person’s so many times at once, and not one more; with each that ends there is a place again', async () => {
    const streams = Array.from({ length: 8 }, listen);
    expect(await Promise.all(streams.map(statusOf))).toEqual(Array(8).fill(200));
    const refused = await listen().answer;
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      code: 'too_many_at_once',
      detail: 'You have 8 of these open already: close one, or wait until it is done.',
    });
    streams[3]?.hangUp();
    streams[3] = await untilLetIn(listen);
    expect(await statusOf(listen())).toBe(429);
    for (const stream of streams) stream.hangUp();
  });

  it('is a tenant’s so many times, whoever of it asks, and another one’s meanwhile', async () => {
    const streams: ReturnType<typeof ask>[] = [];
    for (const person of ['p1', 'p2', 'p3', 'p4', 'p5']) {
      http.signIn(person, 'admin');
      streams.push(...Array.from({ length: 8 }, listen));
      await Promise.all(streams.map(statusOf));
    }
    expect(await Promise.all(streams.map(statusOf))).toEqual(Array(40).fill(200));
    http.signIn('p6', 'admin');
    const refused = await listen().answer;
    expect(await refused.json()).toMatchObject({
      status: 429,
      detail: 'Your company has 40 of these open already: wait a moment and try again.',
    });
    http.signIn('p6', 'admin', 'globex');
    expect(await statusOf(listen())).toBe(404);
    for (const stream of streams) stream.hangUp();
    http.signIn('p7', 'admin');
    (await untilLetIn(listen)).hangUp();
  });

  it('is busy until the work is done, also where whoever asked has hung up', async () => {
    let finish = (): void => undefined;
    http.told.tried = new Promise<void>((resolve) => (finish = resolve));
    const asked = Array.from({ length: 3 }, tryRules);
    // Whoever comes while all three are inside is refused; one that came before them waits beside them.
    const last = tryRules();
    const refused = await Promise.race([...asked, last].map(statusOf));
    expect(refused).toBe(429);
    for (const each of [...asked, last]) {
      each.hangUp();
      await each.answer.catch(() => undefined);
    }
    expect(await statusOf(tryRules())).toBe(429);
    http.signIn('another', 'admin');
    const others = tryRules();
    finish();
    expect(await statusOf(others)).toBe(200);
    http.reset();
    expect(await Promise.all(Array.from({ length: 3 }, tryRules).map(statusOf))).toEqual([200, 200, 200]);
  });

  it('is not busy with files that are still on their way', async () => {
    const arriving: ReadableStreamDefaultController<Uint8Array>[] = [];
    const uploads = Array.from({ length: 3 }, () => {
      const start = (sending: ReadableStreamDefaultController<Uint8Array>): void => {
        sending.enqueue(new TextEncoder().encode('employeeId'));
        arriving.push(sending);
      };
      const sent = {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: new ReadableStream({ start }),
        duplex: 'half',
      };
      return ask('/dialpad/mappings/import', sent);
    });
    const meanwhile: number[] = [];
    for (let turn = 0; turn < 5; turn++) meanwhile.push(await statusOf(tryRules()));
    for (const sending of arriving) sending.close();
    expect(await Promise.all(uploads.map(statusOf))).toEqual([200, 200, 200]);
    expect(meanwhile).toEqual(Array(5).fill(200));
  });

  it('gives the place back where the work fails', async () => {
    http.told.tried = Promise.reject(new Problem(404, 'gone', 'It is gone.'));
    http.told.tried.catch(() => undefined);
    for (let turn = 0; turn < 5; turn++) expect(await statusOf(tryRules())).toBe(404);
  });
});
