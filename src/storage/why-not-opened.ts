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
  remedy: 'make the user who runs this host their owner, or give another DATA_DIR',
};

/**
 * What a file system says to the embedded database. Beneath PGlite that comes without a word: with a number of WASI's
 * alone; from the lock with a number of SQLite's; elsewhere with Node's code (ENOENT where a directory is to be made on a
 * disk that only reads).
 */
const OF_THE_DISK: ReadonlyMap<unknown, Reason> = new Map<unknown, Reason>([
  ...[51, 19, 'ENOSPC', 'EDQUOT', 'sqlite 13'].map((code) => [code, FULL] as const),
  ...[2, 63, 69, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'sqlite 8', 'sqlite 14'].map((code) => [code, REFUSED] as const),
  ...[33, 41, 'EMFILE', 'ENFILE'].map(
    (code) => [code, { why: 'too many files are open', remedy: 'allow this host more of them' }] as const,
  ),
  ...['EEXIST', 'ENOTDIR'].map(
    (code) => [code, { why: 'it is no directory', remedy: 'give the path of one in DATA_DIR' }] as const,
  ),
  ['sqlite 10', { why: 'its file system locks no files', remedy: 'give a DATA_DIR on a disk of this machine' }],
  ...[29, 'EIO'].map(
    (code) => [code, { why: 'the disk fails', remedy: 'look at the disk, or give another DATA_DIR' }] as const,
  ),
]);

const PASS_OVER =
  'let PgBouncer pass over it with ignore_startup_parameters = options, idle_in_transaction_session_timeout, and set the ' +
  'database as docs/operations.md says';

/** Why a database could not be opened and what to do, in one sentence for the operator. */
export function whyNotOpened({ kind }: DatabaseLocation, cause: unknown): string {
  const where = kind === 'server' ? 'of DATABASE_URL' : 'in DATA_DIR';
  if (cause instanceof WrongSetting) return sentence(where, cause.message, cause.remedy);
  const told = cause instanceof Error && cause.message !== '' ? cause.message : 'it does not answer';
  const { why, remedy } = (kind === 'embedded' && reasonOf(cause)) || {
    why: told,
    remedy: told.startsWith('unsupported startup parameter') ? PASS_OVER : 'start it, or correct the setting',
  };
  return sentence(where, why, remedy);
}

const sentence = (where: string, why: string, remedy: string): string =>
  `The database ${where} cannot be used (${why}): ${remedy}.`;

function reasonOf(cause: unknown): Reason | undefined {
  for (let each = cause, depth = 0; typeof each === 'object' && each !== null && depth < 5; depth++) {
    const said = each as { errno?: unknown; code?: unknown; errcode?: unknown; cause?: unknown };
    const reason = OF_THE_DISK.get(keyOf(said));
    if (reason !== undefined) return reason;
    each = said.cause;
  }
  return undefined;
}

function keyOf({ errno, code, errcode }: { errno?: unknown; code?: unknown; errcode?: unknown }): unknown {
  // Its lower byte is the kind of failure, the rest details.
  if (typeof errcode === 'number') return `sqlite ${errcode % 256}`;
  return code ?? errno;
}
