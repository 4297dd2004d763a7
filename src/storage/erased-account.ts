/** Stands, with the connection's id, in place of an erased account's. The next connection takes over what it finds so. */
export const ERASED_ACCOUNT = 'erased:';

/** Of connections whose account was not erased. */
export const ACCOUNT_IS_KEPT = { $not: { accountExternalId: { $like: `${ERASED_ACCOUNT}%` } } } as const;
