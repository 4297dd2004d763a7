/** Up to so many phone users, a directory is read at every turn: a new one is matched at the next round. */
export const ORDINARY_DIRECTORY = 1_000;

/** What is stored of a directory. */
export interface StoredDirectory {
  /** Phone users who have not departed. */
  readonly phoneUsers: number;
  /** When the newest entry was read; null where nothing is stored. */
  readonly readAt: Date | null;
}

/**
 * Whether a vendor's directory is read (again) before calls are. To read a large one costs a request for each hundred
 * phone users, so between far-reaching rounds what is stored will do.
 *
 * @param farReaching whether this turn has more to walk than what is near
 * @param everyMs how old a large one may become
 */
export function isDirectoryDue(
  { phoneUsers, readAt }: StoredDirectory,
  { farReaching, now, everyMs }: { readonly farReaching: boolean; readonly now: Date; readonly everyMs: number },
): boolean {
  if (farReaching || readAt === null || phoneUsers <= ORDINARY_DIRECTORY) return true;
  return now.getTime() - readAt.getTime() >= everyMs;
}
