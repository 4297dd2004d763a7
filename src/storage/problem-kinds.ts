/** Every reason for which something does not go on; `docs/operations.md` says of each what to do. */
export const PROBLEM_KINDS = [
  'reconnect',
  'forbidden',
  'closed',
  'unsupported',
  'other-account',
  'no_licence',
  'wrong_domain',
  'slow-down',
  'try-later',
  'misconfigured',
  'unreadable',
  'gone',
  'defect',
  'empty-directory',
  'events-refused',
  'inner',
  'not-installed',
  'not-revoked',
  'not-unsubscribed',
  'withdrawn',
  'disconnecting',
  'disconnected',
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];
