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
  /** The version of an installed package. */
  versionOf(name: string): Promise<string>;
  remove(): Promise<void>;
}

/** The newest versions that this package says it fits, and what these hosts need beside them. */
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
    versionOf: async (name) => {
      const manifest = await readFile(join(dir, 'node_modules', name, 'package.json'), 'utf8');
      return (JSON.parse(manifest) as { readonly version: string }).version;
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** The peers of this package, at one of the ranges that it names for each. */
export async function peersAt(major: 'older' | 'newer'): Promise<Readonly<Record<string, string>>> {
  const { peerDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  return Object.fromEntries(
    Object.entries(peerDependencies).map(([name, ranges]) => {
      const each = ranges.split(' || ');
      return [name, (major === 'older' ? each[0] : each.at(-1)) ?? ranges];
    }),
  );
}
