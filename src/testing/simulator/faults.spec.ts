import { startDialpadSimulator } from './index.js';
import type { DialpadSimulator, FaultKind } from './index.js';

describe('faults', () => {
  let dialpad: DialpadSimulator;
  let token: string;

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off' });
    token = dialpad.grant('dana@acme.example').accessToken;
  });
  afterEach(() => dialpad.faults.clear());
  afterAll(() => dialpad.stop());

  const company = (signal?: AbortSignal) =>
    fetch(`${dialpad.baseUrl}/api/v2/company`, { headers: { authorization: `Bearer ${token}` }, signal });
  const plan = (answer: FaultKind) => dialpad.faults.plan({ path: '/api/v2/company', answer });

  it('happen as often as planned, where planned, and are over then', async () => {
    dialpad.faults.plan({ path: /company$/, times: 2, after: 1, answer: { kind: 'status', status: 500 } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await company()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('answer with a status and when to come back', async () => {
    plan({ kind: 'status', status: 429, retryAfter: 7 });
    const answer = await company();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('happen to requests that carry a parameter, and to no others', async () => {
    dialpad.faults.plan({ path: '/api/v2/company', query: 'cursor', answer: { kind: 'status', status: 400 } });
    expect((await company()).status).toBe(200);
    expect((await fetch(`${dialpad.baseUrl}/api/v2/company?cursor=x`)).status).toBe(400);
  });

  it('alter a true answer on its way', async () => {
    plan({ kind: 'altered', alter: (body, query) => `${body.length > 0} ${query.size}` });
    const answer = await company();
    expect([answer.status, await answer.text()]).toEqual([200, 'true 0']);
  });

  it('hold a true answer back', async () => {
    plan({ kind: 'late', ms: 150 });
    const began = performance.now();
    expect((await company()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(140);
  });

  it('leave a log that tells clients apart by the address that they were given', async () => {
    await company();
    expect(dialpad.requests.at(-1)?.host).toBe(new URL(dialpad.baseUrl).host);
  });

  it('answer with a page instead of JSON', async () => {
    plan({ kind: 'html' });
    const answer = await company();
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it.each(['reset', 'lostAnswer'] as const)('tear the connection down: %s', async (kind) => {
    plan({ kind });
    await expect(company()).rejects.toThrow();
  });

  it('end an answer in its middle', async () => {
    plan({ kind: 'truncated' });
    await expect(company().then((answer) => answer.text())).rejects.toThrow();
  });

  it('never answer, and do not hold up the stop', async () => {
    const other = await startDialpadSimulator();
    other.faults.plan({ answer: { kind: 'hang' } });
    const hanging = expect(fetch(`${other.baseUrl}/api/v2/company`)).rejects.toThrow();
    while (other.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await other.stop();
    await hanging;
  });

  it('carry a refresh out whose answer is lost: the old token is spent', async () => {
    const { refreshToken } = dialpad.grant('dana@acme.example');
    const refresh = () =>
      fetch(`${dialpad.baseUrl}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: refreshToken ?? '',
          client_id: dialpad.clientId,
          client_secret: dialpad.clientSecret,
        }),
      });
    dialpad.faults.plan({ path: '/oauth2/token', answer: { kind: 'lostAnswer' } });
    await expect(refresh()).rejects.toThrow();
    expect((await refresh()).status).toBe(400);
  });

  it('leave a log without tokens', async () => {
    await company();
    const last = dialpad.requests.at(-1);
    expect(last).toMatchObject({ method: 'GET', path: '/api/v2/company', status: 200, query: {} });
    expect(JSON.stringify(dialpad.requests)).not.toContain(token);
  });
});
