import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile, packTarball } from './packed-house.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAMS = join(import.meta.dirname, '..', 'hosts', 'programs');
const NAME = 'prodoscore-phone-systems';
const run = promisify(execFile);

/** A folder with one `node_modules`, in which the tarball is installed and hosts lie compiled. */
export interface HostsHouse {
  readonly dir: string;
  /** What the host itself brought, each with its version. */
  readonly installed: readonly string[];
  remove(): Promise<void>;
}

/**
 * Installs the tarball beside packages, and compiles hosts.
 *
 * @param packages what the host brings, each with the range of versions it asks for
 */
export async function installHosts(
  programs: readonly string[],
  packages: Readonly<Record<string, string>>,
): Promise<HostsHouse> {
  const dir = await mkdtemp(join(tmpdir(), 'hosts-'));
  const tarball = await packTarball(dir);
  const dependencies = { [NAME]: `file:./${tarball}`, '@types/node': '^22.0.0', ...packages };
  await writeFile(join(dir, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir });
  for (const file of ['tsconfig.json', 'phone-system.ports.ts', ...programs.map((program) => `${program}.ts`)]) {
    await cp(join(PROGRAMS, file), join(dir, file));
  }
  await compile(dir);
  return {
    dir,
    installed: await Promise.all(Object.keys(packages).map(async (name) => `${name} ${await versionIn(dir, name)}`)),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

async function versionIn(dir: string, name: string): Promise<string> {
  const manifest = await readFile(join(dir, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/**
 * The peers of this package: the oldest versions that it says it fits, exactly, or the newest ranges. The oldest of the
 * newest ranges are what it is developed with.
 */
export async function peersAt(end: 'oldest' | 'newest'): Promise<Readonly<Record<string, string>>> {
  const { peerDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(
    Object.entries(peerDependencies).map(([name, ranges]) => {
      const each = ranges.split(' || ');
      return [name, (end === 'oldest' ? each[0]?.replace('^', '') : each.at(-1)) ?? ranges];
    }),
  );
}
