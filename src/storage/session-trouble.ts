import { isNativeError } from 'node:util/types';

/**
 * What keeps a request from the database:
 * - `none`: it was given no session, so nothing was begun
 * - `lost`: its session ended in the midst of it
 */
export type SessionTrouble = 'none' | 'lost';

/** PostgreSQL's codes for a server that takes nobody in or not just now, and a network's for one that is not reached. */
const NONE: ReadonlySet<unknown> = new Set([
  '53300',
  '57P03',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

/** Codes of a session that the server ended, or a network: PostgreSQL's class 08 as well. */
const LOST: ReadonlySet<unknown> = new Set(['25P03', '57P01', '57P02', '57P05', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** The driver has no codes for what it says itself. */
const SAID_OF_NONE = /timeout exceeded when trying to connect|terminated due to connection timeout/;
const SAID_OF_LOST =
  /^Connection terminated|^Client (has encountered a connection error|was closed) and is not queryable$/;

/** Whether an error says that there was no session of the database, or that it ended; null where it says neither. */
export function sessionTrouble(error: unknown): SessionTrouble | null {
  if (!isNativeError(error)) return null;
  const code = 'code' in error ? error.code : undefined;
  if (NONE.has(code) || SAID_OF_NONE.test(error.message)) return 'none';
  if (LOST.has(code) || /^08...$/.test(String(code)) || SAID_OF_LOST.test(error.message)) return 'lost';
  return null;
}
