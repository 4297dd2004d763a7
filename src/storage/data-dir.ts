import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DataDirInUse, lockDataDir } from './data-dir-lock.js';
import { whyNotOpened } from './why-not-opened.js';

/** `memory://` keeps nothing, and has no directory. */
export const isInMemory = (dataDir: string): boolean => dataDir.startsWith('memory://');

/**
 * Makes a data directory whose files are its owner's alone.
 *
 * @throws Error with a sentence
 */
export function makeDataDir(dataDir: string): void {
  if (isInMemory(dataDir)) return;
  inDataDir(dataDir, () => {
    makeFolder(dataDir);
    makeFolder(join(dataDir, 'postgres'));
  });
}

/**
 * Takes a data directory for this process; it is made where there is none.
 *
 * @returns gives it back
 * @throws DataDirInUse, or an Error with a sentence
 */
export function takeDataDir(dataDir: string): () => void {
  if (isInMemory(dataDir)) return () => {};
  makeDataDir(dataDir);
  return inDataDir(dataDir, () => lockDataDir(dataDir));
}

/**
 * What a file of the data directory says; where there is none, it is made, whole or not at all.
 *
 * @throws Error with a sentence
 */
export function kept(dataDir: string, name: string, made: string): string {
  if (isInMemory(dataDir)) return made;
  return inDataDir(dataDir, () => {
    const file = join(dataDir, name);
    if (!existsSync(file)) {
      makeFolder(dataDir);
      writeWhole(file, made);
    }
    return readFileSync(file, 'utf8');
  });
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // One that stood before may be open to others of the machine.
    chmodSync(folder, 0o700);
  } catch {
    // It is somebody else's, and its owner decides. What lies in it is closed by its own mode.
  }
}

/** A full disk leaves no part of it, and of two that write at once one is kept. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function inDataDir<Result>(dataDir: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof DataDirInUse) throw cause;
    throw new Error(whyNotOpened({ kind: 'embedded', dataDir }, cause), { cause });
  }
}
