/** What is told of the simulated Dialpad's past, and how. */
export interface SimulatedWorld {
  /** How many people of each company were deleted. */
  readonly deletedUsers: number;
  /** A retention policy of so many days; null for none. */
  readonly policyDays: number | null;
  /** For how many days back the plan gives access; null for no end. */
  readonly accessDays: number | null;
  /** Calls on one page. */
  readonly callPage: number;
  /** Call subscriptions that other apps have already; Dialpad takes ten on a company. */
  readonly otherSubscriptions: number;
}

/** A Dialpad that forgets nothing and has room. */
export const PLAIN_WORLD: SimulatedWorld = {
  deletedUsers: 0,
  policyDays: null,
  accessDays: null,
  callPage: 50,
  otherSubscriptions: 0,
};

const PARTS = {
  'deleted-users': { least: 0, most: 5, as: (deletedUsers: number) => ({ deletedUsers }) },
  'policy-days': { least: 1, most: 3650, as: (policyDays: number) => ({ policyDays }) },
  'access-days': { least: 1, most: 3650, as: (accessDays: number) => ({ accessDays }) },
  'call-page': { least: 1, most: 50, as: (callPage: number) => ({ callPage }) },
  'other-subscriptions': { least: 0, most: 100, as: (otherSubscriptions: number) => ({ otherSubscriptions }) },
};

/**
 * Reads a world such as `deleted-users=3,policy-days=1,access-days=45,call-page=25,other-subscriptions=10`.
 *
 * @returns what is wrong with it as sentences; with problems, the world must not be used
 */
export function readSimulatedWorld(text: string | undefined): {
  readonly world: SimulatedWorld;
  readonly problems: readonly string[];
} {
  let world = PLAIN_WORLD;
  const problems: string[] = [];
  for (const part of (text ?? '').split(',').flatMap((each) => each.trim() || [])) {
    const [name = '', value = ''] = part.split('=', 2).map((each) => each.trim());
    const known = Object.entries(PARTS).find(([each]) => each === name)?.[1];
    const count = Number(value);
    if (known === undefined) {
      problems.push(`DIALPAD_SIMULATOR has no ${name}; it knows ${Object.keys(PARTS).join(', ')}`);
    } else if (!/^\d+$/.test(value) || count < known.least || count > known.most) {
      problems.push(`DIALPAD_SIMULATOR: ${name} must be a whole number from ${known.least} to ${known.most}`);
    } else world = { ...world, ...known.as(count) };
  }
  return { world, problems };
}
