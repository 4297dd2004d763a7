import type { CallStub, PhoneUser } from 'prodoscore-phone-systems';
import {
  type FetchState,
  farWindow,
  nearWindow,
  planRounds,
  type RoundIntervals,
} from '../../src/calls/plan-rounds.js';
import { cutWindows } from '../../src/calls/windows.js';
import type { TimeWindow } from '../../src/contract/index.js';
import { ORDINARY_DIRECTORY } from '../../src/directory/index.js';
import type { RoundKind } from '../../src/storage/index.js';
import { readPhoneSystemSettings } from '../../src/support/settings.js';
import { CountingSession, NO_REQUESTS, plus, type Requests } from './counting-session.js';
import type { PricedVendor } from './vendors.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Far rounds of a day differ little: each sixth is counted. */
const FAR_EVERY_HOURS = 6;
/** So many calls are read in order to learn what one costs. */
const READ = 200;

const { settings } = readPhoneSystemSettings(() => undefined);
const intervals: RoundIntervals = {
  nearMs: settings.fetchEverySeconds * 1000,
  farMs: settings.farEverySeconds * 1000,
  longestCallMs: settings.longestCallHours * HOUR,
  reconcileMs: settings.reconcileEverySeconds * 1000,
};

/** What a company costs at a vendor, by the vendor's limits. */
export interface Price {
  readonly people: number;
  readonly near: Requests;
  readonly far: Requests;
  readonly reconciliation: Requests;
  readonly directory: Requests;
  /** Of a call that is read by itself, until nothing more comes to it. */
  readonly reading: Requests;
  readonly readingsADay: number;
  /** All of it on a working day. */
  readonly day: Requests;
  /** Of a month, or as much as the vendor keeps. */
  readonly firstFetch: Requests;
  readonly firstFetchDays: number;
}

/** Counts the rounds of a working day that ends at an instant, by which everything of it is listed. */
export async function priceOf(vendor: PricedVendor, people: number, end: Date): Promise<Price> {
  const session = new CountingSession(vendor);
  const { listing } = vendor.provider.descriptor;
  const users: PhoneUser[] = [];
  for await (const { items } of vendor.provider.listUsers(session)) users.push(...items);
  const directory = session.take();
  let pagesADay = 0;

  const list = async (kind: RoundKind, span: TimeWindow): Promise<readonly CallStub[]> => {
    const announced = new Map<string, CallStub>();
    const facts = { longestMs: listing.maxWindowMs, pagesADay };
    for (const window of kind === 'near' ? [span] : cutWindows(kind, span, facts)) {
      for await (const page of vendor.provider.listCalls(session, window, () => Promise.resolve(users)))
        for (const stub of page.announced ?? []) announced.set(stub.externalId, stub);
    }
    return [...announced.values()];
  };
  const stateAt = (now: Date): FetchState => {
    const walked = new Date(now.getTime() - intervals.farMs - listing.settleMs);
    const due = { nextNearAt: now, nextFarAt: null, nextReconciliationAt: now };
    return {
      historyFrom: new Date(0),
      keptFrom: null,
      againFrom: null,
      completeUntil: walked,
      walkedUntil: walked,
      attempts: 0,
      ...due,
    };
  };

  const dayBefore = { from: new Date(end.getTime() - DAY), to: end };
  const called = await list('far', dayBefore);
  pagesADay = sumOf(session.take());

  let [near, nears, far, fars] = [NO_REQUESTS, NO_REQUESTS, NO_REQUESTS, NO_REQUESTS];
  for (let hour = 1; hour <= 24; hour++) {
    const now = new Date(dayBefore.from.getTime() + hour * HOUR);
    await list('near', nearWindow(stateAt(now), intervals, now));
    const nearNow = session.take();
    nears = plus(nears, nearNow, HOUR / intervals.nearMs - HOUR / intervals.farMs);
    near = sumOf(nearNow) > sumOf(near) ? nearNow : near;
    if (hour % FAR_EVERY_HOURS !== 0) continue;
    await list('far', farWindow(stateAt(now), intervals, now));
    const farNow = session.take();
    fars = plus(fars, farNow, (FAR_EVERY_HOURS * HOUR) / intervals.farMs);
    far = sumOf(farNow) > sumOf(far) ? farNow : far;
  }

  const compared = planRounds(stateAt(end), intervals, new Date(0), end).find(({ kind }) => kind === 'reconciliation');
  if (compared === undefined) throw new Error('Nothing is compared.');
  await list('reconciliation', compared.window);
  const reconciliation = session.take();
  const week = await list('history', { from: new Date(end.getTime() - 7 * DAY), to: end });
  const weekOfLists = session.take();

  const sample = week.filter((_, place) => place % Math.max(1, Math.ceil(week.length / READ)) === 0);
  let readings = 0;
  for (const stub of sample) {
    await vendor.provider.details?.readCall(session, stub, () => Promise.resolve(users));
    readings += vendor.readingsOf(stub.externalId);
  }
  const once = plus(NO_REQUESTS, session.take(), sample.length === 0 ? 0 : 1 / sample.length);
  const reading = plus(NO_REQUESTS, once, sample.length === 0 ? 0 : readings / sample.length);

  const directories = people > ORDINARY_DIRECTORY ? DAY / intervals.farMs : DAY / intervals.nearMs;
  const rounds = plus(plus(nears, fars), reconciliation, DAY / intervals.reconcileMs);
  const firstFetchDays = Math.min(30, (listing.historyMs ?? Infinity) / DAY);
  return {
    ...{ people, near, far, reconciliation, directory, reading, firstFetchDays },
    readingsADay: called.length,
    day: plus(plus(rounds, reading, called.length), directory, directories),
    firstFetch: plus(plus(NO_REQUESTS, weekOfLists, firstFetchDays / 7), once, (week.length * firstFetchDays) / 7),
  };
}

export const sumOf = (requests: Requests): number => Object.values(requests).reduce((sum, count) => sum + count, 0);
