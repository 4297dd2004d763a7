import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** What the reference host needs beside the package's own peers; it is no part of the tarball. */
const OF_THE_HOST = [
  '@nestjs/platform-express',
  'helmet',
  'htm',
  'nestjs-pino',
  'pino',
  'pino-http',
  'preact',
  'preact-render-to-string',
];

/** A folder in which the packed tarball is installed as any host installs it, with a sibling beside it. */
export interface PackedHouse {
  readonly dir: string;
  /** Where the sibling's package lies, built against the tarball. */
  readonly sibling: string;
  /** The installed package's `dist`, with the reference host put into it. */
  readonly dist: string;
}

/**
 * Packs this package, installs the tarball from the registry's point of view, and builds the sibling against it.
 *
 * @param sibling a package's folder
 */
export async function packHouse(sibling: string): Promise<PackedHouse> {
  const dir = await mkdtemp(join(tmpdir(), 'packed-house-'));
  const own = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly peerDependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const { name } = JSON.parse(await readFile(join(sibling, 'package.json'), 'utf8')) as { readonly name: string };
  const tarball = await packTarball(dir);
  await cp(sibling, join(dir, 'sibling'), { recursive: true });
  const wanted = [...Object.keys(own.peerDependencies), ...OF_THE_HOST, '@types/node'];
  const dependencies = {
    [own.name]: `file:./${tarball}`,
    [name]: 'file:./sibling',
    ...Object.fromEntries(wanted.map((each) => [each, own.devDependencies[each]])),
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir });
  await compile(join(dir, 'sibling'));
  const dist = join(dir, 'node_modules', own.name, 'dist');
  await mkdir(join(dist, 'host'), { recursive: true });
  await cp(join(ROOT, 'dist', 'host'), join(dist, 'host'), { recursive: true });
  return { dir, sibling: join(dir, 'sibling'), dist };
}

/** Packs this package into a folder; answers the file's name. */
export async function packTarball(dir: string): Promise<string> {
  await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', dir], { cwd: ROOT });
  return (await readdir(dir)).find((file) => file.endsWith('.tgz')) ?? '';
}

/** Compiles a package in the house; throws with what the compiler says. */
export async function compile(dir: string): Promise<void> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, '-p', dir]).catch((error: { readonly stdout?: string }) => {
    throw new Error(error.stdout);
  });
}

/** Writes a package for another phone system into a house, as `npm run new-provider` does. */
export async function newProvider(house: PackedHouse, key: string, displayName: string): Promise<string> {
  const dir = join(house.dir, key);
  await run(process.execPath, [join(ROOT, 'tools', 'new-provider', 'new-provider.js'), key, displayName, dir]);
  return dir;
}

/** Runs a package's tests with node:test, and answers what they printed, whether they passed or failed. */
export async function runNodeTests(dir: string): Promise<string> {
  const files = (await readdir(join(dir, 'dist', 'test'))).filter((file) => file.endsWith('.test.js'));
  const tests = files.map((file) => join(dir, 'dist', 'test', file));
  // A test of jest's must not be taken for one of node:test's.
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...tests], { env, cwd: dir }).catch(
    (error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  return stdout;
}
