import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { DatabaseSync } from 'node:sqlite';

/** Another copy works on the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';

  constructor(dataDir: string, holder: string) {
    super(
      `Another copy (${holder}) is using the data directory ${dataDir}, and two embedded databases in one directory lose rows. ` +
        'Stop that copy, give this one another DATA_DIR, or set DATABASE_URL so that several copies share a server.',
    );
  }
}

/** SQLITE_BUSY */
const LOCKED = 5;

/** What is not referred to any more is closed by the garbage collector, and a lock ends with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes a data directory for this process. The embedded database does not notice a second one on the same files, so this
 * does. The lock is one of the kernel's on a file, taken by SQLite, for Node alone takes none: it holds across containers
 * whose processes do not see each other, also while a process stands still, and it ends with the process, however that
 * ends. The file is never deleted: somebody may be about to lock it.
 *
 * @returns gives the directory back
 * @throws DataDirInUse
 */
export function lockDataDir(dataDir: string): () => void {
  const lockFile = join(dataDir, 'lock.db');
  const lock = openSqlite(lockFile);
  const nameFile = join(dataDir, 'lock');
  try {
    // Nothing is ever written to it: a journal would be one file more.
    lock.exec('pragma journal_mode = memory; begin exclusive');
    chmodSync(lockFile, 0o600);
    writeFileSync(nameFile, `process ${process.pid} on ${hostname()}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw isLocked(error) ? new DataDirInUse(dataDir, readFileSync(nameFile, 'utf8').trim()) : error;
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    lock.close();
  };
}

const isLocked = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === LOCKED;

/** Node calls its SQLite experimental, once and on standard error. An operator can do nothing about that. */
function openSqlite(file: string): DatabaseSync {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    const sqlite = process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined;
    if (sqlite === undefined) throw new Error(`this is Node ${process.version}, and Node 22.17 or newer is needed`);
    return new sqlite.DatabaseSync(file);
  } finally {
    process.emitWarning = emitWarning;
  }
}
