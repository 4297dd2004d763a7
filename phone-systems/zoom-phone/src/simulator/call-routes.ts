import { json } from 'prodoscore-phone-systems/testing';
import type { Answer, Incoming } from 'prodoscore-phone-systems/testing';
import { filterOf } from './call-filter.js';
import type { Companies } from './companies.js';
import { refuse } from './errors.js';
import type { ApiRoute, Caller } from './guarded.js';
import type { ZoomPhoneHabits } from './habits.js';
import { instantIn, monthsFrom, wireInstant } from './instants.js';
import type { Listing } from './listing.js';
import type { Pages } from './paging.js';
import { wireDetail, wireElement, wireRow } from './wire-call.js';

const DAY_MS = 86_400_000;

export interface CallRouteOptions {
  readonly habits: ZoomPhoneHabits;
  readonly pages: Pages;
  readonly listing: Listing;
  readonly now: () => number;
}

/** The company's calls, one of them with its legs, and one person's legs. */
export const callRoutes = (companies: Companies, options: CallRouteOptions): readonly ApiRoute[] => {
  const { habits, pages, listing, now } = options;

  const windowOf = (query: URLSearchParams): { readonly from: number; readonly to: number } => {
    const [from, to] = [instantIn(query, 'from'), instantIn(query, 'to')];
    if (from === null && to === null) return { from: now() - DAY_MS, to: now() };
    if (from === null || to === null) return refuse(400, 300, 'Validation Failed: "from" and "to" go together.');
    if (from > to) refuse(400, 300, 'Validation Failed: "from" is later than "to".');
    if (to > monthsFrom(from, 1)) refuse(400, 300, 'Validation Failed: the date range is more than a month.');
    if (from < listing.oldest) refuse(400, 300, 'Validation Failed: the date range begins more than six months ago.');
    return { from, to };
  };

  const found = (query: URLSearchParams, accountId: string) => {
    const window = windowOf(query);
    const byEnd = timeTypeOf(query) === 'end_time';
    const inner = habits.includesBounds ? 0 : 1;
    const fits = filterOf(query);
    // A call ends within a day of its start.
    const calls = companies
      .callsOf(accountId)
      .newestFirst(window.from - (byEnd ? DAY_MS : 0), Math.min(now(), window.to))
      .filter((call) => {
        const at = byEnd ? call.endedAt : call.startedAt;
        return at >= window.from + inner && at <= window.to - inner && listing.lists(call) && fits(call);
      });
    return { window, calls: habits.order === 'newest first' ? calls : calls.toReversed() };
  };

  const envelopeOf = ({ from, to }: { readonly from: number; readonly to: number }) => ({
    from: wireInstant(from),
    to: wireInstant(to),
  });

  const list = ({ query, path }: Incoming, { company }: Caller): Answer => {
    const { window, calls } = found(query, company.accountId);
    const { items, envelope } = pages.pageOf(`${company.accountId} ${path}`, query, calls, 300);
    const rows = items.map((call) => wireRow(call, habits));
    return json(200, {
      ...envelopeOf(window),
      ...envelope,
      call_history: rows,
      ...(habits.tellsOldNames && { call_logs: rows }),
    });
  };

  const one = ({ params }: Incoming, { company }: Caller): Answer => {
    const call = companies.callsOf(company.accountId).find(params.uuid ?? '');
    return call === null || !listing.tells(call)
      ? refuse(404, 1001, 'The call history does not exist.')
      : json(200, wireDetail(call, habits, now()));
  };

  const ofPerson = ({ query, path, params }: Incoming, { company }: Caller): Answer => {
    const person = company.users.find(
      ({ id, email, gone }) => gone !== true && [id, email].includes(params.userId ?? ''),
    );
    if (person === undefined) return refuse(404, 1001, 'The user does not exist.');
    const { window, calls } = found(query, company.accountId);
    const elements = calls.flatMap((call) =>
      call.legs
        .filter(({ seenAt = -Infinity }) => seenAt <= now())
        .filter(({ caller, callee }) => [caller.extId, callee.extId].includes(person.extensionId))
        .map((leg) => wireElement(call, leg, habits)),
    );
    const { items, envelope } = pages.pageOf(`${company.accountId} ${path}`, query, elements, 300);
    return json(200, { ...envelopeOf(window), ...envelope, call_elements: items });
  };

  return [
    { path: '/v2/phone/call_history', category: 'Heavy', need: 'listCalls', handle: list },
    { path: '/v2/phone/call_history/:uuid', category: 'Light', need: 'readCall', handle: one },
    { path: '/v2/phone/users/:userId/call_history', category: 'Medium', need: 'listCalls', handle: ofPerson },
  ];
};

const timeTypeOf = (query: URLSearchParams): 'start_time' | 'end_time' => {
  const type = query.get('time_type') ?? 'start_time';
  return type === 'start_time' || type === 'end_time'
    ? type
    : refuse(400, 300, 'Validation Failed: "time_type" is none.');
};
