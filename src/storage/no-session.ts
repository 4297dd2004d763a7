/** PostgreSQL's codes for a server that takes nobody in, or not just now. */
const CODES: ReadonlySet<unknown> = new Set(['53300', '57P03']);

/** How the pool says that the wait for a session has ended: it has no code for it. */
const WAITED = /timeout exceeded when trying to connect|terminated due to connection timeout/;

/** Whether somebody was given no session of the database: what they asked for was not begun. */
export function isNoSession(error: unknown): boolean {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if (('code' in each && CODES.has(each.code)) || WAITED.test(each.message)) return true;
  }
  return false;
}
