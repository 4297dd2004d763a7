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
    `${who} already ${holders.length > 1 ? 'have' : 'has'} the phone user ${phoneUser}, and nothing was changed. Give ` +
    `the day from which it is ${employee}’s: the days before stay where they are. ` +
    `Where it was ${employee}’s all along, give the day of its first call: then all of its calls are.`
  );
}
