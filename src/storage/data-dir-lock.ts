import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

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

/** Who holds a directory touches its lock so often: whoever cannot see the process sees that. */
const TOUCHED_EVERY_MS = 2_000;
/** A lock that nobody touched for so long is nobody's: longer than a statement keeps a process busy. */
const LEFT_AFTER_MS = 10_000;

/** Process numbers mean something within one of these only: two containers may both be process 1. */
const HERE = namespaceOfProcesses();

/** Whose a lock is. */
interface Holder {
  readonly pid: number;
  readonly namespace: string;
}

const heldHere = new Set<string>();

/**
 * Takes a data directory for this process. The embedded database does not notice a second one on the same files, so
 * this does, also where the two run in containers that do not see each other. A lock whose process is gone is taken over.
 *
 * @returns gives the directory back
 * @throws DataDirInUse
 */
export async function lockDataDir(dataDir: string): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lockFile = join(realpathSync(dataDir), 'lock');
  const mine = `${lockFile}.${process.pid}.${HERE}`;
  writeFileSync(mine, `${process.pid}\n${HERE}\n`);
  try {
    for (let attempt = 0; !linked(mine, lockFile); attempt++) {
      const holder = holderOf(lockFile);
      if (attempt === 5 || (holder !== null && (await isRunning(holder, lockFile)))) {
        throw new DataDirInUse(dataDir, holder?.pid ?? 0);
      }
      setAside(lockFile, holder);
      utimesSync(mine, new Date(), new Date());
    }
  } finally {
    rmSync(mine, { force: true });
  }
  heldHere.add(lockFile);
  const touching = setInterval(
    () => isMine(lockFile) && utimesSync(lockFile, new Date(), new Date()),
    TOUCHED_EVERY_MS,
  );
  touching.unref();
  return () => {
    clearInterval(touching);
    heldHere.delete(lockFile);
    if (isMine(lockFile)) rmSync(lockFile, { force: true });
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
function setAside(lockFile: string, deadHolder: Holder | null): void {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (!isSame(holderOf(aside), deadHolder)) linked(aside, lockFile);
  rmSync(aside, { force: true });
}

function holderOf(lockFile: string): Holder | null {
  try {
    const [first, namespace] = readFileSync(lockFile, 'utf8').split('\n');
    const pid = Number(first);
    // The last release told no namespace, and touched nothing.
    return Number.isInteger(pid) && pid > 0 ? { pid, namespace: namespace || HERE } : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const isSame = (a: Holder | null, b: Holder | null): boolean => a?.pid === b?.pid && a?.namespace === b?.namespace;

const isMine = (lockFile: string): boolean => isSame(holderOf(lockFile), { pid: process.pid, namespace: HERE });

async function isRunning(holder: Holder, lockFile: string): Promise<boolean> {
  if (heldHere.has(lockFile)) return true;
  // Our own number is another container's, or was ours before this container was started again.
  if (holder.namespace !== HERE || holder.pid === process.pid) return await isTouched(lockFile);
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** Whether somebody still touches a lock: waits until it would have been touched again, where it was lately. */
async function isTouched(lockFile: string): Promise<boolean> {
  const touchedAt = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  await sleep(Math.max(0, Math.min(touchedAt + LEFT_AFTER_MS - Date.now(), LEFT_AFTER_MS)));
  return statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs !== touchedAt;
}

function namespaceOfProcesses(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\W/g, '');
  } catch {
    return '';
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
