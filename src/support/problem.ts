/** A field of an input that is wrong. */
export interface FieldProblem {
  /** Where it is, such as `weights.inbound`. */
  readonly field: string;
  /** What it must be, in a sentence for people. */
  readonly message: string;
}

/**
 * A refusal on purpose, answered as `application/problem+json`. The code is stable and for programs; the sentence says
 * what happened and what to do.
 *
 * @example throw new Problem(409, 'phone_user_taken', 'Lee Park already has this Dialpad user; unmap Lee first.')
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param status of the answer, 400 to 599
   * @param code stable, for programs
   * @param sentence for people
   * @param errors every wrong field, where the input was at fault
   */
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(sentence);
  }
}
