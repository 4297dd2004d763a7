/** Up to so many phone users, one page of most vendors, a directory is read at every turn: one request. */
export const ORDINARY_DIRECTORY = 100;

/** What is stored of a directory. */
export interface StoredDirectory {
  /** Phone users who have not departed. */
  readonly phoneUsers: number;
  /** When it was read to its end; null where that is not known. */
  readonly readAt: Date | null;
}

/**
 * Whether a vendor's directory is read (again) before calls are. To read a larger one costs a request for each hundred
 * phone users, so in between what is stored will do.
 *
 * @param asked whether somebody asked for what is new
 * @param everyMs how old a larger one may become
 */
export function isDirectoryDue(
  { phoneUsers, readAt }: StoredDirectory,
  { asked, now, everyMs }: { readonly asked: boolean; readonly now: Date; readonly everyMs: number },
): boolean {
  if (asked || readAt === null || phoneUsers <= ORDINARY_DIRECTORY) return true;
  return now.getTime() - readAt.getTime() >= everyMs;
}
