import { OVERALL_BUDGET, type ProviderDescriptor, type RequestBudget as RequestLimit } from '../contract/index.js';

/**
 * How far apart the requests of one account are kept, and how late one may still leave. Two things hold the overall
 * limit: slots, which all copies of the host take from one row, and within a copy the count of what really left
 * (`departures.ts`). While one copy takes all the slots, the count alone is enough: it may leave late and make up for it.
 * As soon as a second one takes some, neither knows what the other sends, and only slots that are kept to the point do.
 */

/** A copy sends as many requests as the overall limit names within this much more than its span, whatever their slots were. */
export const LEAST_SLACK = 0.025;

/** Requests do not arrive as evenly as they leave: so much of a limit's span is kept free, but never more than is needed. */
const UNEVENNESS = 0.035;
const MOST_UNEVENNESS_MS = 500;
/** The same for who takes all slots, whose own count keeps a little less free. */
const UNEVENNESS_ALONE = 0.03;

/** Later than this a slot is lost: another copy may be using the time in which its request would leave. */
const LATEST_MS = 25;
/** The same for who takes all slots. */
const LATEST_ALONE_MS = 150;
/** How much of a class's room is not for lateness. */
const ARRIVAL_MS = 10;

/** So long after a slot that another copy took, slots are taken to be shared: it may be at work as well. */
export const SHARED_FOR_MS = 10_000;

/** Who is sending for an account. */
export type Senders = 'one copy' | 'several copies';

/** What decides when the next slot of a class comes, in milliseconds. */
export interface Spacing {
  readonly alone: number;
  readonly shared: number;
  /**
   * How long a second copy keeps silent after the slots that the first took alone: until those may not be late any more,
   * and the limit fits between them. Null for the classes within the overall limit: what they may be late lies in their room.
   */
  readonly pause: number | null;
}

export function spacingOf(descriptor: ProviderDescriptor, budget: string): Spacing {
  const limit = descriptor.budgets[budget];
  if (limit === undefined) return { alone: 0, shared: 0, pause: null };
  const { requests, perMs } = limit;
  const shared = (perMs + roomMs(limit)) / requests;
  if (budget !== OVERALL_BUDGET) return { alone: shared, shared, pause: null };
  const alone = (perMs * (1 + UNEVENNESS_ALONE)) / requests;
  return { alone, shared, pause: requests * (shared - alone) + LATEST_ALONE_MS };
}

/**
 * Whether the overall limit keeps a class within its own, however the class's requests lie in time: it takes no slots of
 * its own then, and has a row only while it is to be silent.
 */
export function isWithinOverall({ budgets }: ProviderDescriptor, budget: string): boolean {
  const { [OVERALL_BUDGET]: overall, [budget]: limit } = budgets;
  if (overall === undefined || budget === OVERALL_BUDGET) return false;
  if (limit === undefined) return true;
  const bursts = Math.floor(limit.perMs / (overall.perMs * (1 + LEAST_SLACK))) + 1;
  return overall.requests * bursts <= limit.requests;
}

/** Whether requests of a class may leave whenever they like. */
export const isUnlimited = ({ budgets }: ProviderDescriptor, budget: string): boolean =>
  !(OVERALL_BUDGET in budgets) && !(budget in budgets);

/** How late a request of a class may leave after its slot. Only the overall limit is counted as requests leave. */
export function latestMs(descriptor: ProviderDescriptor, budget: string, senders: Senders): number {
  if (isUnlimited(descriptor, budget)) return Infinity;
  if (senders === 'several copies' || !(OVERALL_BUDGET in descriptor.budgets)) return LATEST_MS;
  const isCounted = budget === OVERALL_BUDGET || isWithinOverall(descriptor, budget);
  const limit = isCounted ? undefined : descriptor.budgets[budget];
  return limit === undefined
    ? LATEST_ALONE_MS
    : Math.min(LATEST_ALONE_MS, Math.max(LATEST_MS, roomMs(limit) - ARRIVAL_MS));
}

const roomMs = ({ perMs }: RequestLimit): number => Math.min(perMs * UNEVENNESS, MOST_UNEVENNESS_MS);
