import type { ConnectionEntity } from '../storage/index.js';

/** So long a directory must have been empty at every reading before it is believed that everybody has left. */
const BELIEVED_AFTER_MS = 24 * 3_600_000;

/**
 * What is noted of a directory that came back empty although people were known: vendors answer so while they are out of
 * order. What was known stays.
 *
 * @param present how many phone users are known and have not departed
 * @returns null once it has been so for a day: then it is believed
 */
export function emptyDirectory(
  { directoryEmptySince }: Pick<ConnectionEntity, 'directoryEmptySince'>,
  present: number,
  name: string,
  now: Date,
):
  | (Pick<ConnectionEntity, 'directoryEmptySince'> & {
      directoryProblem: NonNullable<ConnectionEntity['directoryProblem']>;
    })
  | null {
  const since = directoryEmptySince ?? now;
  if (now.getTime() - since.getTime() >= BELIEVED_AFTER_MS) return null;
  return {
    directoryEmptySince: since,
    directoryProblem: {
      kind: 'empty-directory',
      message: `${name} lists nobody in its directory, though ${present} phone ${present === 1 ? 'user is' : 'users are'} known. They are kept; if it lists nobody for a whole day, they count as departed.`,
      action: 'wait',
    },
  };
}
