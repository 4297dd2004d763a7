/** A field of an input that is wrong. */
export interface FieldProblem {
  readonly field: string;
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

  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(sentence);
  }
}
