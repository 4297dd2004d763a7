import { routes } from '../../test/support/route-table.js';
import { PLATFORMS, StubbedHttp } from '../../test/support/stubbed-http.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const split = (name: string) => name.split(' ') as [(typeof METHODS)[number], string];
const paths = [...new Set(routes.map(({ name }) => split(name)[1]))];
const filled = (path: string): string => path.replace(/:\w+/g, 'x1').replace(/^phone-systems/, '');
/** The methods of every route that answers an address. */
const takenAt = (address: string): string[] =>
  METHODS.filter((method) =>
    routes.some(({ name }) => {
      const [own, path] = split(name);
      const [parts, asked] = [filled(path).split('/'), address.split('/')];
      const wild = path.replace(/^phone-systems/, '').split('/');
      return (
        own === method &&
        parts.length === asked.length &&
        asked.every((it, at) => wild[at]?.startsWith(':') || it === parts[at])
      );
    }),
  );

describe.each(PLATFORMS)('a wrong method, on %s', (platform) => {
  let http: StubbedHttp;

  beforeAll(async () => {
    http = await StubbedHttp.start(platform);
  });
  beforeEach(() => http.reset());
  afterAll(() => http.app.close());

  it.each(paths.map(filled))('is 405 at %s, and Allow says which ones are right', async (address) => {
    const taken = takenAt(address);
    for (const method of METHODS.filter((method) => !taken.includes(method))) {
      const { body, headers } = await http.ask(method.toLowerCase() as Lowercase<typeof method>, address).expect(405);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(headers['allow']?.split(', ').sort()).toEqual([...taken].sort());
      expect(body).toMatchObject({ status: 405, code: 'method_not_allowed' });
    }
  });

  it.each(['connect', 'callback?state=1&code=2'])('is HEAD at %s, which sets nothing off', async (path) => {
    const { headers } = await http.ask('head', `/dialpad/${path}`).expect(405);
    expect([headers['allow'], headers['location'], headers['set-cookie']]).toEqual(['GET', undefined, undefined]);
  });

  it.each([
    ['connect', 'sec-purpose', 'prefetch'],
    ['connect', 'sec-purpose', 'prefetch;prerender'],
    ['callback?state=1&code=2', 'sec-purpose', 'prefetch;anonymous-client-ip'],
    ['callback?state=1&code=2', 'purpose', 'prefetch'],
    ['callback?state=1&code=2', 'x-moz', 'prefetch'],
  ])('is no look ahead at %s (%s: %s), which sets nothing off', async (path, name, value) => {
    const { headers, body } = await http.ask('get', `/dialpad/${path}`).set(name, value).expect(425);
    expect([headers['location'], headers['set-cookie']]).toEqual([undefined, undefined]);
    expect(body).toMatchObject({ code: 'not_opened' });
  });

  it('is not HEAD where GET only reads', async () => {
    await http.ask('head', '/rules').expect(200);
  });

  it('is told what is right in other letters, too, where the platform takes those', async () => {
    const { status, headers, body } = await http.ask('patch', '/RULES');
    expect([404, 405]).toContain(status);
    if (status === 405)
      expect([headers['allow'], (body as { detail: string }).detail]).toEqual([
        'GET, PUT',
        'This address does not take this method; it takes GET, PUT. Nothing was changed.',
      ]);
  });

  it('leaves addresses that nobody has to the host', async () => {
    await http.ask('post', '/x1/nothing/here').expect(404);
  });
});
