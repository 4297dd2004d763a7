/** Why somebody's phone user is not simply taken: who has it, and what to do. All by their names. */
export function takenSentence({
  phoneUser,
  employee,
  holders,
}: {
  readonly phoneUser: string;
  readonly employee: string;
  /** Empty where they are no longer in the directory. */
  readonly holders: readonly string[];
}): string {
  const who = holders.join(' and ') || 'Somebody who is no longer in the directory';
  return (
    `${who} already ${holders.length > 1 ? 'have' : 'has'} the phone user ${phoneUser}. Give the day from which it is ` +
    `${employee}’s, so that the days before stay where they are, or choose somebody else for ${who} first.`
  );
}
