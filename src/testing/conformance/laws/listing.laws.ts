import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { ProviderError, type CallRecord, type TimeWindow } from '../../../contract/index.js';
import type { Bench, Law } from '../law.js';
import { HOUR, type Plan, at, blip, call, leg, person, plan, startOf } from '../plan.js';
import { randomPlan } from '../random-plan.js';
import type { Stage } from '../stage.js';

/** How windows are listed: whole, and each call in one of them. */
export const listingLaws: readonly Law[] = [
  {
    name: 'window-edges',
    promise:
      'a window has every call that started in it and none from outside: its first instant is inside, its last is not',
    remedy:
      'Keep to startedAt >= window.from && startedAt < window.to; ask the vendor wider where its bounds are exclusive or unclear.',
    check: async (bench) => {
      const tick = bench.without.milliseconds ? 1_000 : 1;
      const stage = bench.stage(
        plan([blip('11', at(9, 0, -tick)), blip('12', at(9)), blip('13', at(10, 0, -tick)), blip('14', at(10))]),
      );
      deepStrictEqual(idsOf((await stage.calls({ from: at(9), to: at(10) })).items), ['12', '13']);
      deepStrictEqual(idsOf((await stage.calls({ from: at(8), to: at(9) })).items), ['11']);
    },
  },
  {
    name: 'split-anywhere',
    promise: 'a window split at any instant has the same calls in its parts, each in one of them',
    remedy: 'Use the window’s own instants, neither rounded to minutes or days nor compared with a call’s end.',
    check: async (bench) => {
      for (const size of [2, 6, 20]) {
        const stage = bench.stage({ ...randomPlan(bench.chance, size), pageSize: 100 });
        const whole = idsOf((await stage.calls(DAYS)).items);
        deepStrictEqual(whole, plannedIds(stage.plan), 'The whole window.');
        for (let times = 0; times < 6; times += 1) {
          const split = besideACall(bench, stage.plan);
          const parts = [
            ...(await stage.calls({ from: DAYS.from, to: split })).items,
            ...(await stage.calls({ from: split, to: DAYS.to })).items,
          ];
          deepStrictEqual(idsOf(parts), whole, `Split at ${split.toISOString()}.`);
        }
      }
    },
  },
  {
    name: 'every-page',
    promise: 'a listing goes on to its last page, over empty pages in the middle',
    remedy: 'Go on while there is a next page; only a missing token ends a listing, never an empty or a short page.',
    check: async (bench) => {
      const stage = bench.stage({ ...crowd(bench), emptyPages: true });
      deepStrictEqual(idsOf((await stage.calls()).items), plannedIds(stage.plan));
      deepStrictEqual(idsOf((await stage.users()).items), stage.plan.people.map(({ id }) => id).sort());
    },
  },
  {
    name: 'lost-page-token',
    promise: 'a page token that the vendor no longer knows starts the window again',
    remedy: 'Where the vendor refuses a token, throw a ProviderError of kind `restartListing`.',
    needs: ['lapsingTokens'],
    check: async (bench) => {
      const stage = bench.stage(crowd(bench));
      const walk = stage.provider.listCalls(stage.session, oneWindow(stage), stage.phoneUsers)[Symbol.asyncIterator]();
      await walk.next();
      stage.tokensLapsed = true;
      const error: unknown = await walk.next().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      ok(error instanceof ProviderError, 'The lost token did not make the walk fail.');
      strictEqual(error.failure.kind, 'restartListing');
    },
  },
  {
    name: 'listing-twice',
    promise: 'listing a window twice brings the same records, field for field',
    remedy:
      'Read records from the answer alone: no clock, no counter, no memory. `revision` comes from the vendor’s time of change.',
    check: async (bench) => {
      const stage = bench.stage(randomPlan(bench.chance, 12));
      const first = await stage.calls();
      ok(first.items.length > 0, 'The listing is empty.');
      deepStrictEqual(recordsOf(await stage.calls()), recordsOf(first));
    },
  },
  {
    name: 'late-conclusions',
    promise:
      'a call that went on while its window was listed is found there once it is over and the stated time has passed',
    remedy:
      'List by start and leave out what goes on; state in listing.settleMs how long after its end a call may take to be listed.',
    check: async (bench) => {
      const { settleMs } = bench.provider().descriptor.listing;
      const long = leg('21', { startedAt: at(9, 10), connectedAt: at(9, 11), endedAt: at(12) });
      const stage = bench.stage(plan([blip('20', at(9, 5)), call('21', [long], settleMs)]));
      const window = { from: at(9), to: at(10) };
      stage.now = at(11);
      deepStrictEqual(idsOf((await stage.calls(window)).items), ['20'], 'While the call goes on.');
      stage.now = at(12, 0, settleMs);
      deepStrictEqual(idsOf((await stage.calls(window)).items), ['20', '21'], 'Once it is over.');
    },
  },
  {
    name: 'moving-list',
    promise: 'calls that are over while a window is walked lose none that was listed before',
    remedy: 'Page by the vendor’s cursor, or list newest first with the window’s own end as the upper bound.',
    check: async (bench) => {
      const before = Array.from({ length: 7 }, (_, place) => blip(String(30 + place), at(9, place * 5 + 1)));
      const during = before.map((_, place) => blip(String(50 + place), at(9, place * 5 + 3)));
      const listedIn = (calls: typeof during) => calls.map((each, place) => ({ ...each, listedAt: at(11, place) }));
      const stage = bench.stage(plan([...before, ...listedIn(during)], { pageSize: 2 }));
      stage.now = at(10, 59);
      stage.onRequest = () => (stage.now = new Date(stage.now.getTime() + 60_000));
      const found = new Set(idsOf((await stage.calls({ from: at(9), to: at(10) })).items));
      deepStrictEqual(
        before.map(({ id }) => id).filter((id) => !found.has(id)),
        [],
        'These were lost.',
      );
    },
  },
];

/** An instant shortly after some call began, at which none begins: windows' edges have a law of their own. */
function besideACall({ chance }: Bench, { calls }: Plan): Date {
  const starts = new Set(calls.flatMap(({ legs }) => legs.map(({ startedAt }) => startedAt.getTime())));
  let split = startOf(chance.one(calls)) + chance.whole(1, 30_000);
  while (starts.has(split)) split += 1;
  return new Date(split);
}

const DAYS: TimeWindow = { from: at(0), to: at(84) };

/** A window that every provider lists at once. */
export function oneWindow({ provider }: Stage): TimeWindow {
  const longest = Math.min(24 * HOUR, provider.descriptor.listing.maxWindowMs ?? Infinity);
  return { from: at(0), to: at(0, 0, longest) };
}

/** More calls and people than fit on a page. */
export function crowd(bench: Bench): Plan {
  const { maxWindowMs = 24 * HOUR } = bench.provider().descriptor.listing;
  const apartMs = Math.floor(Math.min(24 * HOUR, maxWindowMs) / 12 / 1_000) * 1_000;
  const calls = Array.from({ length: 11 }, (_, place) => blip(String(800 + place), at(0, 0, (place + 1) * apartMs)));
  return plan(calls, { people: Array.from({ length: 7 }, (_, place) => person(place)), pageSize: 3 });
}

const plannedIds = ({ calls }: Plan): readonly string[] => calls.flatMap(({ legs }) => legs.map(({ id }) => id)).sort();

const idsOf = (items: readonly { readonly externalId: string }[]): readonly string[] =>
  items.map(({ externalId }) => externalId).sort();

const recordsOf = ({ items }: { readonly items: readonly CallRecord[] }): readonly CallRecord[] =>
  [...items].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
