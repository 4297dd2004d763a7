import { startDialpadSimulator } from './index.js';

describe('a request with a name that Dialpad does not know', () => {
  it('is answered as if the name were not there, and is counted', async () => {
    const now = new Date();
    const dialpad = await startDialpadSimulator({ limits: 'off', historyDays: 1, now: () => now });
    const headers = { authorization: `Bearer ${dialpad.grant('dana@acme.example').accessToken}` };
    const ask = async (query: string): Promise<string> =>
      await (await fetch(`${dialpad.baseUrl}/api/v2/users?${query}`, { headers })).text();
    expect(await ask('state=all&pagesize=3')).toBe(await ask('state=all'));
    const made = await fetch(`${dialpad.baseUrl}/api/v2/webhooks`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ hook_url: 'http://127.0.0.1:9/hook', secrt: 'x' }),
    });
    expect(made.status).toBe(200);
    expect(dialpad.requests.map(({ path, ignored }) => [path, ignored])).toEqual([
      ['/api/v2/users', ['pagesize']],
      ['/api/v2/users', []],
      ['/api/v2/webhooks', ['secrt']],
    ]);
    await dialpad.stop();
  });
});
