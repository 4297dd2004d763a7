import type { SqlEntityManager } from '@mikro-orm/sql';
import { CallRecordEntity } from '../storage/index.js';
import type { DoubtfulNote } from './erase-notes.js';
import type { Doubt, DoubtfulLine } from './holdings.js';
import { callsOn } from './lines.js';

/** Something that may be of an erased person, and was left because nobody can know it from here. */
export interface Remainder {
  readonly kind: 'phone-user' | 'note';
  /** Of a phone user: what erases it. */
  readonly connectionId: string | null;
  readonly phoneUserId: string | null;
  /** Of a note: the call on which it stands. */
  readonly callId: string | null;
  /** What is left, why, and how to erase it, for the administrator. */
  readonly message: string;
}

const WHY: Readonly<Record<Doubt, string>> = {
  email: 'it has an e-mail address of theirs that somebody else has as well',
  phone: 'it has a number of theirs that is shared, or that belonged to somebody who departed',
  name: 'it is called as they are, and has nothing else that is theirs alone',
  line: 'it was theirs on some days, and on the others nobody’s',
};

/** What is left of lines that may be an erased person's; nothing where there is neither an entry nor a call. */
export async function linesLeft(
  em: SqlEntityManager,
  doubtful: readonly DoubtfulLine[],
): Promise<readonly Remainder[]> {
  const left: Remainder[] = [];
  for (const { lines, phoneUser, doubt } of doubtful) {
    const [first] = lines;
    if (first === undefined) continue;
    const isListed = phoneUser !== null && lines.some(({ isPresent }) => isPresent);
    const calls = await em.count(CallRecordEntity, { $or: lines.map(callsOn) });
    if (!isListed && calls === 0) continue;
    const { connection, phoneUserId } = first;
    const name = phoneUser === null ? `The phone user ${phoneUserId}` : `The phone user “${phoneUser.displayName}”`;
    left.push({
      ...{ kind: 'phone-user', connectionId: connection.id, phoneUserId, callId: null },
      message: `${name} is left${callsOfNobody(calls)}: ${WHY[doubt]}. If it is theirs, erase it as well: POST /phone-systems/erasures with this connectionId and phoneUserId.`,
    });
  }
  return left;
}

const callsOfNobody = (calls: number): string =>
  calls === 0 ? '' : `, with ${calls} ${calls === 1 ? 'call that is' : 'calls that are'} nobody’s`;

export function noteLeft({ callId, day, words }: DoubtfulNote): Remainder {
  const named = `${words.map((word) => `“${word}”`).join(', ')} may name them, or be a common word`;
  return {
    ...{ kind: 'note', connectionId: null, phoneUserId: null, callId },
    message:
      day === null
        ? `The note with which this call was excluded is left as it is: ${named}. ` +
          'Read it, and write it anew where it names them: PUT /phone-systems/calls/{callId}/exclusion.'
        : `What somebody objected to on ${day}, or was answered, is left as it is: ${named}. ` +
          'It goes when the person who objected is erased, or with the calls of its time.',
  };
}
