import type { Who } from '../access/index.js';

/** Who may open a day, and a call that it lists. */
export const MAY_READ: readonly [Who, ...Who[]] = ['admin', 'self', 'manager'];

/** Who may answer what somebody objects to, but for their own. */
export const MAY_ANSWER: readonly [Who, ...Who[]] = ['admin', 'manager'];

/** Who may let a call not count, or count again; who excluded it is asked beside that. */
export const MAY_EXCLUDE: readonly [Who, ...Who[]] = ['admin', 'manager'];
