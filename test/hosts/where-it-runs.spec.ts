import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DialpadSimulator, startDialpadSimulator } from '../../src/testing/index.js';
import { disconnectAt, walkHost } from '../support/host-walk.js';
import { type HostsHouse, installHosts, peersAt } from '../support/hosts-house.js';
import { type RunningNestHost, startNestHost } from '../support/nest-host.js';
import { nodeOf, startPostgres } from '../support/other-versions.js';

interface Place {
  /** As the README's table calls it. */
  readonly name: string;
  readonly node?: string;
  readonly postgres?: string;
  readonly nest?: '11' | '12';
  readonly platform?: 'Express' | 'Fastify';
  readonly timeZone?: string;
}

const PLACES: readonly Place[] = [
  { name: 'Node 22', node: '^22.17.0' },
  { name: 'Node 24', node: '^24.0.0' },
  { name: 'Node 26', node: '^26.0.0' },
  { name: 'PostgreSQL 15', postgres: '15.18.0-beta.17' },
  { name: 'PostgreSQL 16', postgres: '16.14.0-beta.17' },
  { name: 'PostgreSQL 17', postgres: '17.10.0-beta.17' },
  { name: 'PostgreSQL 18', postgres: '18.4.0-beta.17' },
  { name: 'NestJS 11', nest: '11' },
  { name: 'NestJS 12', nest: '12' },
  { name: 'Express', platform: 'Express' },
  { name: 'Fastify', platform: 'Fastify' },
  { name: '`TZ=Asia/Kathmandu`', timeZone: 'Asia/Kathmandu' },
  { name: '`TZ=America/St_Johns`', timeZone: 'America/St_Johns' },
];

/** Each as the newest and, of NestJS 11, as the oldest that is said to fit. */
const PLATFORMS = {
  '11': { '@nestjs/platform-express': '11.2.10', '@nestjs/config': '4.0.4', '@nestjs/schedule': '6.1.3' },
  '12': { '@nestjs/platform-express': '^12.5.1', '@nestjs/platform-fastify': '^12.5.0' },
};

describe('where the README says that it runs', () => {
  let dir: string;
  let dialpad: DialpadSimulator;
  let running: RunningNestHost | undefined;
  const houses = new Map<string, HostsHouse>();
  const ends: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'where-it-runs-'));
    dialpad = await startDialpadSimulator();
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    for (const end of ends.splice(0)) await end();
  });

  afterAll(async () => {
    await dialpad.stop();
    for (const house of houses.values()) await house.remove();
    await rm(dir, { recursive: true, force: true });
  });

  const houseOn = async (nest: '11' | '12'): Promise<HostsHouse> => {
    const there = houses.get(nest);
    if (there !== undefined) return there;
    const peers = await peersAt(nest === '11' ? 'oldest' : 'newest');
    const house = await installHosts(nest === '11' ? ['plain'] : ['plain', 'on-fastify'], {
      ...peers,
      ...PLATFORMS[nest],
    });
    houses.set(nest, house);
    return house;
  };

  const serverOf = async (version: string): Promise<string> => {
    const server = await startPostgres(dir, version);
    ends.push(server.stop);
    return server.url;
  };

  it.each(PLACES)(
    'on $name: a host starts, connects, fetches, opens a day and a call, and disconnects',
    async ({ name, node, postgres, nest = '12', platform = 'Express', timeZone }) => {
      const house = await houseOn(nest);
      const program = node === undefined ? process.execPath : await nodeOf(dir, node);
      const settings = {
        DIALPAD_CLIENT_ID: dialpad.clientId,
        DIALPAD_CLIENT_SECRET: dialpad.clientSecret,
        DIALPAD_BASE_URL: dialpad.baseUrl,
        HISTORY_DAYS: '4',
        DATA_DIR: await mkdtemp(join(dir, 'data-')),
        ...(postgres === undefined ? {} : { DATABASE_URL: await serverOf(postgres) }),
        ...(timeZone === undefined ? {} : { TZ: timeZone }),
      };
      const onFastify = platform === 'Fastify';
      running = await startNestHost(
        { dir: house.dir, node: program },
        settings,
        onFastify ? 'on-fastify.js' : 'plain.js',
      );
      const surface = `${running.url}${onFastify ? '/api' : ''}`;
      const { counted, ...walked } = await walkHost(surface);
      expect(walked).toEqual({ offered: ['dialpad'], outcome: 'connected', status: 'connected' });
      expect(counted.day).toBeGreaterThan(0);
      expect(counted.calls).toBe(counted.day);
      expect(counted.call).toBeGreaterThan(0);
      expect(await disconnectAt(surface)).toBe('disconnected');
      const { stdout: version } = await promisify(execFile)(program, ['--version']);
      console.log(
        `${name}: Node ${version.trim()}, PostgreSQL ${postgres ?? '(embedded)'}, ${house.installed.join(', ')}`,
      );
    },
  );

  it('has a row of the README’s table for each', async () => {
    const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| (.+?) +\|/gm)].map(([, name]) => name);
    expect(rows).toEqual(expect.arrayContaining(PLACES.map(({ name }) => name)));
  });
});
