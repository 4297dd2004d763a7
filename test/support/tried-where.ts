/** What tests of a database server say where there is none. */
export const withoutServer = (): string | null =>
  process.env['DATABASE_URL'] ? null : 'no DATABASE_URL names a PostgreSQL server';

/**
 * Runs tests where they can be tried; elsewhere they are skipped, and the reason is printed.
 *
 * @param test `it` or `describe`
 * @param reason why they cannot be tried; null where they can
 */
export function triedUnless<Run, Skip>(
  reason: string | null,
  what: string,
  test: Run & { readonly skip: Skip },
): Run | Skip {
  if (reason === null) return test;
  process.stderr.write(`Skipped: ${what}, because ${reason}.\n`);
  return test.skip;
}
