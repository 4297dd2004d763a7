import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startDialpadSimulator } from '../../src/testing/index.js';
import { killHosts, removeDir, runHost, startHost } from '../support/host-process.js';
import { newDataDir } from '../support/test-database.js';
import { connectDialpad, signIn } from '../support/way.js';

describe('the reference host as a user starts it', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await newDataDir();
  });

  afterEach(async () => {
    killHosts();
    await removeDir(dataDir);
  });

  it('makes what it needs in a new folder, and prints one line with the address to open and who can sign in', async () => {
    const host = await startHost({ DATA_DIR: join(dataDir, 'new', 'data') });
    const lines = host.output().trim().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^Ready: open http:\/\/localhost:\d+ and sign in as dana@acme\.example/),
    ]);
    expect(await host.stop()).toBe(0);
  });

  it('refuses a second copy on the same data directory with a sentence', async () => {
    const host = await startHost({ DATA_DIR: dataDir });
    const second = await runHost({ DATA_DIR: dataDir, PORT: '39871' });
    await host.stop();
    expect(second.code).toBe(1);
    expect(second.output).toContain('is using the data directory');
    expect(second.output).toContain('DATABASE_URL');
  });

  it('stops within five seconds, also while files and forms are still on their way to it', async () => {
    const host = await startHost({ DATA_DIR: dataDir });
    const { port } = new URL(host.url);
    const paths = ['dialpad/mappings/import', `dialpad/hooks/${randomUUID()}`, 'rules/preview'];
    const uploads = paths.map((path) => {
      const upload = connect(Number(port), 'localhost').on('error', () => undefined);
      const type = path.startsWith('rules') ? 'application/json' : 'text/csv';
      upload.write(
        `POST /api/phone-systems/${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: 99999\r\n\r\n{"a"`,
      );
      return upload;
    });
    await Promise.all(uploads.map((upload) => once(upload, 'connect')));
    const ends = Promise.all(uploads.map((upload) => new Promise((resolve) => upload.on('close', resolve))));
    const from = Date.now();
    expect(await host.stop()).toBe(0);
    expect(Date.now() - from).toBeLessThan(5_000);
    await ends;
    expect(host.output()).not.toContain('request-failed');
  });

  it('finds its connection and its calls again after SIGTERM and after kill -9', async () => {
    const first = await startHost({ DATA_DIR: dataDir, HISTORY_DAYS: '2' });
    const dana = await signIn(first.url, 'dana@acme.example');
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('outcome=connected');
    const before = await dana.untilComplete();
    await first.stop();

    const second = await startHost({ DATA_DIR: dataDir, HISTORY_DAYS: '2' });
    const again = await signIn(second.url, 'dana@acme.example');
    const connection = await again.connection();
    expect(connection).toMatchObject({ status: 'connected', progress: { phase: 'steady' } });
    expect(connection.progress.records).toBe(before.progress.records);
    expect(await again.fetchNow()).toMatchObject({ outcome: 'done', rejected: 0 });
    await second.kill();

    const third = await startHost({ DATA_DIR: dataDir, HISTORY_DAYS: '2' });
    const thirdTime = await signIn(third.url, 'dana@acme.example');
    expect(await thirdTime.connection()).toMatchObject({ status: 'connected' });
    expect(await thirdTime.fetchNow()).toMatchObject({ outcome: 'done' });
    await third.stop();
  });

  it('talks to the Dialpad that is configured, and starts no simulator then', async () => {
    const dialpad = await startDialpadSimulator();
    const host = await startHost({
      DATA_DIR: dataDir,
      DIALPAD_CLIENT_ID: dialpad.clientId,
      DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
      DIALPAD_BASE_URL: dialpad.baseUrl,
      HISTORY_DAYS: '1',
    });
    expect(host.output()).toContain('; Microsoft Teams Phone, RingCentral and Zoom Phone are simulated.');
    const dana = await signIn(host.url, 'dana@acme.example');
    expect(await connectDialpad(dana, 'dana@acme.example', 'allow')).toContain('outcome=connected');
    await dana.untilComplete();
    expect(dialpad.requests.some(({ path }) => path.startsWith('/api/v2/call'))).toBe(true);
    await host.stop();
    await dialpad.stop();
  });

  it('names every wrong setting in one message and ends with exit code 1', async () => {
    const { code, output } = await runHost({
      DATA_DIR: dataDir,
      PORT: 'none',
      PUBLIC_URL: 'ftp://host.example',
      DATABASE_URL: 'mysql://localhost',
      TOKEN_KEYS: 'k1:tooshort',
      FETCH_EVERY_SECONDS: 'often',
      HISTORY_DAYS: '500',
      DIALPAD_CLIENT_ID: 'id-without-secret',
      HOST_FIXTURE: join(dataDir, 'nobody.json'),
    });
    expect(code).toBe(1);
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'TOKEN_KEYS',
      'FETCH_EVERY_SECONDS',
      'HISTORY_DAYS',
      'DIALPAD_CLIENT_SECRET',
      'HOST_FIXTURE',
    ]) {
      expect(output).toContain(name);
    }
    expect(output).not.toContain('tooshort');
  });

  it('says what to do when the database server cannot be reached, and nothing of its password', async () => {
    const { code, output } = await runHost({
      DATABASE_URL: 'postgres://someone:hush-hush@127.0.0.1:1/none',
      DATA_DIR: dataDir,
    });
    expect(code).toBe(1);
    expect(output).toContain('The database of DATABASE_URL cannot be used');
    expect(output).not.toContain('hush-hush');
  });

  it('refuses to run in production', async () => {
    const { code, output } = await runHost({ DATA_DIR: dataDir, NODE_ENV: 'production' });
    expect(code).toBe(1);
    expect(output).toContain('reference host');
  });
});
