import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another copy works on the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';

  constructor(dataDir: string, pid: number) {
    super(
      `Another copy (process ${pid}) is using the data directory ${dataDir}, and two embedded databases in one directory lose rows. ` +
        'Stop that copy, give this one another DATA_DIR, or set DATABASE_URL so that several copies share a server. ' +
        `If process ${pid} is something else, delete the file "lock" in that directory.`,
    );
  }
}

const heldHere = new Set<string>();

/**
 * Takes a data directory for this process. The embedded database does not notice a second one on the same files, so
 * this does. A lock whose process is gone is taken over.
 *
 * @returns gives the directory back
 * @throws DataDirInUse
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lockFile = join(realpathSync(dataDir), 'lock');
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, `${process.pid}\n`);
  try {
    for (let attempt = 0; !linked(mine, lockFile); attempt++) {
      const holder = holderOf(lockFile);
      if (attempt === 5 || (holder !== null && isRunning(holder, lockFile))) {
        throw new DataDirInUse(dataDir, holder ?? 0);
      }
      setAside(lockFile, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  heldHere.add(lockFile);
  return () => {
    heldHere.delete(lockFile);
    if (holderOf(lockFile) === process.pid) rmSync(lockFile, { force: true });
  };
}

/** A link appears with its content or not at all, and only one process can make it. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves a dead process's lock away, and puts it back where a living one was quicker. */
function setAside(lockFile: string, deadHolder: number | null): void {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (holderOf(aside) !== deadHolder) linked(aside, lockFile);
  rmSync(aside, { force: true });
}

function holderOf(lockFile: string): number | null {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** The same number as ours is ours only if we hold it: a restarted container gives out the same numbers again. */
function isRunning(pid: number, lockFile: string): boolean {
  if (pid === process.pid) return heldHere.has(lockFile);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
