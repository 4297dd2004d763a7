import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { readReturnTo } from '../../src/connection/sign-in/return-to.js';
import { answerConsent } from '../../src/testing/index.js';
import { openHouse, type House } from '../support/house.js';
import { locationOf, signIn } from '../support/way.js';
import { RULES } from '../support/rules-document.js';

const API = '/api/phone-systems';
/** Far more than a linear look takes on a busy machine, and nothing beside what backtracking would. */
const PATIENCE_MS = 15_000;

interface ProblemJson {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

describe('hostile requests to the reference host', () => {
  let house: House;
  let cookie: string;

  beforeAll(async () => {
    house = await openHouse();
    const signedIn = await fetch(`${house.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"dana@acme.example"}',
    });
    cookie = signedIn.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  }, 120_000);

  afterAll(() => house?.close(), 30_000);

  const ask = (method: string, path: string, body?: string, type = 'application/json'): Promise<Response> =>
    fetch(`${house.url}${API}${path}`, {
      method,
      body,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': type }) },
      redirect: 'manual',
    });

  /** With an address that no client would send. */
  const asIs = async (
    path: string,
    cookie: string,
  ): Promise<{ readonly status: number | undefined; readonly headers: IncomingHttpHeaders }> => {
    const { port } = new URL(house.url);
    const sent = send({ port, method: 'GET', path, headers: { cookie } }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return { status: answer.statusCode, headers: answer.headers };
  };

  const problemOf = async (response: Response): Promise<ProblemJson> => {
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    const problem = (await response.json()) as ProblemJson;
    expect(problem).toMatchObject({ status: response.status, code: expect.stringMatching(/^[a-z_]+$/) });
    expect(problem.detail).toMatch(/\.$/);
    return problem;
  };

  describe('what is told of the house', () => {
    it.each(['/', `${API}/rules`, '/api/nowhere', '/health/live', '/metrics', '/assets/nothing'])(
      'is nothing of what it is made of, at %s',
      async (path) => {
        const { headers } = await fetch(house.url + path, { headers: { cookie } });
        expect([headers.get('x-powered-by'), headers.get('server')]).toEqual([null, null]);
        expect(headers.get('x-content-type-options')).toBe('nosniff');
      },
    );
  });

  describe('the id of a request', () => {
    it('stands in every answer of the API, as a proxy gave it or made anew', async () => {
      const idOf = async (sent?: string): Promise<string | null> => {
        const headers = { cookie, ...(sent === undefined ? {} : { 'x-request-id': sent }) };
        return (await fetch(`${house.url}${API}/rules`, { headers })).headers.get('x-request-id');
      };
      expect(await idOf('of-a-proxy')).toBe('of-a-proxy');
      expect(await idOf('<script>')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('bodies', () => {
    it.each([
      ['a form', 'phoneUserId=1', 'application/x-www-form-urlencoded'],
      ['plain text', '{"phoneUserId":null}', 'text/plain'],
      ['a part of a form', '--x--', 'multipart/form-data; boundary=x'],
      ['what only sounds like JSON', '{"phoneUserId":null}', 'application/jsonp'],
    ])('are JSON, and not %s', async (_what, body, type) => {
      for (const [method, path] of [
        ['PUT', '/dialpad/mappings/e2'],
        ['PUT', '/rules'],
        ['POST', '/rules/preview'],
        ['PUT', '/calls/nothing/exclusion'],
      ] as const) {
        const response = await ask(method, path, body, type);
        // A call that there is not is not there, whatever is sent to it.
        expect([415, 404]).toContain((await problemOf(response)).status);
      }
    });

    it('are JSON in any spelling of its name', async () => {
      const body = JSON.stringify(RULES);
      for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
        expect((await ask('POST', '/rules/preview', body, type)).status).toBe(200);
      }
    });

    it.each([
      ['no JSON', '{"effectiveFrom":', 400],
      ['no object', '"text"', 400],
      ['over 100 KiB', JSON.stringify({ ...RULES, overlap: 'x'.repeat(110_000) }), 413],
      ['a well of brackets', `{"weights":${'['.repeat(45_000)}${']'.repeat(45_000)}}`, 400],
      ['a well of objects', `{"weights":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}}`, 400],
      ['ten thousand unknown fields', `{${Array.from({ length: 8_000 }, (_, n) => `"f${n}":1`).join()}}`, 400],
    ])('that are %s are refused with a sentence', async (_what, body, status) => {
      expect((await problemOf(await ask('PUT', '/rules', body))).status).toBe(status);
    });
  });

  describe('prototypes', () => {
    const stands = (): void => {
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.prototype.hasOwnProperty.call(Object.prototype, 'polluted')).toBe(false);
    };

    it.each([
      ['__proto__', '{"__proto__":{"polluted":true},"phoneUserId":null}'],
      ['constructor.prototype', '{"constructor":{"prototype":{"polluted":true}},"phoneUserId":null}'],
      ['an own prototype', '{"prototype":{"polluted":true},"phoneUserId":null}'],
    ])('stay as they are: %s in a body', async (_what, body) => {
      const { status } = await ask('PUT', '/dialpad/mappings/e2', body);
      stands();
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    });

    it.each([
      '{"__proto__":{"polluted":true},"inbound":1,"outbound":1,"internal":1}',
      '{"constructor":{"prototype":{"polluted":true}},"inbound":1,"outbound":1,"internal":1}',
    ])('stay as they are: %s deep in a body', async (weights) => {
      const body = JSON.stringify({ ...RULES, weights: 0 }).replace('"weights":0', `"weights":${weights}`);
      const response = await ask('POST', '/rules/preview', body);
      stands();
      expect(response.status).toBeLessThan(500);
    });

    it.each([
      '__proto__[polluted]=true',
      '__proto__.polluted=true',
      'constructor[prototype][polluted]=true',
      'search[__proto__][polluted]=true',
      'filter=__proto__',
      'filter=constructor',
      'page=__proto__',
    ])('stay as they are: ?%s', async (query) => {
      const response = await ask('GET', `/dialpad/mappings?${query}`);
      stands();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    });

    it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
      'name no phone system, employee, call, round or day: %s',
      async (name) => {
        for (const path of [
          `/${name}/connection`,
          `/dialpad/fetches/${name}`,
          `/calls/${name}`,
          `/employees/${name}/days/2026-11-01`,
          `/employees/${name}/data`,
        ]) {
          expect([path, (await problemOf(await ask('GET', path))).status]).toEqual([path, 404]);
        }
        expect((await problemOf(await ask('GET', `/employees/e1/days/${name}`))).status).toBe(400);
      },
    );
  });

  describe('long hostile strings', () => {
    const LONG = 7_000;
    const strings = [' ', '\t', '/', '.', '-', '0', 'a', '%', '(', '+', '@', '"', '\\', '=', ';', ',', 'é', '%2f']
      .map((piece) => piece.repeat(LONG / piece.length))
      .flatMap((text) => [text, `${text}!`]);

    it('are answered at once wherever they stand: queries, paths, bodies, headers', async () => {
      for (const text of strings) {
        const encoded = encodeURIComponent(text).slice(0, LONG);
        const safe = encoded.replace(/%.?$/, '');
        const header = text
          .replace(/[^\x20-\x7e]/g, 'x')
          .slice(0, LONG)
          .trim();
        const begun = performance.now();
        const answers = await Promise.all([
          ask('GET', `/dialpad/mappings?search=${safe}`),
          ask('GET', `/employees/e1/days?from=${safe}&to=2026-11-01`),
          ask('GET', `/employees/${safe}/days/2026-11-01`),
          ask('GET', `/employees/e1/days/${safe}`),
          ask('GET', `/dialpad/fetches/${safe}`),
          ask('GET', `/${safe}/connection`),
          ask('GET', `/dialpad/callback?state=${safe}&code=x`),
          ask('PUT', '/rules', JSON.stringify({ ...RULES, effectiveFrom: text, overlap: text })),
          ask('PUT', '/dialpad/mappings/e2', JSON.stringify({ phoneUserId: text, from: text })),
          fetch(`${house.url}${API}/rules`, { headers: { cookie: `host_session=${header}; phone_system_browser=x` } }),
          fetch(`${house.url}${API}/rules`, { method: 'PUT', headers: { origin: `http://${header}`, cookie: '' } }),
          fetch(`${house.url}/api/sign-in`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ email: `${text}@${text}` }),
          }),
        ]);
        expect(performance.now() - begun).toBeLessThan(PATIENCE_MS);
        expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      }
    }, 120_000);

    it('are read as a place to come back to in no time', () => {
      for (const text of strings) {
        const begun = performance.now();
        readReturnTo(`/${text.repeat(100)}`);
        expect(performance.now() - begun).toBeLessThan(PATIENCE_MS);
      }
    });
  });

  describe('addresses', () => {
    it.each(['/employees/%E0%A4%A/days/2026-11-20', '/calls/%'])(
      'that cannot be read are refused, and the body is not blamed: %s',
      async (path) => {
        const { code, detail } = await problemOf(await ask('GET', path));
        expect([code, detail]).toEqual(['invalid_input', expect.stringMatching(/address/)]);
      },
    );

    it('with the last days of the calendar are answered at once', async () => {
      const response = await ask('GET', '/employees/e1/days?from=9999-12-30&to=9999-12-31');
      const { items } = (await response.json()) as { items: { day: string }[] };
      expect(items.map(({ day }) => day)).toEqual(['9999-12-30', '9999-12-31']);
    });
  });

  describe('the place to come back to', () => {
    it.each([
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/%2Fevil.example',
      '/%5Cevil.example',
      '%2F%2Fevil.example',
      'https://evil.example',
      'https:/evil.example',
      'javascript:alert(1)',
      '/.//evil.example',
      '/\tevil.example',
      '/a\r\nSet-Cookie: a=b',
      '/a%0d%0aSet-Cookie:%20a=b',
      '/.%2f/evil.example',
      '/%2e%2e%2f%2fevil.example',
    ])('is refused where it leads away: %j', async (returnTo) => {
      const { code } = await problemOf(await ask('GET', `/dialpad/connect?returnTo=${encodeURIComponent(returnTo)}`));
      expect(code).toBe('invalid_return_to');
    });

    it('is refused where it comes twice or in parts', async () => {
      for (const query of ['returnTo=/a&returnTo=//evil.example', 'returnTo[]=/a', 'returnTo[x]=/a']) {
        expect((await problemOf(await ask('GET', `/dialpad/connect?${query}`))).status).toBe(400);
      }
    });
  });

  describe('the way to the vendor and back', () => {
    it('tells nobody where the browser came from, and keeps nothing', async () => {
      for (const path of ['/dialpad/connect', '/dialpad/callback?state=x&code=y']) {
        const { status, headers } = await ask('GET', path);
        expect(status).toBe(302);
        expect([headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['no-referrer', 'no-store']);
      }
    });

    it.each([
      ['http://evil.example/api/phone-systems/dialpad/connect', 'a foreign host'],
      ['http://evil.example/API/Phone-Systems/dialpad/CONNECT', 'a foreign host, in other letters'],
      ['/api/phone-systems/dialpad/Connect/', 'other letters'],
      ['/api//phone-systems/dialpad/connect', 'a doubled slash'],
    ])('comes back to the address of the settings, whatever a request says: %s (%s)', async (path) => {
      const { location } = (await asIs(path, cookie)).headers;
      if (location === undefined) return;
      const redirectUri = new URL(location).searchParams.get('redirect_uri');
      expect(redirectUri).toBe(`${house.url}${API}/dialpad/callback`);
    });

    it.each([
      ['http://evil.example/team?week=2026-11-23', '/team?week=2026-11-23'],
      ['http://evil.example', '/'],
      ['HTTPS://evil.example?x=1', '/?x=1'],
      ['http://evil:99999/my-day', '/my-day'],
    ])('signs people in on the way to a page of this host, whatever a request says: %s', async (path, returnTo) => {
      const { status, headers } = await asIs(path, '');
      expect([status, headers.location]).toEqual([303, `/sign-in?returnTo=${encodeURIComponent(returnTo)}`]);
    });

    it.each(['http://evil:99999/team', 'http://evil.example/team', 'http://evil:99999/employees/e2/days/2026-11-20'])(
      'shows the page that is asked for, whatever host a request names: %s',
      async (path) => {
        expect((await asIs(path, cookie)).status).toBe(200);
      },
    );

    it('tells programs of what there is not as JSON, whatever host a request names', async () => {
      const { status, headers } = await asIs('http://evil.example/api/nowhere', cookie);
      expect([status, headers['content-type']]).toEqual([404, expect.stringMatching('json')]);
    });

    it.each(['is signed out', 'is somebody else by now'])('ends nowhere for one who began it and %s', async (who) => {
      const dana = await signIn(house.url, 'dana@acme.example');
      const begun = locationOf(await dana.request(`${API}/dialpad/connect`));
      const back = await answerConsent(begun, { email: 'dana@acme.example', decision: 'allow' });
      await dana.request('/api/sign-out', { method: 'POST' });
      if (who === 'is somebody else by now') {
        await dana.request('/api/sign-in', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"email":"ann@acme.example"}',
        });
      }
      expect(locationOf(await dana.request(back))).toBe(
        '/settings/products/phone-system?phoneSystem=dialpad&outcome=failed&code=state_unknown',
      );
      expect((await ask('GET', '/dialpad/connection')).status).toBe(404);
    });

    it('binds a browser by a cookie that no script reads and no other site’s form sends', async () => {
      const { headers } = await ask('GET', '/dialpad/connect');
      const [bound = ''] = headers.getSetCookie();
      expect(bound.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax']);
    });
  });

  it('ends a request whose head is no HTTP with an answer, and goes on', async () => {
    const status = await new Promise((resolve) => {
      const { port } = new URL(house.url);
      send({ port, method: 'GET', path: `/${'a'.repeat(20_000)}` }, (response) => resolve(response.statusCode))
        .on('error', () => resolve('closed'))
        .end();
    });
    expect([431, 'closed']).toContain(status);
    expect((await fetch(`${house.url}/health/live`)).status).toBe(200);
  });
});
