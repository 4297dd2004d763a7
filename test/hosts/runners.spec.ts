import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type HostsHouse, installHosts, peersAt } from '../support/hosts-house.js';
import { compile } from '../support/packed-house.js';

const SIBLING = join(import.meta.dirname, '..', '..', 'phone-systems', 'ringcentral');
const run = promisify(execFile);

/** Whose `describe` and `it` the kit is given, and how that runner is asked to run one file. */
const RUNNERS = {
  'node:test': { from: 'node:test', command: (file: string) => ['--test', file] },
  vitest: { from: 'vitest', command: (file: string) => ['node_modules/vitest/vitest.mjs', 'run', file] },
  jest: {
    from: '@jest/globals',
    command: (file: string) => [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--config={"testEnvironment":"node","transform":{},"testMatch":["**/*.test.js"]}',
      '--runTestsByPath',
      file,
    ],
  },
};

describe('the conformance kit, from the tarball', () => {
  let house: HostsHouse;

  beforeAll(async () => {
    house = await installHosts([], { ...(await peersAt('newest')), vitest: '^5.1.1', jest: '^30.5.2' });
    await cp(SIBLING, join(house.dir, 'sibling'), { recursive: true });
    await compile(join(house.dir, 'sibling'));
    await compile(join(house.dir, 'sibling', 'test'));
  });

  afterAll(async () => {
    console.log(`Run with ${house.installed.join(', ')}`);
    await house.remove();
  });

  it.each(Object.entries(RUNNERS))(
    'runs under %s, every law, and prints why some are left out',
    async (name, runner) => {
      const tests = join(house.dir, 'sibling', 'dist', 'test');
      const written = await readFile(join(tests, 'conformance.test.js'), 'utf8');
      const file = join('sibling', 'dist', 'test', `${name.replace(':', '-')}.test.js`);
      await writeFile(join(house.dir, file), written.replace("'node:test'", `'${runner.from}'`));
      // A run of jest's must not be taken for a part of this one.
      const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, JEST_WORKER_ID: _worker, ...env } = process.env;
      const { stdout, stderr } = await run(process.execPath, runner.command(file), { cwd: house.dir, env });
      const printed = `${stdout}${stderr}`;
      expect(printed).toContain('RingCentral is held without lapsingTokens: pages are found by their number');
      expect(printed).toMatch(/# pass 31|Tests[ :]+.*31 passed/);
    },
  );
});
