/**
 * Classes of SQLSTATE that say nothing of what was asked: no connection, a transaction that may not write, no entry, no
 * such database, a transaction that met another, no room, somebody else's lock, a server that stops, a disk that fails.
 */
const OF_THE_DATABASE = new Set(['08', '25', '28', '3D', '40', '53', '55', '57', '58']);
const SQL_STATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/**
 * Whether an error says that the database is out of order, or cannot be reached, rather than that something in particular
 * cannot be done. What it does not tell clearly, the next statement will.
 */
export function isOutOfOrder(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return false;
  return SQL_STATE.test(code) ? OF_THE_DATABASE.has(code.slice(0, 2)) : /^E[A-Z]+$/.test(code);
}
