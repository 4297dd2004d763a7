import { randomBytes } from 'node:crypto';
import { type PhoneSystemOptions, readPhoneSystemSettings } from './settings.js';

const read = (environment: Record<string, string> = {}, options: PhoneSystemOptions = {}) =>
  readPhoneSystemSettings((name) => environment[name], options);
const aKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

describe('the settings', () => {
  it('are complete where nothing is given', () => {
    const { settings, problems } = read();
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      databaseUrl: null,
      dataDir: './data',
      publicUrl: 'http://localhost:3000',
      settingsPath: '/settings/products/phone-system',
      tokenKeys: [],
      fetchEverySeconds: 300,
      farEverySeconds: 3600,
      historyDays: 30,
      longestCallHours: 24,
      reconcileEverySeconds: 86_400,
      notice: 'off',
      runMigrations: true,
    });
  });

  it('come from the environment, and what the host gives goes over it', () => {
    const environment = {
      DATABASE_URL: 'postgres://db.example/phone',
      DATA_DIR: '/var/lib/phone',
      PUBLIC_URL: 'https://app.example/',
      TOKEN_KEYS: `${aKey('new')},${aKey('old')}`,
      FETCH_EVERY_SECONDS: '60',
      FAR_EVERY_SECONDS: '1800',
      HISTORY_DAYS: '90',
      LONGEST_CALL_HOURS: '12',
      RECONCILE_EVERY_SECONDS: '3600',
      NOTICE: 'required',
    };
    const { settings, problems } = read(environment, { historyDays: 7, runMigrations: false });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({
      databaseUrl: 'postgres://db.example/phone',
      dataDir: '/var/lib/phone',
      publicUrl: 'https://app.example',
      fetchEverySeconds: 60,
      farEverySeconds: 1800,
      historyDays: 7,
      longestCallHours: 12,
      reconcileEverySeconds: 3600,
      notice: 'required',
      runMigrations: false,
    });
    expect(settings.tokenKeys.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('count as not set where they are empty', () => {
    const { settings, problems } = read({ DATABASE_URL: '', PUBLIC_URL: '', HISTORY_DAYS: '', TOKEN_KEYS: '' });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ databaseUrl: null, publicUrl: 'http://localhost:3000', historyDays: 30 });
  });

  it('take the port into the address where that is not given', () => {
    expect(read({ PORT: '8080' }).settings.publicUrl).toBe('http://localhost:8080');
  });

  it('are all named at once where they are wrong, each once', () => {
    const { problems } = read(
      {
        DATABASE_URL: 'mysql://db.example',
        DATA_DIR: '   ',
        PUBLIC_URL: 'https://app.example/path',
        TOKEN_KEYS: 'short:abc',
        FETCH_EVERY_SECONDS: '0',
        FAR_EVERY_SECONDS: '1.5',
        HISTORY_DAYS: '401',
        LONGEST_CALL_HOURS: 'long',
        RECONCILE_EVERY_SECONDS: '0',
        NOTICE: 'maybe',
      },
      { settingsPath: '//evil.example' },
    );
    const names = ['DATABASE_URL', 'DATA_DIR', 'PUBLIC_URL', 'settingsPath', 'TOKEN_KEYS', 'FETCH_EVERY_SECONDS'];
    for (const name of [
      ...names,
      'FAR_EVERY_SECONDS',
      'HISTORY_DAYS',
      'LONGEST_CALL_HOURS',
      'RECONCILE_EVERY_SECONDS',
      'NOTICE',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    }
    expect(problems).toHaveLength(11);
  });

  it.each([
    [{ PUBLIC_URL: 'app.example' }],
    [{ PUBLIC_URL: 'ftp://app.example' }],
    [{ PUBLIC_URL: 'https://user:pass@app.example' }],
    [{ PUBLIC_URL: 'https://app.example?x=1' }],
    [{ PUBLIC_URL: 'https://app.example:99999' }],
    [{ PUBLIC_URL: 'https://[::1' }],
    [{ PORT: 'eighty' }],
    [{ PORT: '99999' }],
  ])('refuse %j as the address of the host', (environment) => {
    expect(read(environment).problems).toEqual([expect.stringMatching(/^PUBLIC_URL must be/)]);
  });

  it('are named, not stumbled over, where a host gives them in another type', () => {
    const options = { databaseUrl: 5, publicUrl: 6, tokenKeys: 7, historyDays: '8 days' } as unknown;
    const { problems } = read({}, options as PhoneSystemOptions);
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'TOKEN_KEYS', 'HISTORY_DAYS']) {
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    }
  });

  it('need keys in production, and nowhere else', () => {
    expect(read({ NODE_ENV: 'production' }).problems).toEqual([expect.stringMatching(/^TOKEN_KEYS is required/)]);
    expect(read({ NODE_ENV: 'production', TOKEN_KEYS: aKey('a') }).problems).toEqual([]);
    expect(read({ NODE_ENV: 'production', TOKEN_KEYS: 'wrong' }).problems).toHaveLength(1);
  });
});
