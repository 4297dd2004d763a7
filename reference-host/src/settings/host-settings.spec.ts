import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostSettings } from './host-settings.js';

describe('the settings of the reference host', () => {
  it('need nothing: then there are made-up people, and no Dialpad client', () => {
    const { settings, problems } = readHostSettings({});
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ port: 3000, dialpad: null, logLevel: 'warn' });
    expect(settings.phoneSystems.publicUrl).toBe('http://localhost:3000');
    expect(settings.fixture().tenants.map(({ id }) => id)).toEqual(['acme', 'globex', 'initech']);
  });

  it('take an empty variable for one that is not set', () => {
    expect(readHostSettings({ PORT: '', HOST_FIXTURE: ' ', DIALPAD_CLIENT_ID: '' }).problems).toEqual([]);
  });

  it('name every wrong one at once, whosever it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const file = join(folder, 'people.json');
    writeFileSync(file, JSON.stringify({ tenants: [{ id: 'acme' }] }));
    const { problems } = readHostSettings({
      NODE_ENV: 'production',
      PORT: 'http',
      PUBLIC_URL: 'localhost',
      HOST_FIXTURE: file,
      DATABASE_URL: 'mysql://nowhere',
      HISTORY_DAYS: '0',
      TOKEN_KEYS: 'one:short',
      DIALPAD_CLIENT_ID: 'id-without-secret',
      LOG_LEVEL: 'loud',
      METRICS_TOKEN: 'short',
      TRUST_PROXY: 'yes',
      DIALPAD_SIMULATOR: 'policy-days=0, amnesia, call-page=51',
    });
    const all = problems.join('\n');
    for (const name of [
      'NODE_ENV',
      'PORT must',
      'PUBLIC_URL',
      'HOST_FIXTURE: tenants[0].name',
      'HOST_FIXTURE: tenants[0].employees',
      'DATABASE_URL',
      'HISTORY_DAYS',
      'TOKEN_KEYS',
      'DIALPAD_CLIENT_SECRET',
      'LOG_LEVEL must be one of trace, debug',
      'METRICS_TOKEN must be 16 to 512',
      'TRUST_PROXY must be the number',
      'DIALPAD_SIMULATOR: policy-days must be a whole number from 1 to 3650',
      'DIALPAD_SIMULATOR has no amnesia; it knows deleted-users, policy-days',
      'DIALPAD_SIMULATOR: call-page must be a whole number from 1 to 50',
    ]) {
      expect(all).toContain(name);
    }
  });

  it('say of production what is wrong with it, and ask for nothing that would not help', () => {
    expect(readHostSettings({ NODE_ENV: 'production' }).problems).toEqual([
      expect.stringMatching(/^NODE_ENV is production, .*without passwords/),
    ]);
  });

  it('take a token for operators, which prints as no text', () => {
    const { settings, problems } = readHostSettings({ METRICS_TOKEN: 'exactly-16-signs' });
    expect(problems).toEqual([]);
    expect(settings.metricsToken?.reveal()).toBe('exactly-16-signs');
    expect(JSON.stringify(settings)).not.toContain('exactly-16-signs');
    expect(readHostSettings({ METRICS_TOKEN: 'exactly 16 signs' }).problems).toHaveLength(1);
  });

  it('name what the simulated Dialpad forgets, in one setting, and only where it is simulated', () => {
    const DIALPAD_SIMULATOR = 'deleted-users=3, policy-days=1,access-days=45,call-page=25,other-subscriptions=10';
    const { settings, problems } = readHostSettings({ DIALPAD_SIMULATOR });
    expect(problems).toEqual([]);
    expect(settings.simulatedWorld).toEqual({
      deletedUsers: 3,
      policyDays: 1,
      accessDays: 45,
      callPage: 25,
      otherSubscriptions: 10,
    });
    const both = { DIALPAD_SIMULATOR, DIALPAD_CLIENT_ID: 'id', DIALPAD_CLIENT_SECRET: 'secret' };
    expect(readHostSettings(both).problems).toEqual([expect.stringContaining('leave one of them out')]);
  });

  it('complain of a wrong port once', () => {
    expect(readHostSettings({ PORT: '70000' }).problems).toEqual(['PORT must be a whole number from 1 to 65535']);
  });
});
