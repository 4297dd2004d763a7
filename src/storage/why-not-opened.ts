import type { DatabaseLocation } from './database-location.js';
import { WrongSetting } from './session-settings.js';

interface Reason {
  readonly why: string;
  /** What to do. */
  readonly remedy: string;
}

const FULL: Reason = { why: 'the disk is full', remedy: 'make room there, or give another DATA_DIR' };
const REFUSED: Reason = {
  why: 'its files may not be read or written',
  remedy: 'give them to who runs this host, or give another DATA_DIR',
};

/**
 * What a file system says to the embedded database. Beneath PGlite that comes without a word: with a number of WASI's
 * alone; elsewhere with Node's code.
 */
const OF_THE_DISK: ReadonlyMap<unknown, Reason> = new Map<unknown, Reason>([
  ...[51, 19, 'ENOSPC', 'EDQUOT'].map((code) => [code, FULL] as const),
  ...[2, 63, 69, 'EACCES', 'EPERM', 'EROFS'].map((code) => [code, REFUSED] as const),
  ...[33, 41, 'EMFILE', 'ENFILE'].map(
    (code) => [code, { why: 'too many files are open', remedy: 'allow this host more of them' }] as const,
  ),
  ...[29, 'EIO'].map(
    (code) => [code, { why: 'the disk fails', remedy: 'look at the disk, or give another DATA_DIR' }] as const,
  ),
]);

/** Why a database could not be opened and what to do, in one sentence for the operator. */
export function whyNotOpened({ kind }: DatabaseLocation, cause: unknown): string {
  const where = kind === 'server' ? 'of DATABASE_URL' : 'in DATA_DIR';
  if (cause instanceof WrongSetting) return sentence(where, cause.message, cause.remedy);
  const { why, remedy } = (kind === 'embedded' && reasonOf(cause)) || {
    why: cause instanceof Error && cause.message !== '' ? cause.message : 'it does not answer',
    remedy: 'start it, or correct the setting',
  };
  return sentence(where, why, remedy);
}

const sentence = (where: string, why: string, remedy: string): string =>
  `The database ${where} cannot be used (${why}): ${remedy}.`;

function reasonOf(cause: unknown): Reason | undefined {
  for (let each = cause, depth = 0; typeof each === 'object' && each !== null && depth < 5; depth++) {
    const { errno, code, cause: deeper } = each as { errno?: unknown; code?: unknown; cause?: unknown };
    const reason = OF_THE_DISK.get(code) ?? (code === undefined ? OF_THE_DISK.get(errno) : undefined);
    if (reason !== undefined) return reason;
    each = deeper;
  }
  return undefined;
}
