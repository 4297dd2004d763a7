import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { PhoneSystemAlert } from '../src/contract/index.js';
import { buildHost } from '../reference-host/src/host-app.js';
import { HostAlerts } from '../reference-host/src/operations/host-alerts.js';
import { readHostSettings } from '../reference-host/src/settings/host-settings.js';
import { type DialpadSimulator, startDialpadSimulator } from '../src/testing/index.js';
import { freePort, removeDir } from './support/host-process.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';
import { connectDialpad, type Person, signIn, until } from './support/way.js';

const ADMIN = 'dana@acme.example';

describe('what the operator is told, over a whole host', () => {
  let dialpad: DialpadSimulator;
  let database: TestDatabase;
  let dataDir: string;
  let app: NestExpressApplication;
  let dana: Person;
  const told: PhoneSystemAlert[] = [];

  beforeAll(async () => {
    dialpad = await startDialpadSimulator({ limits: 'off' });
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'phone-systems-'));
    // The reference host gives this class to forRoot({ alerts }).
    jest.spyOn(HostAlerts.prototype, 'deliver').mockImplementation((alert) => {
      told.push(alert);
      return Promise.resolve();
    });
    const port = await freePort();
    Object.assign(process.env, {
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: database.options.databaseUrl ?? '',
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: dialpad.baseUrl,
      HISTORY_DAYS: '1',
    });
    const { settings } = readHostSettings(process.env);
    app = await buildHost(settings);
    await app.listen(port);
    dana = await signIn(settings.phoneSystems.publicUrl, ADMIN);
    await connectDialpad(dana, ADMIN, 'allow');
    await dana.untilComplete();
  }, 180_000);

  afterAll(async () => {
    await app?.close();
    await dialpad?.stop();
    await database?.drop();
    await removeDir(dataDir);
    jest.restoreAllMocks();
  }, 60_000);

  const stoppedWas = (state: PhoneSystemAlert['state']) =>
    until(
      `an alert of the stop is ${state}`,
      () => Promise.resolve(told),
      (alerts) => alerts.some((alert) => alert.kind === 'stopped' && alert.state === state),
    );

  it('is a changed answer that nothing can be fetched from, until it is right again; then fetching goes on by itself', async () => {
    dialpad.faults.plan({
      path: '/api/v2/call',
      times: Infinity,
      answer: { kind: 'body', status: 200, body: '{"calls":[{"call_id":1}]}', contentType: 'application/json' },
    });
    await dana.request('/api/phone-systems/dialpad/fetches', { method: 'POST' });
    const stopped = await until(
      'the operator is asked',
      dana.connection,
      ({ problem }) => problem?.action === 'ask-operator',
    );
    expect(stopped).toMatchObject({ status: 'connected', problem: { kind: 'unreadable' } });
    await stoppedWas('began');
    expect(told.find(({ kind }) => kind === 'stopped')).toMatchObject({
      providerKey: 'dialpad',
      problem: 'unreadable',
      message: stopped.problem?.message,
      sample: expect.stringContaining('calls'),
    });

    dialpad.faults.clear();
    const before = stopped.completeUntil ?? '';
    await until(
      'fetching goes on',
      dana.connection,
      ({ problem, completeUntil }) => problem === null && (completeUntil ?? '') > before,
    );
    await stoppedWas('over');
  }, 240_000);

  it('is how each connection is, without whose it is', async () => {
    const answer = await dana.request('/health/connections');
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
    expect([answer.status, items]).toEqual([
      200,
      [
        {
          connectionId: expect.any(String),
          providerKey: 'dialpad',
          status: 'connected',
          lagSeconds: expect.any(Number),
          lastFetchAt: expect.any(String),
          problem: null,
          alerts: expect.any(Array),
        },
      ],
    ]);
  });

  it('is every metric that the documentation names, at the door of the host', async () => {
    const documentation = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8');
    const names = [...documentation.matchAll(/^\| `(phone_system_\w+)/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThanOrEqual(10);
    const door = await dana.request('/metrics');
    expect(door.status).toBe(200);
    const shown = new Set([...(await door.text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });
});
