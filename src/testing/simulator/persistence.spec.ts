import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDialpadSimulator } from './index.js';
import type { DialpadSimulator, DialpadSimulatorOptions } from './index.js';

describe('a simulator with a data directory', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dialpad-simulator-'));
  const running: DialpadSimulator[] = [];
  const start = async (options: DialpadSimulatorOptions = {}): Promise<DialpadSimulator> => {
    const dialpad = await startDialpadSimulator({ dataDir, limits: 'off', ...options });
    running.push(dialpad);
    return dialpad;
  };

  afterEach(() => Promise.all(running.splice(0).map((dialpad) => dialpad.stop())));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  const status = async (dialpad: DialpadSimulator, path: string, token: string): Promise<number> =>
    (await fetch(dialpad.baseUrl + path, { headers: { authorization: `Bearer ${token}` } })).status;

  it('goes on with its client, consents and calls after a restart', async () => {
    const first = await start();
    const { accessToken, refreshToken } = first.grant('dana@acme.example');
    const { clientId, clientSecret } = first;
    const target = { id: '1', type: 'user', name: 'Dana', email: '', phone: '' };
    const added = first.addCall('Acme', { direction: 'inbound', startedAt: 1000, endedAt: 2000, target });
    first.changeCall('Acme', added.id, { recorded: true });
    const until = new Date();
    const calls = first.calls('Acme', new Date(0), until);
    await first.stop();

    const second = await start({ seed: 99 });
    expect([second.clientId, second.clientSecret]).toEqual([clientId, clientSecret]);
    expect(await status(second, '/api/v2/company', accessToken)).toBe(200);
    expect(await status(second, `/api/v2/call/${added.id}`, accessToken)).toBe(200);
    expect(second.calls('Acme', new Date(0), until)).toEqual(calls);
    const refreshed = await fetch(`${second.baseUrl}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken ?? '',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    expect(refreshed.status).toBe(200);
  });

  it('keeps no token that could be used', async () => {
    const { accessToken, refreshToken } = (await start()).grant('dana@acme.example');
    const kept = readdirSync(dataDir).map((file) => readFileSync(join(dataDir, file), 'utf8'));
    expect(kept.join()).not.toContain(accessToken);
    expect(kept.join()).not.toContain(refreshToken);
  });

  it('refuses a file that it cannot read, names it, and leaves it', async () => {
    await (await start()).stop();
    const [file = ''] = readdirSync(dataDir);
    writeFileSync(join(dataDir, file), '{');
    await expect(start()).rejects.toThrow(file);
    expect(readFileSync(join(dataDir, file), 'utf8')).toBe('{');
  });
});
