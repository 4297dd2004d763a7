import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** What linting and compiling need. */
const OF_TOOLS = ['@eslint/js', 'typescript-eslint', '@types/node'];

/** A folder in which the packed tarball lies as in a host that has installed it, with a sibling beside it. */
export interface PackedHouse {
  readonly dir: string;
  /** Where the sibling's package lies, built against the tarball. */
  readonly sibling: string;
  /** Where the reference host lies built, which finds the installed package by its name. */
  readonly host: string;
}

interface PackageManifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * Packs this package, unpacks it where an installation would put it, and builds the sibling against it. Of other
 * packages it finds those that its manifest names, and no others: they are this checkout's own, which takes a second
 * where installing takes a minute. That it can be installed is another test's promise.
 *
 * @param sibling a package's folder
 */
export async function packHouse(sibling: string): Promise<PackedHouse> {
  const dir = await mkdtemp(join(tmpdir(), 'packed-house-'));
  const own = await manifestIn(ROOT);
  const installed = join(dir, 'node_modules', own.name);
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', await packTarball(dir), '-C', installed, '--strip-components=1'], { cwd: dir });
  await cp(sibling, join(dir, 'sibling'), { recursive: true });
  await link(dir, (await manifestIn(sibling)).name, join(dir, 'sibling'));
  const ofHost = await manifestIn(join(ROOT, 'reference-host'));
  // Those of this repository are copied: from their own place they would find the sources beside them, a second package.
  for (const [name, where] of Object.entries(ofHost.dependencies)) {
    if (!where.startsWith('file:../phone-systems/') || existsSync(join(dir, 'node_modules', name))) continue;
    await cp(join(ROOT, 'reference-host', where.slice('file:'.length)), join(dir, name), { recursive: true });
    await link(dir, name, join(dir, name));
  }
  const named = [own.dependencies, own.peerDependencies, ofHost.dependencies].flatMap((names) => Object.keys(names));
  for (const name of new Set([...named, ...OF_TOOLS])) {
    if (name !== own.name && !existsSync(join(dir, 'node_modules', name)))
      await link(dir, name, join(ROOT, 'node_modules', name));
  }
  await compile(join(dir, 'sibling'));
  await compile(join(dir, 'sibling', 'test'));
  const host = join(dir, 'reference-host', 'dist');
  await cp(join(ROOT, 'reference-host', 'dist'), host, { recursive: true });
  return { dir, sibling: join(dir, 'sibling'), host };
}

const manifestIn = async (folder: string): Promise<PackageManifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageManifest;

async function link(dir: string, name: string, target: string): Promise<void> {
  const place = join(dir, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(target, place, 'dir');
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

/** Lints a package by its own rules; throws with what the linter says. */
export async function lint(dir: string): Promise<void> {
  const eslint = join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const { NODE_OPTIONS: _options, ...env } = process.env;
  await run(process.execPath, [eslint, '--max-warnings=0', '.'], { cwd: dir, env }).catch(
    (error: { readonly stdout?: string; readonly stderr?: string }) => {
      throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    },
  );
}

/**
 * Writes a package for another phone system into a house, as `npm run new-provider` does.
 *
 * @param options such as `--grant keys`
 */
export async function newProvider(
  house: PackedHouse,
  key: string,
  displayName: string,
  options: readonly string[] = [],
): Promise<string> {
  const dir = join(house.dir, [key, ...options.map((option) => option.replace('--', ''))].join('-'));
  const tool = join(ROOT, 'tools', 'new-provider', 'new-provider.js');
  await run(process.execPath, [tool, key, displayName, dir, ...options]);
  return dir;
}

/** Writes into a package that was begun what a document shows of its files: each block in the place of a file's end. */
export async function writeAsShown(dir: string, document: string): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, document), 'utf8');
  const shown = [...text.matchAll(/^`([^`]+)`, (?:whole|from the comment above `\w+` on):\n\n```ts\n([^]*?)^```$/gm)];
  for (const [, file = '', block = ''] of shown) {
    const [begun = ''] = block.split('\n');
    const written = await readFile(join(dir, file), 'utf8');
    if (!written.includes(begun)) throw new Error(`${file} has no line "${begun}", with which the block begins.`);
    await writeFile(join(dir, file), written.slice(0, written.indexOf(begun)) + block);
  }
  return shown.map(([, file = '']) => file);
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
